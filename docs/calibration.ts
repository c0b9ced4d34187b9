import { defaultPoint, type Plan, planArms } from '../analysis/calibration/plan.ts';
import type { CalibrationRecord } from '../analysis/calibration/record.ts';
import type { Experiment } from '../analysis/evidence/experiment.ts';
import { measureOf, metricOf } from '../analysis/evidence/readings.ts';
import { formatNumber } from '../analysis/format.ts';
import type { Claim, Facts } from './facts.ts';
import { table } from './markdown.ts';

export interface Calibration {
  readonly plan: Plan;
  readonly record: CalibrationRecord;
  readonly experiments: readonly Experiment[];
}

/** docs/calibration.md: the procedure from the plan, the result from the record, the check from the ledger. */
export function calibrationPage(calibration: Calibration, facts: Facts): string {
  return `${[
    '# Calibration of the defaults',
    'Made from [plan.yaml](../scenarios/calibration/plan.yaml) and [record.json](../scenarios/calibration/record.json) by `npm run golden`; a test fails when it is stale.',
    calibration.plan.about,
    ...procedure(calibration),
    ...targets(calibration),
    ...outcome(calibration),
    ...carries(calibration),
    '## What was set by hand before',
    calibration.plan.before,
    ...check(calibration, facts),
    ...limits(calibration),
  ].join('\n\n')}\n`;
}

function procedure({ plan, experiments }: Calibration): string[] {
  const { points, replicates, parameters, cutoff, seed } = plan;
  const arms = planArms(plan, experiments);
  return [
    '## Procedure',
    `History matching (Craig, Goldstein, Seheult and Smith 1997; Vernon, Goldstein and Bower 2010): it calls no values best, but rules out those whose runs lie too far from what was observed. It was done once, in one wave.`,
    [
      `1. *Design.* A Latin hypercube of ${points} points over ${parameters.length} parameters, drawn from the seed "${seed}", each column from the seed and the path of its parameter. The defaults are run beside it.`,
      `2. *Runs.* ${arms.length} setups of ${new Set(arms.map(({ experiment }) => experiment)).size} experiments at every point, ${replicates} replicates of each, ${(points + 1) * arms.length * replicates} runs. Replicate i of experiment E has the seed "${seed}/E/i" at every point, so that points meet the same luck.`,
      `3. *Implausibility* of a point for a target: the distance of the mean over replicates from the aim, divided by the square root of the variance of that mean and the squared tolerance together. The variance between replicates is pooled over all points. The tolerance is one standard deviation of what the observation and the simplicity of the model leave open.`,
      `4. *Ruling out.* A point goes when any implausibility exceeds ${cutoff} (nearly all of any distribution with one mode lies within three standard deviations), or when none of its runs gives a value.`,
    ].join('\n'),
    '`npx collegium calibrate` does all of it again, the same for any number of jobs; `npx collegium calibrate --record`, or `node dist/cli/main.js calibrate --record` once built, keeps the result. [calibration.test.ts](../test/calibration.test.ts) fails when the plan, an experiment or the end of a run at the defaults is no longer that of the record.',
  ];
}

function targets({ plan, record, experiments }: Calibration): string[] {
  const rows = plan.targets.map(({ name, experiment, check, aim, tolerance, source }, t) => {
    const unit = metricOf(check.measure)?.unit ?? measureOf(check.measure)?.unit ?? '';
    return [
      `${t + 1}`,
      name,
      `[${experiment}](../scenarios/evidence/${experiment}.yaml)`,
      `${aim} ± ${tolerance} ${unit}`,
      known(record.defaults.means[t]),
      known(record.defaults.implausibility[t]),
      percent(record.targetShares[t]),
      source,
    ];
  });
  const used = new Set(plan.targets.map(({ experiment }) => experiment));
  return [
    '## Targets',
    `From ${used.size} of the ${experiments.length} claims of the ledger and from chapter 7. All other claims are the check, and no target.`,
    table(
      [
        '',
        'target',
        'runs of',
        'aim and tolerance',
        'at the defaults',
        'implausibility',
        'points it leaves',
        'where the aim comes from',
      ],
      rows,
    ),
  ];
}

