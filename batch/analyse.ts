import { HEADLINES } from '../analysis/phrases.ts';
import {
  analyse as analyseResults,
  type Condition,
  type SweepAnalysis,
  type SweepResults,
} from '../analysis/sensitivity/analysis.ts';
import { cautions, findings } from '../analysis/sensitivity/findings.ts';
import { tablesOf } from '../analysis/sensitivity/tables.ts';
import { type MetricKey, metrics, nearest, VERSION } from '../sim/index.ts';
import { csvFiles, finishFolder, parquetFiles } from './analyse/files.ts';
import { reportPage } from './analyse/report/page.ts';
import { type Provenance, readResults } from './analyse/results.ts';
import { analysisText, runCautions } from './analyse/text.ts';
import { BadInput } from './errors.ts';
import { Output } from './export/output.ts';
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
  readonly csv?: string;
  readonly parquet?: string;
  readonly html?: string;
  readonly force?: boolean;
}

/** `collegium analyse`: what the runs of a sweep say, as far as they are on disk. */
export async function analyse(folder: string, options: AnalyseOptions): Promise<void> {
  const sweep = openSweep(folder);
  const kept = sweep.plan.outcomes;
  const { outcome, lowBest = [], where = [] } = options;
  const outcomes = outcome?.map((name) => keptMetric(name, '--outcome', kept)) ?? headlinesOf(kept);
  const lowestBest = lowBest.map((name) => keptMetric(name, '--low-best', kept));
  const conditions = where.map((text) => conditionOf(text, kept));
  const outputs: Output[] = [];
  try {
    const places = openOutputs(options, outputs);
    const { results, provenance } = await readResults(sweep);
    const analysis = analyseResults(results, {
      outcomes: [...new Set(outcomes)],
      lowestBest,
      where: conditions,
      power: options.power,
      alpha: options.alpha,
      difference: options.difference ?? null,
    });
    await write(places, analysis, results, provenance);
    if (options.json) printJson(analysisJson(analysis, provenance));
    else print(analysisText(analysis, provenance, metricOf));
  } finally {
    for (const output of outputs) output.discard();
  }
}

interface Outputs {
  readonly csv: Output | null;
  readonly parquet: Output | null;
  readonly html: Output | null;
}

/** Opens every place that is to be written to, before any work is done; `opened` holds those to be cleared away. */
function openOutputs({ csv, parquet, html, force = false }: AnalyseOptions, opened: Output[]): Outputs {
  const open = (named: string | undefined, kind: 'file' | 'folder', option: string) => {
    if (named === undefined) return null;
    const output = new Output(named, kind, force, option);
    opened.push(output);
    return output;
  };
  return {
    csv: open(csv, 'folder', '--csv'),
    parquet: open(parquet, 'folder', '--parquet'),
    html: open(html, 'file', '--html'),
  };
}

/** Writes all files first, then puts each in its place: whole, or not there. */
async function write(
  { csv, parquet, html }: Outputs,
  analysis: SweepAnalysis,
  results: SweepResults,
  provenance: Provenance,
): Promise<void> {
  const tables = tablesOf(analysis, results.cells);
  if (csv !== null) csvFiles(csv, tables);
  if (parquet !== null) await parquetFiles(parquet, tables);
  html?.write('report.html', reportPage(analysis, results, provenance, metricOf));
  const about = { version: VERSION, analysis: provenance };
  if (csv !== null) finishFolder(csv, about);
  if (parquet !== null) finishFolder(parquet, about);
  html?.finish();
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
