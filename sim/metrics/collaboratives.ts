import { FOUNDING_MODES, LIFE } from '../state.ts';
import { meanOver, meanOverSchools, metric, openSchools } from './metric.ts';

const group = 'Collaboratives';

export const collaboratives = metric({
  key: 'collaboratives',
  group,
  unit: 'a hundred schools',
  min: 0,
  max: 300,
  level: 'term',
  source: 'B 5',
  doc: 'Collaboratives alive, for each hundred schools.',
  high: 'There are many networks, federations and clusters.',
  measure: (s) => {
    let alive = 0;
    for (let c = 0; c < s.collaborativeLife.length; c++) if (s.collaborativeLife[c] !== LIFE.none) alive++;
    return (100 * alive) / openSchools(s);
  },
});

export const collaborativeSize = metric({
  key: 'collaborativeSize',
  group,
  unit: 'schools',
  min: 0,
  max: 30000,
  level: 'term',
  source: 'B 5.2.7',
  doc: 'Mean number of member schools of the collaboratives alive; 0 where there are none.',
  high: 'Collaboratives are large.',
  measure: (s) =>
    meanOver(
      s.collaborativeLife.length,
      (c) => s.collaborativeLife[c] !== LIFE.none,
      (c) => s.collaborativeMembers[c],
    ),
});

export const collaborativeAge = metric({
  key: 'collaborativeAge',
  group,
  unit: 'years',
  min: 0,
  max: 60,
  level: 'term',
  source: 'B 5.2.5',
  doc: 'Mean age of the collaboratives alive; 0 where there are none.',
  high: 'Collaboratives last.',
  measure: (s, week) =>
    meanOver(
      s.collaborativeLife.length,
      (c) => s.collaborativeLife[c] !== LIFE.none,
      (c) => (week - s.collaborativeFounded[c]) / 39,
    ),
});

export const goalAttainment = metric({
  key: 'goalAttainment',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 12.1',
  doc: 'Mean progress of collaboratives on their goals; 0 where there are none.',
  high: 'Collaboratives reach what they set out to do.',
  measure: (s) =>
    meanOver(
      s.collaborativeLife.length,
      (c) => s.collaborativeLife[c] !== LIFE.none,
      (c) => s.collaborativeAttainment[c],
    ),
});

const BROKERED = FOUNDING_MODES.indexOf('brokered');

export const brokeredCollaboratives = metric({
  key: 'brokeredCollaboratives',
  group,
  unit: 'share of collaboratives',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 5.2.4, 13.2',
  doc: 'Collaboratives alive that honest brokers brought about; 0 where there are none.',
  high: 'Much of the partnership there is was brokered.',
  measure: (s) =>
    meanOver(
      s.collaborativeLife.length,
      (c) => s.collaborativeLife[c] !== LIFE.none,
      (c) => (s.collaborativeMode[c] === BROKERED ? 1 : 0),
    ),
});

export const resistanceToAuthority = metric({
  key: 'resistanceToAuthority',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 8.5',
  doc: 'Mean resistance of collaboratives to an agenda that the authority imposes; 0 where there are none.',
  high: 'Networks pull against the authority.',
  measure: (s) =>
    meanOver(
      s.collaborativeLife.length,
      (c) => s.collaborativeLife[c] !== LIFE.none,
      (c) => s.collaborativeResistance[c],
    ),
});

export const purposeSpent = metric({
  key: 'purposeSpent',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 12.8',
  doc: 'Mean part of their purpose that the collaboratives alive have used up; 0 where there are none.',
  high: 'Networks live on past their purpose.',
  measure: (s) =>
    meanOver(
      s.collaborativeLife.length,
      (c) => s.collaborativeLife[c] !== LIFE.none,
      (c) => s.collaborativeSpent[c],
    ),
});

export const grantCost = metric({
  key: 'grantCost',
  group,
  unit: 'thousand pounds a school and year',
  min: 0,
  max: 1000,
  level: 'term',
  outcome: 'mean',
  source: 'B 13.2',
  doc: 'Grant money paid, for each school.',
  high: 'Partnership costs the public much.',
  measure: (s) => meanOverSchools(s, (a) => s.schoolFunds[a]),
});