function outcome({ plan, record }: Calibration): string[] {
  const { defaults, points } = record;
  const kept = points.filter((point) => point.kept);
  const size = (worst: number | null) => worst ?? Number.POSITIVE_INFINITY;
  const nearer = points.filter(({ worst }) => size(worst) < size(defaults.worst)).length;
  const missed = plan.targets.flatMap((_, t) => {
    const found = defaults.implausibility[t];
    return found === null || found > plan.cutoff ? [`${t + 1}`] : [];
  });
  const verdict = defaults.kept
    ? 'They are not ruled out and stay as they are.'
    : `They are ruled out by ${listed('target', missed)}.`;
  const rows = plan.parameters.map(({ path, from, to }, p) => {
    const spread = record.keptSpreads[p];
    return [
      `\`${path}\``,
      `${from} to ${to}`,
      spread === null ? 'none' : `${number(spread.min)} to ${number(spread.max)}`,
      spread === null ? 'none' : `${number(spread.low)} to ${number(spread.high)}`,
      number(record.defaults.values[p]),
    ];
  });
  const outside = plan.parameters.flatMap(({ path }, p) => {
    const spread = record.keptSpreads[p];
    const value = defaults.values[p];
    return spread !== null && (value < spread.low || value > spread.high) ? [`\`${path}\``] : [];
  });
  return [
    '## Result',
    `Recorded for version ${record.version}. ${kept.length} of ${points.length} points are not ruled out (${percent(record.keptShare)}); were one miss forgiven to each, ${percent(record.keptButOneShare)}. The largest implausibility of the defaults is ${known(defaults.worst)}, the next ${known(defaults.second)}. ${verdict} ${nearer} of the points lie nearer to the targets by their largest implausibility.`,
    table(['parameter', 'range before', 'range after', 'middle half after', 'default'], rows),
    'Ranges after are the ends and the quartiles of the points not ruled out, each parameter by itself. A range that hardly narrows says that the targets do not settle the parameter, or only together with others.' +
      (outside.length > 0 ? ` Outside the middle half lies the default of ${outside.join(', ')}.` : ''),
  ];
}

function carries({ plan, record }: Calibration): string[] {
  // Two-sided 1 % of the normal approximation to a rank correlation of independent columns.
  const clear = 2.576 / Math.sqrt(record.points.length - 1);
  const rows = plan.parameters.map(({ path }, p) => [
    `\`${path}\``,
    ...record.correlations[p].map((r) =>
      Math.abs(r) >= clear ? `**${formatNumber(r, 2)}**` : formatNumber(r, 2),
    ),
  ]);
  const count = plan.parameters.length * plan.targets.length;
  return [
    '## Which parameter carries which target',
    table(['parameter', ...plan.targets.map((_, t) => `target ${t + 1}`)], rows),
    `Rank correlation over the design of the parameter with the mean of the target. Bold from ${clear.toFixed(2)}, which chance alone reaches in one of a hundred; there are ${count}. Chance leaves columns of a design somewhat correlated too.`,
  ];
}

function check({ plan }: Calibration, { claims, record }: Facts): string[] {
  const used = new Set(plan.targets.map(({ experiment }) => experiment));
  const rest = claims.filter(({ id }) => !used.has(id));
  const verdictOf = ({ id }: Claim) => record?.claims.find((claim) => claim.id === id)?.verdict;
  const named = (list: readonly Claim[]) => list.map(({ id }) => id).join(', ') || 'none';
  const missed = rest.filter((claim) => verdictOf(claim) !== 'reproduced');
  const result = record
    ? `In the [recorded ledger](trace.md#the-evidence-ledger), ${rest.length - missed.length} of these ${rest.length} are reproduced; not so: ${named(missed)}.`
    : 'No result of the ledger is recorded for this version; `npx collegium evidence` tries them.';
  return ['## Check', `Claims that no target reads: ${named(rest)}. ${result}`];
}

function limits({ plan, record }: Calibration): string[] {
  const shipped = defaultPoint(plan).every((value, p) => value === record.defaults.values[p]);
  const noise = plan.targets.map(({ tolerance }, t) => ({
    t,
    ratio: Math.sqrt(record.variances[t] / plan.replicates) / tolerance,
  }));
  const loud = noise.filter(({ ratio }) => ratio > 0.5).map(({ t }) => `${t + 1}`);
  return [
    '## Limits',
    [
      `- *One wave.* The points not ruled out were not searched again, and no emulator stands in for the runs between points: ${plan.points} points in ${plan.parameters.length} dimensions are thin.`,
      `- *Few replicates.* ${plan.replicates} a point${loud.length > 0 ? `; the standard error of the mean exceeds half the tolerance for ${listed('target', loud)}, so that fewer points are ruled out there than could be` : ''}.`,
      '- *Ranges by hand.* What was held plausible before is itself an assumption, and so are most aims beyond their signs and all tolerances.',
      '- *Not independent.* Defaults and targets were seen together before, as said above; the check shares that weakness.',
      `- *The rest stands still.* ${plan.parameters.length} parameters vary; all others keep their defaults.`,
      ...(shipped ? [] : ['- *Older defaults.* Some defaults have moved since the record was made.']),
    ].join('\n'),
  ];
}

/** "target 2", "targets 1, 3 and 4". */
function listed(what: string, names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? `${what} ${last}` : `${what}s ${names.slice(0, -1).join(', ')} and ${last}`;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const known = (value: number | null) => (value === null ? 'no value' : number(value));

function number(x: number): string {
  const size = Math.abs(x);
  return formatNumber(x, size >= 10 ? 1 : size >= 1 ? 2 : 3);
}
