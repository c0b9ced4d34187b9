import { formatNumber } from '../analysis/format.ts';
import { type InfluenceRecord, type Ranked, standsOut } from '../analysis/influence/record.ts';
import { KEPT, READINGS, type ReadingName } from '../analysis/influence/study.ts';
import {
  INFLUENCE_HEADS,
  influenceMethod,
  influenceRows,
  influenceSentence,
  readingInWords,
} from '../analysis/influence/words.ts';
import { HEADLINES } from '../analysis/phrases.ts';
import { metrics } from '../sim/index.ts';
import { table } from './markdown.ts';

/** docs/influence.md, from the record; `now` are the paths of the assumptions as they are declared today. */
export function influencePage(record: InfluenceRecord, now: readonly string[]): string {
  return `${[
    '# What results rest on most',
    'Made from [record.json](../scenarios/influence/record.json) by `npm run golden`; a test fails when it is stale.',
    ...procedure(record),
    ...headlines(record),
    ...everywhere(record),
    ...limits(record, now),
  ].join('\n\n')}\n`;
}

function procedure(record: InfluenceRecord): string[] {
  const { study, failed } = record;
  return [
    '## Procedure',
    influenceMethod(record),
    `The regimes are [${study.regimes[0]}](../scenarios/${study.regimes[0]}.yaml) and [${study.regimes[1]}](../scenarios/${study.regimes[1]}.yaml) without their real schools. What is varied is every number that no source gives, no policy sets and both share; where a mechanism is off in both, its own are left out. Along a trajectory each assumption moves once, a half or more of its range; luck is the same along a trajectory and under both regimes. ${failed === 0 ? 'Every run gave a result.' : `${failed} runs gave no result, because settings do not fit together or the run failed; effects across them are left out.`}`,
    '`npx collegium influence --record` does all of it again, the same for any number of jobs, and keeps the result; `npm run influence` builds first. [influence.test.ts](../test/influence.test.ts) does some of the runs again and fails when they end otherwise than recorded.',
  ];
}

function headlines(record: InfluenceRecord): string[] {
  return [
    '## Headline outcomes',
    ...HEADLINES.flatMap((key) => {
      const metric = metrics.find((one) => one.key === key);
      if (metric === undefined) return [];
      const name = metric.unit === '' ? metric.label : `${metric.label}, ${metric.unit}`;
      return [
        `### ${metric.label}`,
        ...READINGS.toReversed().flatMap((reading) => ranking(record, key, name, reading, metric)),
      ];
    }),
  ];
}

function ranking(
  record: InfluenceRecord,
  key: (typeof HEADLINES)[number],
  name: string,
  reading: ReadingName,
  metric: (typeof metrics)[number],
): string[] {
  const rows = influenceRows(record, key, reading);
  const sentence = influenceSentence(record, metric, reading);
  // Levels are told in a sentence; the difference, which comparisons are about, in a table as well.
  if (reading !== 'difference' || rows.length === 0) return [sentence];
  return [
    `${sentence} ${name}, ${readingInWords(reading)}:`,
    table(
      INFLUENCE_HEADS,
      rows.map(({ path, title, varied, size, interval, mean, luck, standsOut: clear, ground }) => [
        `${title} (\`${path}\`)`,
        varied,
        size,
        interval,
        mean,
        clear ? luck : `${luck}: not told apart`,
        ground,
      ]),
    ),
  ];
}

/** Of how many outcomes an assumption is among the strongest and stands out of luck. */
function everywhere({ ranked }: InfluenceRecord): string[] {
  const counts = new Map<string, number>();
  for (const { key } of metrics) {
    for (const one of (ranked[key]?.difference ?? ([] as readonly Ranked[])).filter(standsOut))
      counts.set(one.path, (counts.get(one.path) ?? 0) + 1);
  }
  const order = [...counts].sort(([p, a], [q, b]) => b - a || (p < q ? -1 : 1)).slice(0, 20);
  return [
    '## Over all outcomes',
    `Of the ${metrics.length} metrics, in how many the assumption is among the ${KEPT} that move the difference most and stands out of luck; the first ${order.length}.`,
    table(
      ['assumption', 'metrics'],
      order.map(([path, n]) => [`\`${path}\``, formatNumber(n, 0)]),
    ),
  ];
}

function limits({ assumptions, study }: InfluenceRecord, now: readonly string[]): string[] {
  const known = new Set(assumptions.map(([path]) => path));
  const newer = now.filter((path) => !known.has(path));
  return [
    '## Limits',
    [
      '- *Ranges by rule.* Half to twice the value is no statement of how uncertain a number is: an assumption that could be off by a tenth counts like one that nobody knows.',
      `- *One district.* ${study.schools} generated schools over ${study.years} years; what takes longer, or many schools, shows less.`,
      '- *Two regimes.* Assumptions about what neither has, such as grants or federations, hardly show.',
      '- *Strength, not shape.* A mean size says that an assumption matters, and sigma in the record that it depends on others; on which, it does not say.',
      ...(newer.length === 0
        ? []
        : [`- *Declared since.* Not in the record: ${newer.map((path) => `\`${path}\``).join(', ')}.`]),
    ].join('\n'),
  ];
}
