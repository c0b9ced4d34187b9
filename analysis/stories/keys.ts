/** The keys of a story, declared once: their checks and the page docs/stories.md follow. */
import { type Key, other, whole } from '../sweep/keys.ts';

export const LONGEST = { title: 80, about: 600, source: 400, text: 900, name: 40, line: 200 } as const;
/** A step shows so many sides at most: more lines than these nobody in a room tells apart. */
export const MOST_SHOWN = 3;
export const MOST_SIDES = 8;
export const STEPS = { fewest: 2, most: 12 } as const;
export const MOST_QUESTIONS = 6;
export const OPTIONS = { fewest: 2, most: 8 } as const;

const line = (what: keyof typeof LONGEST) => `text of up to ${LONGEST[what]} characters`;
const sideName = 'the name of a side';

export const storyKeys = {
  title: other(line('title'), null, 'What the story is called.'),
  about: other(line('about'), null, 'What it is about and whom it is for, as its card says it.'),
  source: other(line('source'), null, 'Where the story comes from.'),
  minutes: whole(null, 5, 240, 'How long a workshop with it takes; its steps may not take longer.'),
  years: whole(8, 1, 50, 'Length of the runs, in years.'),
  seeds: whole(8, 1, 50, 'Runs of each side. Runs with the same number have the same luck under every side.'),
  sides: other(
    `a list of 1 to ${MOST_SIDES} sides`,
    null,
    'What is compared. The first is what the others are held against.',
  ),
  steps: other(`a list of ${STEPS.fewest} to ${STEPS.most} steps`, null, 'The steps, in their order.'),
  before: other(
    `a list of up to ${MOST_QUESTIONS} questions`,
    'none',
    'Questions for those in the room before the session, for whoever wants to ask them.',
  ),
  after: other(`a list of up to ${MOST_QUESTIONS} questions`, 'none', 'The same after the session.'),
} as const satisfies Record<string, Key>;

export const sideKeys = {
  name: other(
    line('name'),
    null,
    'What texts and charts call it: `a grant`, so that “under a grant” reads well.',
  ),
  scenario: other('the id of a scenario in the library', null, 'The scenario that is run.'),
  set: other(
    'a mapping of parameter paths to values, as in `market.choice: 0.8`',
    'nothing',
    'What is set otherwise than in the scenario.',
  ),
} as const satisfies Record<string, Key>;

export const stepKeys = {
  title: other(line('title'), null, 'The one idea of the step, in a few words.'),
  text: other(
    line('text'),
    null,
    'The idea in plain words. No figures of the model: those come from its runs.',
  ),
  source: other(line('source'), '', 'Where the idea comes from.'),
  minutes: whole(5, 1, 60, 'How long the step takes.'),
  of: other(
    `a list of 1 to ${MOST_SHOWN} names of sides`,
    `the first ${MOST_SHOWN} sides`,
    'Which sides the step is about. The first is what the others are held against.',
  ),
  show: other('a mapping with `kind`', null, 'What of the model the step shows.'),
  ask: other(
    'a mapping with `kind`',
    'none',
    'What the room predicts first; what the step shows stays hidden until it asks for the answer.',
  ),
  notes: other(line('text'), '', 'What the facilitator should know or do.'),
  questions: other(
    `a list of up to ${MOST_QUESTIONS} questions as text`,
    'none',
    'What to discuss after it.',
  ),
} as const satisfies Record<string, Key>;

const metric = other('a metric', null, 'The metric.');
const side = other(sideName, 'the last side of the step', 'The side.');
const years = other(
  'a whole number of years of the runs',
  'the whole runs',
  'How many years of the runs are looked at.',
);
const week = other(
  'a whole number of weeks that ends a term: 0, 13, 26, ...',
  'the end of the runs',
  'After which week.',
);

