import { type Run, VERSION } from '../../sim/index.ts';
import type { Cell, Field, FieldType } from './fields.ts';
import { graphs, named } from './graph.ts';
import { Moment, pairOf } from './moment.ts';
import { relationFields, schoolFields } from './tables.ts';
import { plainName, xmlText } from './text.ts';
import { runAt } from './weeks.ts';

/**
 * A whole run as one dynamic graph in GEXF 1.3 (gexf.net), which Gephi opens with its timeline: when each school and each
 * relation was there, and how they changed.
 *
 * What is known of one school or relation has to stand together in the file, but a run gives all of them week by week.
 * So the run is done again, for as many schools or relations at a time as there is room for: memory does not grow with
 * the number of weeks.
 */
export interface GexfOptions {
  /** Numbers that are kept at a time, 8 bytes each. */
  readonly room?: number;
  /** Called with the part of the work that is done, 0 to 1. */
  readonly progress?: (share: number) => void;
}

const ROOM = 4_000_000;

const TYPES: Readonly<Record<FieldType, string>> = {
  integer: 'integer',
  float: 'float',
  double: 'double',
  text: 'string',
  flag: 'boolean',
};

const pick = (fields: readonly Field[], names: readonly string[]) => names.map((name) => named(fields, name));

const WEIGHT = named(graphs.schools.edgeFields, 'weight');

/** What of the schools and their relations is in the graph: what stays through the run, and what changes. */
export const gexfFields = {
  node: {
    static: pick(schoolFields, ['phase', 'lowAge', 'highAge', 'denomination', 'x', 'y', 'places']),
    dynamic: pick(schoolFields, [
      'roll',
      'published',
      'valueAdded',
      'grade',
      'special',
      'climate',
      'openness',
      'collaboratives',
      'associations',
      'cooperations',
      'collaborations',
      'collegialities',
    ]),
  },
  edge: {
    static: pick(relationFields, ['distance']),
    dynamic: [
      { ...WEIGHT, type: 'double' },
      ...pick(relationFields, ['stageNumber', 'trust', 'trustAB', 'trustBA', 'sharing', 'competition']),
    ],
  },
} as const satisfies Record<string, Record<string, readonly Field[]>>;

/** Units of the drawing a kilometre: schools then stand as on a map, far enough apart. */
const UNITS_A_KM = 100;

/** The graph of a run with a sample in each of these weeks, which rise. `start` sets the run up anew each time. */
export function* gexf(
  start: () => Run,
  weeks: readonly number[],
  { room = ROOM, progress }: GexfOptions = {},
): Generator<string> {
  const first = new Moment(start());
  const schools = first.state.schoolPosts.length;
  const pairs = new Set<number>();
  const work = new Work(
    weeks.length,
    batches(schools, size(gexfFields.node, weeks, room)).length + 1,
    progress,
  );
  yield header(start(), weeks);
  yield `<nodes count="${schools}">\n`;
  for (const [from, to] of batches(schools, size(gexfFields.node, weeks, room))) {
    const samples = new Samples(to - from, gexfFields.node.dynamic, weeks);
    let sample = 0;
    for (const run of runAt(start, weeks)) {
      const moment = new Moment(run);
      if (from === 0) for (const pair of pairsOf(moment)) pairs.add(pair);
      for (let a = from; a < to; a++)
        if (moment.state.schoolClosed[a] === 0) samples.take(a - from, sample, moment, a);
      sample++;
      work.step();
      yield '';
    }
    for (let a = from; a < to; a++) yield nodeElement(first, a, samples, a - from);
  }
  yield '</nodes>\n';
  const all = [...pairs].sort((p, q) => p - q);
  const edgeBatches = batches(all.length, size(gexfFields.edge, weeks, room));
  work.settle(edgeBatches.length);
  yield `<edges count="${all.length}">\n`;
  for (const [from, to] of edgeBatches) {
    const samples = new Samples(to - from, gexfFields.edge.dynamic, weeks);
    const place = new Map(all.slice(from, to).map((pair, i) => [pair, i]));
    const heads = new Map<number, string>();
    let sample = 0;
    for (const run of runAt(start, weeks)) {
      const moment = new Moment(run);
      for (const r of graphs.schools.edges(moment)) {
        const i = place.get(pairOf(moment.state.relationA[r], moment.state.relationB[r], schools));
        if (i === undefined) continue;
        if (!heads.has(i)) heads.set(i, edgeHead(moment, r));
        samples.take(i, sample, moment, r);
      }
      sample++;
      work.step();
      yield '';
    }
    for (let i = 0; i < to - from; i++) yield edgeElement(heads.get(i) ?? '', samples, i);
  }
  yield '</edges>\n</graph>\n</gexf>\n';
}

/** Elements whose samples there is room for at a time. */
function size({ dynamic }: { dynamic: readonly Field[] }, weeks: readonly number[], room: number): number {
  return Math.max(1, Math.floor(room / (dynamic.length * weeks.length)));
}

function batches(n: number, size: number): [from: number, to: number][] {
  return Array.from({ length: Math.ceil(n / size) }, (_, i) => [i * size, Math.min(n, (i + 1) * size)]);
}

/** How much of the work is done; how often the run is done is known when its relations are. */
class Work {
  readonly #samples: number;
  readonly #progress: ((share: number) => void) | undefined;
  #passes: number;
  #done = 0;

  constructor(samples: number, passes: number, progress: ((share: number) => void) | undefined) {
    this.#samples = samples;
    this.#passes = passes;
    this.#progress = progress;
  }

  /** So many passes are still to come. */
  settle(passes: number): void {
    this.#passes = this.#done / this.#samples + passes;
  }

