import { type Dimension, dimensions } from '../analysis/partnership/dimensions.ts';
import { goals, outcomesFor, timeScales, YEARS } from '../analysis/partnership/goals.ts';
import { blank, DISTRICT, LONGEST_EVIDENCE, PLACEMENT_VERSION } from '../analysis/partnership/placement.ts';
import { metrics } from '../sim/index.ts';
import { pageOf, SOURCES, table } from './markdown.ts';

const labelOf = (key: string) => metrics.find((metric) => metric.key === key)?.label ?? key;

/** The page on placing a partnership: every dimension, its steps, and what they become. */
export function partnershipPage(): string {
  const { now } = blank();
  const always = outcomesFor([]);
  return pageOf(
    'analysis/partnership',
    'A partnership of one’s own',
    'A partnership of schools is placed on ten dimensions and by its goals, twice: where it is now, and where it wants to be. ' +
      'Each placement becomes a scenario; both are run on the same schools with the same luck, and every single change is ' +
      'tried to see how much of the distance between them it closes.',
    SOURCES,
    '**Every translation on this page is an assumption.** The source describes the dimensions and gives examples of their ' +
      'ends and middles; no source says which settings of a model stand for them, or how much of each. The same settings ' +
      'can be changed one by one in the scenarios that come of a placement.',
    '## What a placement becomes',
    `A scenario with the settings below in a district of ${DISTRICT.schools.min} to ${DISTRICT.schools.max} schools, in ` +
      'which as many such partnerships begin in the first week as there are schools for: assumed, so that the figures of the ' +
      'district are those of partnerships like this one. Schools begin as strangers in both; what a partnership has built up ' +
      'already is not counted. Settings that no dimension names keep their defaults.',
    ...dimensions.map(dimensionPart),
    '## Goals and time scale',
    `B 5.1, table 5.1. Each ticked cell is one goal (\`founding.goals\` and \`collaborativeLife.goals\`; none leaves that of the ` +
      'form). The longest of both placements says over how many years the two are run: ' +
      `${timeScales.map((scale) => `${scale} term ${YEARS[scale]} years`).join(', ')}, ${YEARS.medium} where none is named. ` +
      'Which goals there are changes nothing in the model; it says which outcomes are told first.',
    table(
      ['goal', 'outcomes told first'],
      goals.map(({ name, metrics }) => [name, metrics.map(labelOf).join(', ')]),
    ),
    `Then, whatever the goals: ${always.map(labelOf).join(', ')}.`,
    '## What closes the distance',
    'For an outcome the distance is the mean difference between wanted and now over pairs of runs. A change alone closes the ' +
      'part of it by which now comes nearer to wanted when that dimension is moved and all others stay; what would be ' +
      'missing without it is the part lost when that dimension alone stays as it is now. Both are ratios of paired ' +
      'differences with the 95 % interval of Fieller, as in the analysis of mechanisms; none is told where the distance ' +
      'itself is not told apart from 0. Dimensions work through one another, so shares need not add up to 100 %.',
    'The search goes forward: the single change that ends nearest to wanted, then the one that comes nearest beside it, ' +
      'at most three. It may miss a set that only works together. What it finds is run again under fresh seeds, which had no ' +
      'part in choosing it, and a change that is then not shown to add anything is named as such.',
    '## The file',
    `YAML, version ${PLACEMENT_VERSION}: \`placement\`, \`name\`, \`district\` (\`schools\`, \`deprivation\`), and for each of ` +
      '`now` and `wanted` the `goals` (lists of ' +
      `${timeScales.map((scale) => `\`${scale}\``).join(', ')} under ${goals.map(({ key }) => `\`${key}\``).join(', ')}), one ` +
      `step for each dimension by its key, and \`evidence\`, printable texts of up to ${LONGEST_EVIDENCE} characters by the same ` +
      'keys. A file with anything else in it is refused, with line and column.',
    `A new placement begins at ${dimensions.map(({ key }) => `\`${key}: ${now.steps[key]}\``).join(', ')}, now and wanted alike.`,
  );
}

function dimensionPart({ key, name, question, steps, source, why }: Dimension): string {
  const paths = Object.keys(steps[0].sets);
  const rows = steps.map((step) => [
    `\`${step.key}\``,
    step.words,
    ...paths.map((path) => String(step.sets[path])),
  ]);
  return [
    `## ${name}`,
    `${question} Key \`${key}\`; ${source}; settings assumed. ${why}`,
    table(['step', 'in words', ...paths.map((path) => `\`${path}\``)], rows),
  ].join('\n\n');
}
