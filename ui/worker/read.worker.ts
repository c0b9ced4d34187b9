/** The worker that reads what people write or open: scenarios and stories as YAML, registers of schools as CSV. */
import { expose, transfer } from 'comlink';
import { decodeText } from '../../scenarios/decode.ts';
import { fingerprintOf } from '../../scenarios/fingerprint.ts';
import { readPlacement, writePlacement } from '../../scenarios/placement.ts';
import type { PlacedProblem } from '../../scenarios/problem.ts';
import { readRegister } from '../../scenarios/register.ts';
import { looksLikeResults } from '../../scenarios/results.ts';
import { readStory } from '../../scenarios/stories.ts';
import { readScenario, writeScenario } from '../../scenarios/yaml.ts';
import { patchScenario } from '../../scenarios/yaml-patch.ts';
import { PHASES, type SchoolRecord } from '../../sim/index.ts';
import { buffersOf } from './buffers.ts';
import type { FileText, GivenFile, Preview, ReadWorker, SchoolsReading, Stage } from './read-contract.ts';

function decoded({ name, bytes }: GivenFile): FileText | readonly PlacedProblem[] {
  const { text, problems, ...rest } = decodeText(new Uint8Array(bytes), name);
  if (text === null) return problems;
  return { name, text, encoding: 'encoding' in rest ? rest.encoding : '', fingerprint: fingerprintOf(text) };
}

function schools(files: readonly GivenFile[], progress: (stage: Stage) => void): SchoolsReading {
  const refused = (problems: readonly PlacedProblem[]) => ({ register: null, problems });
  progress('decoding');
  const texts: FileText[] = [];
  for (const file of files) {
    const text = decoded(file);
    if (!('text' in text)) return refused(text);
    texts.push(text);
  }
  const register = texts.find(({ text }) => !looksLikeResults(text)) ?? texts[0];
  const results = texts.find((text) => text !== register && looksLikeResults(text.text)) ?? null;
  const left = texts.find((text) => text !== register && text !== results);
  if (left !== undefined) {
    const message = 'a second register';
    const allowed = 'one register, and a file of results if there is one';
    return refused([{ file: left.name, line: 1, column: 1, path: '', message, found: left.name, allowed }]);
  }
  progress('reading the rows');
  const joined = results === null ? undefined : { text: results.text, fileName: results.name };
  const reading = readRegister(register.text, register.name, joined);
  if (reading.schools === null) return refused(reading.problems);
  progress('drawing the map');
  const preview = previewOf(reading.schools);
  const { report } = reading;
  return transfer({ register, results, preview, report, problems: [] as const }, buffersOf(preview));
}

function previewOf(records: readonly SchoolRecord[]): Preview {
  return {
    ids: Int32Array.from(records, ({ id }) => id),
    names: records.map(({ name }) => name).join('\n'),
    phases: Uint8Array.from(records, ({ phase }) => PHASES.indexOf(phase)),
    x: Float64Array.from(records, ({ x }) => x),
    y: Float64Array.from(records, ({ y }) => y),
    pupils: Float32Array.from(records, ({ roll }) => roll),
  };
}

const worker: ReadWorker = {
  read: (text, fileName) => {
    const { scenario, problems } = readScenario(text, fileName);
    return scenario === null ? { scenario, problems } : { scenario, problems: [] };
  },
  async story(text, fileName) {
    const { readLibrary } = await import('./library.ts');
    const scenarios = Object.fromEntries(readLibrary().map(({ name, scenario }) => [name, scenario]));
    const { value, problems } = readStory(text, fileName, scenarios);
    return value === null ? { story: null, problems } : { story: value, problems: [] };
  },
  write: writeScenario,
  patch: patchScenario,
  placement: readPlacement,
  writePlacement,
  schools,
};

expose(worker);
