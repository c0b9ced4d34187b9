import { HEADLINES } from '../analysis/phrases.ts';
import {
  analyse as analyseResults,
  type Condition,
  type SweepAnalysis,
} from '../analysis/sensitivity/analysis.ts';
import { cautions, findings } from '../analysis/sensitivity/findings.ts';
import { type MetricKey, metrics, nearest, VERSION } from '../sim/index.ts';
import { type Provenance, readResults } from './analyse/results.ts';
import { analysisText, runCautions } from './analyse/text.ts';
import { BadInput } from './errors.ts';
import { print, printJson } from './output.ts';
import { openSweep } from './sweep/folder.ts';

export interface AnalyseOptions {
  readonly outcome?: readonly string[];
  readonly lowBest?: readonly string[];
  readonly where?: readonly string[];
  readonly power: number;
  readonly alpha: number;
  readonly difference?: number;
  readonly json?: boolean;
}

/** `collegium analyse`: what the runs of a sweep say, as far as they are on disk. */
export function analyse(folder: string, options: AnalyseOptions): void {
  const sweep = openSweep(folder);
  const kept = sweep.plan.outcomes;
  const { outcome, lowBest = [], where = [] } = options;
  const outcomes = outcome?.map((name) => keptMetric(name, '--outcome', kept)) ?? headlinesOf(kept);
  const lowestBest = lowBest.map((name) => keptMetric(name, '--low-best', kept));
  const conditions = where.map((text) => conditionOf(text, kept));
  const { results, provenance } = readResults(sweep);
  const analysis = analyseResults(results, {
    outcomes: [...new Set(outcomes)],
    lowestBest,
    where: conditions,
    power: options.power,
    alpha: options.alpha,
    difference: options.difference ?? null,
  });
  if (options.json) printJson(analysisJson(analysis, provenance));
  else print(analysisText(analysis, provenance, metricOf));
}

/** What `analyse --json` prints. */
export function analysisJson(analysis: SweepAnalysis, provenance: Provenance): unknown {
  return {
    version: VERSION,
    provenance,
    findings: findings(analysis, metricOf),
    cautions: [...runCautions(provenance), ...cautions(analysis, metricOf)],
    ...analysis,
  };
}

/** The declaration of a metric. */
export function metricOf(key: string) {
  const found = metrics.find((metric) => metric.key === key);
  if (found === undefined) throw new RangeError(`no metric ${key}`);
  return found;
}

/** The headline metrics that the sweep kept, or all that it kept where it kept none of them. */
function headlinesOf(kept: readonly MetricKey[]): readonly MetricKey[] {
  const headlines = HEADLINES.filter((key) => kept.includes(key));
  return headlines.length > 0 ? headlines : kept;
}

function keptMetric(name: string, option: string, kept: readonly MetricKey[]): MetricKey {
  const found = kept.find((key) => key === name);
  if (found !== undefined) return found;
  const near = nearest(name, kept);
  const guess = near === null ? '' : `; did you mean '${near}'?`;
  throw new BadInput(
    `${option} ${name}: not a metric that the sweep kept${guess} (it kept ${kept.join(', ')})`,
  );
}

/** "overload below 0.3" */
function conditionOf(text: string, kept: readonly MetricKey[]): Condition {
  const [, name, side, number] = /^\s*(\S+)\s+(above|below)\s+(\S+)\s*$/.exec(text) ?? [];
  const value = number === undefined || number.trim() === '' ? Number.NaN : Number(number);
  if (name === undefined || !Number.isFinite(value))
    throw new BadInput(`--where '${text}': expected '<metric> above <number>' or '<metric> below <number>'`);
  return { metric: keptMetric(name, '--where', kept), side: side as Condition['side'], value };
}
