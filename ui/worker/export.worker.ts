/** Makes files to be saved: tables, networks, scenarios and reports. Started for one file, ended with it. */
import influence from 'virtual:influence';
import { expose, transfer } from 'comlink';
import {
  type Compared,
  comparedColumns,
  comparedCsv,
  comparedReadme,
  comparedTables,
} from '../../analysis/export/comparison.ts';
import { csvTables, dictionary } from '../../analysis/export/csv-tables.ts';
import { gexf } from '../../analysis/export/gexf.ts';
import { graphml } from '../../analysis/export/graphml.ts';
import { schoolTables } from '../../analysis/export/tables.ts';
import { runAt, weeksEvery } from '../../analysis/export/weeks.ts';
import { type ArchiveFile, zip } from '../../analysis/export/zip.ts';
import { writeScenario } from '../../scenarios/yaml.ts';
import {
  advance,
  metrics,
  parameterAt,
  type Run,
  type Scenario,
  WEEKS_A_TERM,
  WEEKS_A_YEAR,
} from '../../sim/index.ts';
import { type Reported, reportPage } from '../report/page.ts';
import type { ExportWorker, OneRun } from './export-contract.ts';
import { parquetBytes } from './parquet.ts';
import { provide, starter } from './registers.ts';

const CSV = { guard: true };
const encoder = new TextEncoder();

/** One array of bytes from pieces of text, encoded piece by piece: the whole text never stands in memory twice. */
function encoded(pieces: Iterable<string>): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const piece of pieces) {
    const bytes = encoder.encode(piece);
    parts.push(bytes);
    length += bytes.length;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const text = (name: string, content: string): ArchiveFile => ({ name, bytes: encoder.encode(content) });

function handedOver(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return transfer(bytes, [bytes.buffer]);
}

/** What sets a run up again and again. */
async function again({ scenario, seed, files }: OneRun): Promise<() => Run> {
  for (const [name, content] of Object.entries(files)) provide(name, content);
  return (await starter(scenario, seed)).start;
}

const worker: ExportWorker = {
  learn(sentences) {
    for (const metric of metrics) Object.assign(metric, { doc: sentences.metrics[metric.key] });
    for (const [path, doc] of Object.entries(sentences.parameters)) {
      const found = parameterAt(path);
      if (found !== null) found.parameter.doc = doc;
    }
  },

  csv(compared: Compared, command: string) {
    const all = comparedTables(compared);
    const files = all.map(
      (table): ArchiveFile => ({ name: `${table.name}.csv`, bytes: encoded(comparedCsv(table, CSV)) }),
    );
    files.push(
      text('columns.csv', comparedColumns(all, CSV)),
      text('README.txt', comparedReadme(compared, command)),
    );
    return handedOver(zip(files));
  },

  parquet(compared: Compared, command: string) {
    const all = comparedTables(compared);
    const files = all.map(
      (table): ArchiveFile => ({ name: `${table.name}.parquet`, bytes: parquetBytes(table) }),
    );
    files.push(
      text('columns.csv', comparedColumns(all, CSV)),
      text('README.txt', comparedReadme(compared, command)),
    );
    return handedOver(zip(files));
  },

  yaml(scenario: Scenario) {
    return handedOver(encoder.encode(writeScenario(scenario)));
  },

  report(reported: Reported) {
    return handedOver(encoder.encode(reportPage(reported, { influence })));
  },

  async graphml(one: OneRun, week: number) {
    const run = (await again(one))();
    advance(run, week);
    return handedOver(encoded(graphml(run, 'schools')));
  },

  async gexf(one: OneRun, progress: (share: number) => void) {
    const start = await again(one);
    const weeks = weeksEvery(WEEKS_A_TERM, one.scenario.years * WEEKS_A_YEAR);
    return handedOver(encoded(gexf(start, weeks, { progress: (share) => progress(share) })));
  },

  async tables(one: OneRun, progress: (share: number) => void) {
    const start = await again(one);
    const weeks = weeksEvery(WEEKS_A_TERM, one.scenario.years * WEEKS_A_YEAR);
    const pieces = new Map<string, string[]>();
    const last = weeks.at(-1) ?? 1;
    const runs = (function* () {
      for (const run of runAt(start, weeks)) {
        progress(run.week / last);
        yield run;
      }
    })();
    for (const { file, text } of csvTables(runs, schoolTables, CSV))
      pieces.set(file, [...(pieces.get(file) ?? []), text]);
    const files = [...pieces].map(([name, parts]): ArchiveFile => ({ name, bytes: encoded(parts) }));
    return handedOver(zip([...files, text('columns.csv', dictionary(schoolTables, CSV))]));
  },
};

expose(worker);
