/**
 * The dimensions on which a partnership of schools is placed (B 5.2), each with four steps from one end to the other:
 * what a step means in plain words, and the settings of a scenario that stand for it. The order of the steps and most
 * of their words follow the source; that these settings stand for them, and by how much, no source says: every
 * translation is an assumption, and `why` says on what it rests. No two dimensions set the same path, so that one can be
 * changed while the others stay.
 */

/** `founding.size`, `activities.reach`: a key of every founding, or a parameter of the scenario. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

export interface Step {
  /** By which files name it: unique in its dimension. */
  readonly key: string;
  /** What one would say of oneself, in a few words. */
  readonly words: string;
  readonly sets: Settings;
}

export interface Dimension {
  readonly key: string;
  readonly name: string;
  /** What is asked. */
  readonly question: string;
  /** From one end to the other. */
  readonly steps: readonly [Step, Step, Step, Step];
  /** Section of the book in which the dimension is described. */
  readonly source: string;
  /** On what the translation into settings rests. */
  readonly why: string;
}

export const dimensions = [
  {
    key: 'voluntarism',
    name: 'Voluntarism',
    question: 'How did schools come to be in it?',
    steps: [
      {
        key: 'wish',
        words: 'Of our own wish, with no reward',
        sets: { 'founding.mode': 'voluntary', 'founding.grantWeeks': 0, 'incentives.grant': 0 },
      },
      {
        key: 'grant',
        words: 'Of our own wish, drawn by a grant',
        sets: { 'founding.mode': 'incentivised', 'founding.grantWeeks': 117, 'incentives.grant': 15 },
      },
      {
        key: 'brokered',
        words: 'Somebody brought us together',
        sets: { 'founding.mode': 'brokered', 'founding.grantWeeks': 117, 'incentives.grant': 5 },
      },
      {
        key: 'compelled',
        words: 'We were told to',
        sets: { 'founding.mode': 'coerced', 'founding.grantWeeks': 0, 'incentives.grant': 0 },
      },
    ],
    source: 'B 5.2.1, table 5.4',
    why: 'A grant lasts three years, as incentives.grantWeeks has it; its amounts, in thousand pounds a school and year, are assumed.',
  },
  {
    key: 'power',
    name: 'Power',
    question: 'How equal are the schools?',
    steps: [
      {
        key: 'equal',
        words: 'Equals, who set the goals together',
        sets: { 'founding.pick': 'alike', 'founding.strong': 0, 'founding.ownAgenda': 0.9 },
      },
      {
        key: 'mixed',
        words: 'Some have more weight than others',
        sets: { 'founding.pick': 'neighbours', 'founding.strong': 0, 'founding.ownAgenda': 0.7 },
      },
      {
        key: 'unequal',
        words: 'A strong school supports weak ones',
        sets: { 'founding.pick': 'weak and strong', 'founding.strong': 1, 'founding.ownAgenda': 0.5 },
      },
      {
        key: 'dominated',
        words: 'One school decides for the others',
        sets: { 'founding.pick': 'weak and strong', 'founding.strong': 1, 'founding.ownAgenda': 0.2 },
      },
    ],
    source: 'B 5.2.2, table 5.5',
    why: 'Members of like results stand for equals, one strong school with weak ones for the rest; how far members then set the goals themselves is assumed.',
  },
  {
    key: 'density',
    name: 'Density',
    question: 'Who takes part?',
    steps: [
      {
        key: 'heads',
        words: 'Heads and few others',
        sets: { 'activities.belowHeads': 0.2, 'activities.reach': 0.1 },
      },
      {
        key: 'leaders',
        words: 'Leaders of subjects and groups too',
        sets: { 'activities.belowHeads': 0.6, 'activities.reach': 0.25 },
      },
      {
        key: 'many',
        words: 'Many teachers',
        sets: { 'activities.belowHeads': 1, 'activities.reach': 0.42 },
      },
      {
        key: 'all',
        words: 'Nearly all staff, often',
        sets: { 'activities.belowHeads': 1.6, 'activities.reach': 0.7 },
      },
    ],
    source: 'B 5.2.3, table 5.6',
    why: 'How much is done below the heads and the share of staff who are invited; the third step has the defaults of the model.',
  },
  {
    key: 'external',
    name: 'External involvement',
    question: 'What part do those outside schools have?',
    steps: [
      {
        key: 'none',
        words: 'None',
        sets: { 'founding.coordinator': 'none', 'authority.stance': 'absent', 'agencies.coverage': 0 },
      },
      {
        key: 'broker',
        words: 'Somebody from outside convenes us',
        sets: {
          'founding.coordinator': 'honest broker',
          'authority.stance': 'facilitating',
          'agencies.coverage': 0,
        },
      },
      {
        key: 'regular',
        words: 'Agencies work with some of us',
        sets: {
          'founding.coordinator': 'honest broker',
          'authority.stance': 'facilitating',
          'agencies.coverage': 0.4,
        },
      },
      {
        key: 'integral',
        words: 'Agencies are part of it everywhere',
        sets: {
          'founding.coordinator': 'honest broker',
          'authority.stance': 'facilitating',
          'agencies.coverage': 1,
        },
      },
    ],
    source: 'B 5.2.4, table 5.7',
    why: 'An honest broker and an authority that helps stand for outsiders who convene, the share of schools that work with agencies for the rest. A hard federation has its executive head in place of the broker.',
  },
  {
    key: 'timeFrame',
    name: 'Time frame',
    question: 'How long is it meant to last?',
    steps: [
      {
        key: 'year',
        words: 'A year, for one task',
        sets: { 'founding.weeks': 39, 'collaborativeLife.agreedLife': 39 },
      },
      {
        key: 'funded',
        words: 'Three years or so, as for a grant',
        sets: { 'founding.weeks': 117, 'collaborativeLife.agreedLife': 117 },
      },
      {
        key: 'six',
        words: 'Six years, then to be looked at',
        sets: { 'founding.weeks': 234, 'collaborativeLife.agreedLife': 234 },
      },
      {
        key: 'open',
        words: 'For good, or no end is named',
        sets: { 'founding.weeks': 0, 'collaborativeLife.agreedLife': 0 },
      },
    ],
    source: 'B 5.2.5, table 5.8',
    why: 'Agreed life in school weeks, 39 a year; what schools found for themselves later lasts as long. The source sets what is for good apart from what names no end; the model has one setting for both.',
  },
  {
    key: 'spread',
    name: 'Geographical spread',
    question: 'How far apart are the schools?',
    steps: [
      { key: 'town', words: 'Next door to each other, in a town', sets: { 'district.density': 3 } },
      { key: 'area', words: 'Across a suburb or small town', sets: { 'district.density': 0.8 } },
      { key: 'county', words: 'Across the countryside', sets: { 'district.density': 0.1 } },
      { key: 'region', words: 'Across a region', sets: { 'district.density': 0.02 } },
    ],
    source: 'B 5.2.6, table 5.9',
    why: 'Schools a square kilometre: the same schools, moved closer together or further apart, and with them the distances over which families choose. The source goes on to networks across a country, which the model does not have.',
  },
  {
    key: 'schools',
    name: 'Number of schools',
    question: 'How many schools are in it?',
    steps: [
      { key: 'two', words: 'Two', sets: { 'founding.size': 2, 'collaborativeLife.largest': 2 } },
      { key: 'five', words: 'About five', sets: { 'founding.size': 5, 'collaborativeLife.largest': 5 } },
      { key: 'ten', words: 'About ten', sets: { 'founding.size': 10, 'collaborativeLife.largest': 10 } },
      {
        key: 'fifteen',
        words: 'About fifteen',
        sets: { 'founding.size': 15, 'collaborativeLife.largest': 15 },
      },
    ],
    source: 'B 5.2.7',
    why: 'The steps are the sizes that the source calls smallest, the two ends of its middle range, and largest. There are as many such partnerships as the district has room for, so that its figures are those of partnerships like yours.',
  },
  {
    key: 'direction',
    name: 'Vertical or horizontal',
    question: 'Where does joint work take place?',
    steps: [
      {
        key: 'neither',
        words: 'Little in schools or between them',
        sets: { 'activities.intensity': 0.4, 'leadership.base': 0.1 },
      },
      {
        key: 'inside',
        words: 'Mostly inside each school',
        sets: { 'activities.intensity': 0.4, 'leadership.base': 0.45 },
      },
      {
        key: 'between',
        words: 'Mostly between schools',
        sets: { 'activities.intensity': 1.2, 'leadership.base': 0.1 },
      },
      {
        key: 'both',
        words: 'Both, each feeding the other',
        sets: { 'activities.intensity': 1.2, 'leadership.base': 0.45 },
      },
    ],
    source: 'B 5.2.8, table 5.10',
    why: 'Inside schools: the distribution of leadership that a school keeps whatever happens. Between them: how full the programme of activities is. Both figures are assumed.',
  },
  {
    key: 'diffuseness',
    name: 'Diffuseness',
    question: 'How clear is who belongs to it?',
    steps: [
      {
        key: 'shifting',
        words: 'Whoever comes, and it shifts',
        sets: {
          'founding.form': 'self-organising',
          'collaborativeLife.form': 'self-organising',
          'activities.outside': 0.3,
        },
      },
      {
        key: 'loose',
        words: 'A loose circle of members',
        sets: {
          'founding.form': 'loose association',
          'collaborativeLife.form': 'loose association',
          'activities.outside': 0.15,
        },
      },
      {
        key: 'members',
        words: 'Fixed members, with a joint committee',
        sets: {
          'founding.form': 'soft federation',
          'collaborativeLife.form': 'soft federation',
          'activities.outside': 0.05,
        },
      },
      {
        key: 'closed',
        words: 'Fixed for good, under one governing body',
        sets: {
          'founding.form': 'hard federation',
          'collaborativeLife.form': 'hard federation',
          'activities.outside': 0,
        },
      },
    ],
    source: 'B 5.2.9, 6.3.1',
    why: 'Governance forms of the model in the order in which their membership is fixed, and the share of contacts that go outside, which is assumed. A form brings its own programme of activities with it.',
  },
  {
    key: 'formality',
    name: 'Formality',
    question: 'What is it built on?',
    steps: [
      {
        key: 'trust',
        words: 'Trust and good faith alone',
        sets: { 'founding.formality': 0.05, 'collaborativeLife.formality': 0.05 },
      },
      {
        key: 'understanding',
        words: 'Some things are written down',
        sets: { 'founding.formality': 0.35, 'collaborativeLife.formality': 0.35 },
      },
      {
        key: 'agreement',
        words: 'A written agreement and a structure',
        sets: { 'founding.formality': 0.65, 'collaborativeLife.formality': 0.65 },
      },
      {
        key: 'contract',
        words: 'Contracts and a body to run it',
        sets: { 'founding.formality': 0.95, 'collaborativeLife.formality': 0.95 },
      },
    ],
    source: 'B 5.2.10',
    why: 'Four even steps of the formality of the agreement; what schools found for themselves later has as much of it.',
  },
] as const satisfies readonly Dimension[];

export type DimensionKey = (typeof dimensions)[number]['key'];

const byKey = new Map<string, Dimension>(dimensions.map((one) => [one.key, one]));

/** Throws RangeError on a key that no dimension has. */
export function dimensionOf(key: string): Dimension {
  const found = byKey.get(key);
  if (found === undefined) throw new RangeError(`no dimension ${key}`);
  return found;
}

/** Throws RangeError on a key that no step of the dimension has. */
export function stepOf(dimension: Dimension, key: string): Step {
  const found = dimension.steps.find((step) => step.key === key);
  if (found === undefined) throw new RangeError(`no step ${key} of ${dimension.key}`);
  return found;
}