  step(): void {
    this.#done++;
    this.#progress?.(this.#done / (this.#samples * this.#passes));
  }
}

function* pairsOf({ state }: Moment): Generator<number> {
  const { relationA, relationB, schoolPosts } = state;
  for (let r = 0; r < relationA.length; r++)
    if (relationA[r] >= 0) yield pairOf(relationA[r], relationB[r], schoolPosts.length);
}

/** Values of some elements by element, field and week; NaN where the element or the value was not there. */
class Samples {
  readonly #fields: readonly Field[];
  readonly #weeks: readonly number[];
  readonly #values: Float64Array;
  readonly #there: Uint8Array;

  constructor(elements: number, fields: readonly Field[], weeks: readonly number[]) {
    this.#fields = fields;
    this.#weeks = weeks;
    this.#values = new Float64Array(elements * fields.length * weeks.length).fill(Number.NaN);
    this.#there = new Uint8Array(elements * weeks.length);
  }

  take(element: number, sample: number, moment: Moment, row: number): void {
    this.#there[element * this.#weeks.length + sample] = 1;
    this.#fields.forEach(({ read }, f) => {
      const value = read(moment, row);
      if (value !== null) this.#values[this.#at(element, f) + sample] = Number(value);
    });
  }

  /** One `attvalue` for each stretch of weeks in which a value stays the same. */
  attvalues(element: number): string {
    return this.#fields
      .map(({ name, type }, f) => {
        const values = this.#values.subarray(this.#at(element, f), this.#at(element, f) + this.#weeks.length);
        return this.#stretches(values, Number.NaN)
          .map(({ value, from, to }) => {
            const text = type === 'flag' ? String(value === 1) : String(value);
            return `<attvalue for="${name}" value="${text}" start="${from}" end="${to}"/>`;
          })
          .join('');
      })
      .join('');
  }

  spells(element: number): string {
    const there = this.#there.subarray(element * this.#weeks.length, (element + 1) * this.#weeks.length);
    const spells = this.#stretches(there, 0).map(({ from, to }) => `<spell start="${from}" end="${to}"/>`);
    return `<spells>${spells.join('')}</spells>`;
  }

  #at(element: number, f: number): number {
    return (element * this.#fields.length + f) * this.#weeks.length;
  }

  /** A sample stands for the weeks up to the next one; the last for a week. */
  #stretches(values: ArrayLike<number>, none: number): { value: number; from: number; to: number }[] {
    const found: { value: number; from: number; to: number }[] = [];
    for (let s = 0; s < values.length; s++) {
      const value = values[s];
      if (Object.is(value, none)) continue;
      const [from, to] = [this.#weeks[s], endOf(this.#weeks, s)];
      const last = found.at(-1);
      if (last?.to === from && last.value === value) last.to = to;
      else found.push({ value, from, to });
    }
    return found;
  }
}

function endOf(weeks: readonly number[], sample: number): number {
  return weeks[sample + 1] ?? weeks[sample] + 1;
}

function header(run: Run, weeks: readonly number[]): string {
  const { scenario, seed } = run;
  const about = `${plainName(scenario.title)}; seed ${plainName(seed)}. Time in school weeks: 13 a term, 39 a year. Relations have an end A, the source, and an end B.`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
    `<meta><creator>Collegium ${VERSION}</creator><description>${xmlText(about)}</description></meta>`,
    `<graph mode="dynamic" defaultedgetype="undirected" idtype="string" timeformat="integer" timerepresentation="interval" start="${weeks[0]}" end="${endOf(weeks, weeks.length - 1)}">`,
    ...(['node', 'edge'] as const).flatMap((domain) =>
      (['static', 'dynamic'] as const).flatMap((mode) => [
        `<attributes class="${domain}" mode="${mode}">`,
        ...gexfFields[domain][mode].map(attributeElement),
        '</attributes>',
      ]),
    ),
    '',
  ].join('\n');
}

function attributeElement({ name, type, unit }: Field): string {
  // The title `weight` is reserved: by it programs know the weight of an edge.
  const title = unit === '' || name === 'weight' ? name : `${name} [${unit}]`;
  return `<attribute id="${name}" title="${xmlText(title)}" type="${TYPES[type]}"/>`;
}

function attvalue(name: string, value: Cell): string {
  return value === null ? '' : `<attvalue for="${name}" value="${xmlText(String(value))}"/>`;
}

function nodeElement(first: Moment, a: number, samples: Samples, i: number): string {
  const { schoolX, schoolY } = first.state;
  const fixed = gexfFields.node.static.map(({ name, read }) => attvalue(name, read(first, a))).join('');
  const position = `<viz:position x="${schoolX[a] * UNITS_A_KM}" y="${schoolY[a] * UNITS_A_KM}"/>`;
  const label = xmlText(plainName(first.names[a]));
  const id = graphs.schools.nodeId(first, a);
  return `<node id="${id}" label="${label}"><attvalues>${fixed}${samples.attvalues(i)}</attvalues>${samples.spells(i)}${position}</node>\n`;
}

/** The beginning of an edge's element, up to the first value that changes. */
function edgeHead(moment: Moment, r: number): string {
  const [source, target] = graphs.schools.ends(moment, r);
  const fixed = gexfFields.edge.static.map(({ name, read }) => attvalue(name, read(moment, r))).join('');
  return `<edge id="${source}-${target}" source="${source}" target="${target}"><attvalues>${fixed}`;
}

function edgeElement(head: string, samples: Samples, i: number): string {
  return `${head}${samples.attvalues(i)}</attvalues>${samples.spells(i)}</edge>\n`;
}
