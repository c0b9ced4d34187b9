import { COORDINATORS, FOUNDING_MODES, forms, LIFE, MEMBERSHIPS } from '../../sim/index.ts';
import { capital } from '../format.ts';
import type { Chronicle } from '../why/chronicle.ts';
import { sayFigure } from '../why/course.ts';
import type { Inspection, Listing, Source } from './inspect.ts';
import { factOf, sayIn, sayWeek } from './words.ts';

const ROAD = [
  '',
  'courting: its members come to know one another',
  'aligning: it settles what it is for',
  'embedded: it is settled practice',
];

export function collaborative(run: Source, chronicle: Chronicle, c: number): Inspection | null {
  const { state, week, names } = run;
  if (c < 0 || c >= state.collaborativeLife.length || state.collaborativeLife[c] === LIFE.none) return null;
  const founded = state.collaborativeFounded[c];
  const number = chronicle.heldBy(c, founded)?.number ?? 0;
  const form = forms[state.collaborativeForm[c]];
  const lead = state.collaborativeLead[c];
  return {
    subject: { kind: 'collaborative', collaborative: c },
    week,
    title: capital(chronicle.nameOf(number)),
    about: `${capital(form.name)} of ${state.collaborativeMembers[c]} schools, founded ${founded < 0 ? '' : 'in '}${sayWeek(founded)} (${FOUNDING_MODES[state.collaborativeMode[c]]}).`,
    facts: [
      {
        title: 'How it is set up',
        facts: [
          { name: 'Where it is on its road', value: ROAD[state.collaborativeLife[c]] },
          { name: 'Who decides', value: form.decides },
          { name: 'Led by', value: lead < 0 ? 'nobody' : names[lead] },
          { name: 'Coordinator', value: COORDINATORS[state.collaborativeCoordinator[c]] },
          factOf(state, 'collaborativeFormality', c),
          {
            name: 'Agreed to end',
            value: state.collaborativeEnds[c] < 0 ? 'open' : sayWeek(state.collaborativeEnds[c]),
          },
          {
            name: 'Grant',
            value:
              state.collaborativeGrantEnds[c] < 0
                ? 'none'
                : `until ${sayWeek(state.collaborativeGrantEnds[c])}`,
          },
        ],
      },
      {
        title: 'How it is doing',
        facts: [
          factOf(state, 'collaborativeGoals', c),
          factOf(state, 'collaborativeClarity', c),
          factOf(state, 'collaborativeOwnAgenda', c),
          factOf(state, 'collaborativeWins', c),
          factOf(state, 'collaborativeAttainment', c),
          factOf(state, 'collaborativeSpent', c),
          factOf(state, 'collaborativeResistance', c),
        ],
      },
    ],
    listings: [members(run, c)],
    number,
  };
}

function members({ state, names }: Source, c: number): Listing {
  const rows: Listing['rows'][number][] = [];
  for (let m = 0; m < state.membershipOf.length; m++) {
    if (state.membershipOf[m] !== c) continue;
    const school = Math.floor(m / MEMBERSHIPS);
    rows.push({
      subject: { kind: 'school', school },
      cells: [
        names[school],
        sayWeek(state.membershipSince[m]),
        sayIn('membershipCommitment', state.membershipCommitment[m]),
        sayFigure(state.membershipBenefit[m]),
        sayFigure(state.membershipBurden[m]),
      ],
    });
  }
  return {
    title: 'Members',
    head: ['School', 'Since', 'Commitment', 'Benefit, hours worth a week', 'Burden, hours a week'],
    rows,
    none: 'It has no members.',
  };
}