/** What a step can show, in the order of the documentation. */
export const shows = {
  difference: {
    doc: 'A sentence on the difference that the other sides make to the first, the difference over time, and its intervals.',
    keys: { metric, years },
  },
  runs: { doc: 'Where the runs of each side lie: their median and bands.', keys: { metric, years } },
  stages: {
    doc: 'How pairs of schools in contact are spread over association, cooperation, collaboration and collegiality.',
    keys: { years },
  },
  map: { doc: 'Schools and their relations on the map in the first run of each side.', keys: { week } },
  network: {
    doc: 'The same, laid out so that schools long and closely related lie near one another.',
    keys: { week },
  },
  school: {
    doc: 'One school in the first run: its state, and what each of its relations lacks.',
    keys: {
      pick: other(
        '`best connected`, `least connected`, `highest results` or `lowest results`',
        '`best connected`',
        'Which school, as the run stands in that week.',
      ),
      side,
      week,
    },
  },
  relation: {
    doc: 'The relation that has grown furthest in the first run: its state, and what it lacks for the next stage.',
    keys: { side, week },
  },
  table: {
    doc: 'The means of some outcomes under each side, and whether their differences from the first are clear.',
    keys: { metrics: other('a list of 1 to 8 metrics', null, 'The outcomes, one a row.'), years },
  },
  sandbox: {
    doc: 'The sides of the step, opened under Compare to be changed and run by the room.',
    keys: { metric },
  },
} as const satisfies Record<string, { doc: string; keys: Record<string, Key> }>;

const question = other(line('line'), 'made from the rest', 'The question as it is put to the room.');

/** What a step can ask. No answer is ever written down: each is worked out from the runs. */
export const asks = {
  curve: {
    doc: 'The room draws the course of a metric under one side. The answer is the mean of the runs, with the band in which 95 % of them lie.',
    keys: {
      question,
      metric,
      side,
      given: other('a list of names of sides', 'none', 'Sides whose course is shown before anybody draws.'),
      range: other(
        'a list of two numbers',
        'the range of the metric',
        'Lower and upper end of the axis to draw on.',
      ),
    },
  },
  difference: {
    doc: 'A vote: is a metric higher, lower or about the same under one side than under another? The answer is the side of 0 on which the 95 % interval of the mean difference lies; if 0 lies inside, there is no clear difference.',
    keys: {
      question,
      metric,
      side,
      than: other(sideName, 'the first side of the step', 'The side that it is held against.'),
      years,
    },
  },
  change: {
    doc: 'A vote: does a metric rise, fall or stay about the same under one side? The answer is read from the 95 % interval of the mean change in the runs.',
    keys: {
      question,
      metric,
      side,
      from: other('a year of the runs, 0 for the start', '0', 'The end of which year it is measured from.'),
      years,
    },
  },
  winner: {
    doc: 'A vote: which side comes out highest, or lowest? The answer is the side with that mean, if it is clear of the next one by the 95 % interval of their difference; else it is too close to call.',
    keys: {
      question,
      metric,
      seek: other('`highest` or `lowest`', '`highest`', 'Which end is asked for.'),
      among: other(`a list of 2 to ${MOST_SIDES} names of sides`, 'all sides', 'The sides to choose from.'),
      years,
    },
  },
  stage: {
    doc: 'A vote: in which stage are most pairs of schools in contact? The answer is the stage that is so in most of the runs; if two share that, it is too close to call.',
    keys: { question, side, years },
  },
} as const satisfies Record<string, { doc: string; keys: Record<string, Key> }>;

/** Of the questions before and after a session. */
export const questionKeys = {
  ask: other(line('line'), null, 'The question.'),
  scale: other(
    'a list of two texts',
    'none',
    'What 1 and 5 stand for, where the answer is a number from 1 to 5.',
  ),
  options: other(
    `a list of ${OPTIONS.fewest} to ${OPTIONS.most} texts`,
    'none',
    'The answers to choose from, in place of `scale`.',
  ),
} as const satisfies Record<string, Key>;
