/** Runs as tables, networks and panels: what stands in the files is what stands in the state. */
import Papa from 'papaparse';
import { describe, expect, test, vi } from 'vitest';
import { csvTables, dictionary } from '../../analysis/export/csv-tables.ts';
import type { Cell } from '../../analysis/export/fields.ts';
import { graphs } from '../../analysis/export/graph.ts';
import { graphml } from '../../analysis/export/graphml.ts';
import { Moment } from '../../analysis/export/moment.ts';
import { schoolTables, staffTables, type Table } from '../../analysis/export/tables.ts';
import { plainName, shortest, xmlText } from '../../analysis/export/text.ts';
import { runAt, weeksEvery } from '../../analysis/export/weeks.ts';
import { advance, metrics, type Run, STAGES, TIES } from '../../sim/index.ts';
import { columns, type State } from '../../sim/state.ts';
import { runOf } from '../support/library.ts';
import { busyRun } from '../support/runs.ts';
import { type Element, faults, type Grammar, parseXml } from '../support/xml.ts';

vi.setConfig({ testTimeout: 120_000 });

const ladder = runOf('ladder');
const tramton = runOf('tramton');

function runTo(begin: () => Run, weeks: number): Run {
  const run = begin();
  advance(run, weeks);
  return run;
}

function tableNamed(name: string): Table {
  const table = [...schoolTables, ...staffTables].find((one) => one.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

/** The rows of a table in one week. */
function rowsOf(run: Run, name: string): Record<string, Cell>[] {
  const moment = new Moment(run);
  const { fields, rows } = tableNamed(name);
  return Array.from(rows(moment), (row) =>
    Object.fromEntries(fields.map((field) => [field.name, field.read(moment, row)])),
  );
}

/** Tables as text by file. */
function textsOf(begin: () => Run, weeks: readonly number[], tables = schoolTables): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { file, text } of csvTables(runAt(begin, weeks), tables, { guard: true }))
    texts[file] = (texts[file] ?? '') + text;
  return texts;
}

const HOSTILE = [
  'St "Quote" & <Amp>\'s, = School',
  "=cmd|' /C calc'!A0",
  '\u202eReversed\u2066 \u200fmarks',
  'Line\nbreak\r\nand\ttab \u0000\u0007\u001b[31m',
  'Half \ud83d of a pair \udc00 \ufffe\uffff',
  ']]></node><script>alert(1)</script><!-- --',
  'Åsö skola 😀 学校',
];

/** A run whose schools have names that mean no good. */
function hostileRun(): Run {
  const run = busyRun();
  return { ...run, names: run.names.map((_, a) => HOSTILE[a % HOSTILE.length]) };
}

describe('tables', () => {
  const run = runTo(tramton, 300);
  const { state } = run;

  test('have a field for every column of what a row is, under its meaning and unit', () => {
    const parts = new Map([
      ['schools', /^school/],
      ['relations', /^relation/],
      ['collaboratives', /^collaborative/],
      ['memberships', /^membership/],
      ['staff', /^staff/],
      ['ties', /^tie/],
      ['events', /^event/],
    ]);
    for (const [name, prefix] of parts) {
      const { fields } = tableNamed(name);
      const entities = ['school', 'relation', 'collaborative', 'membership', 'staff', 'tie', 'event'];
      for (const [column, { entity, unit, meaning }] of Object.entries(columns)) {
        if (!prefix.test(column) || !entities.includes(entity)) continue;
        const rest = column.replace(prefix, '');
        const short = rest.charAt(0).toLowerCase() + rest.slice(1);
        const found = fields.find((one) => one.name === short && one.meaning === meaning);
        if (found !== undefined && found.type !== 'text' && found.type !== 'flag')
          expect([unit, 'reference number', 'post']).toContain(found.unit);
        // Those that have a name or meaning of their own.
        else if (found === undefined)
          expect([
            'schoolId',
            'relationA',
            'relationB',
            'membershipOf',
            'rosterMembership',
            'tieTarget',
            'tieTrust',
            'tieStrength',
            'tieSince',
            'eventWeek',
            'eventKind',
            'eventA',
            'eventB',
            'staffSchool',
          ]).toContain(column);
      }
      const names = fields.map((one) => one.name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('hold the state of the week: schools', () => {
    const rows = rowsOf(run, 'schools');
    expect(rows).toHaveLength(70);
    for (const [a, row] of rows.entries()) {
      expect(row).toMatchObject({
        week: 300,
        school: state.schoolId[a],
        name: run.names[a],
        standing: state.schoolStanding[a],
        special: state.schoolSpecial[a] === 1,
        closed: false,
        collaboratives: state.schoolCollaboratives[a],
        attainmentMathsHigh: state.schoolAttainment[a * 9 + 5],
        viewPurpose: state.schoolView[a * 4 + 1],
        pupilsMiddle: state.schoolPupils[a * 3 + 1],
      });
      expect(row.roll).toBeCloseTo(
        state.schoolPupils[a * 3] + state.schoolPupils[a * 3 + 1] + state.schoolPupils[a * 3 + 2],
        9,
      );
    }
  });

  test('hold the state of the week: relations, with real stages among them', () => {
    const rows = rowsOf(run, 'relations');
    const used = [...state.relationA.keys()].filter((r) => state.relationA[r] >= 0);
    expect(rows).toHaveLength(used.length);
    expect(new Set(rows.map(({ stage }) => stage)).size).toBeGreaterThan(3);
    const byPair = new Map(rows.map((row) => [`${row.schoolA} ${row.schoolB}`, row]));
    for (const r of used) {
      const pair = `${state.schoolId[state.relationA[r]]} ${state.schoolId[state.relationB[r]]}`;
      const row = byPair.get(pair);
      expect(row?.stage).toBe(STAGES[state.relationStage[r]]);
      expect(row?.stageNumber).toBe(state.relationStage[r]);
      expect(Math.fround(row?.trust as number)).toBe(state.relationTrust[r]);
    }
    const counts = rowsOf(run, 'schools').map(({ cooperations }) => cooperations as number);
    const cooperations = rows.filter(({ stage }) => stage === 'cooperation').length;
    expect(cooperations).toBeGreaterThan(5);
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(2 * cooperations);
  });

  test('hold the state of the week: memberships and their collaboratives', () => {
    const rows = rowsOf(run, 'memberships');
    expect(rows.length).toBeGreaterThan(50);
    const collaboratives = new Map(rowsOf(run, 'collaboratives').map((row) => [row.collaborative, row]));
    const members = new Map<Cell, number>();
    for (const { collaborative, school } of rows) {
      expect(collaboratives.has(collaborative)).toBe(true);
      const a = state.schoolId.indexOf(school as number);
      expect([...state.membershipOf.subarray(a * 4, a * 4 + 4)]).toContain(collaborative);
      members.set(collaborative, (members.get(collaborative) ?? 0) + 1);
    }
    for (const [c, row] of collaboratives) expect(members.get(c) ?? 0).toBe(row.members);
  });

  test('hold every event, and say what it was about', () => {
    const rows = rowsOf(run, 'events');
    expect(rows.length).toBeGreaterThan(500);
    for (const { event, school, partner, collaborative, week } of rows) {
      expect(week as number).toBeLessThan(300);
      const ofRelation = event === 'stage rose' || event === 'stage fell';
      expect([event, partner !== null]).toEqual([event, ofRelation]);
      if (event === 'joined' || event === 'left' || event === 'founded') expect(collaborative).not.toBeNull();
      if (event === 'inspected') expect([school === null, collaborative]).toEqual([false, null]);
    }
  });

  test('hold the series up to the week', () => {
    const rows = rowsOf(run, 'series');
    expect(rows.map(({ week }) => week)).toEqual(weeksEvery(13, 300));
    rows.forEach((row, sample) => {
      for (const { key } of metrics) expect(row[key]).toBe(run.series[key][sample]);
    });
  });

  test('hold staff and their ties, with trust as it is today', () => {
    const staff = rowsOf(run, 'staff');
    expect(staff.length).toBe(state.schoolPosts.reduce((sum, posts) => sum + posts, 0));
    const ties = rowsOf(run, 'ties');
    const { fading, memory } = run.parameters.trust;
    let across = 0;
    for (const tie of ties) {
      const t = findTie(state, tie.source as number, tie.target as number);
      const idle = 299 - state.tieSince[t];
      // By hand: a tie used in the last week but one, or later, has lost no trust.
      const left = idle === 0 ? 1 : (1 - fading) ** (idle - 1);
      expect(tie.trust).toBeCloseTo(state.tieTrust[t] * left, 12);
      expect(tie.strength).toBeCloseTo(state.tieStrength[t] * memory ** idle, 12);
      const schools = [tie.source, tie.target].map((post) => state.staffSchool[post as number]);
      expect(tie.kind).toBe(schools[0] === schools[1] ? 'inside' : 'across');
      if (tie.kind === 'across') across++;
    }
    expect(across).toBeGreaterThan(100);
  });

  test('divide trust between two schools into both ways: at the end of a term their mean by use is the model’s', () => {
    for (const begin of [ladder, tramton]) {
      const ended = runTo(begin, 299);
      // The term ends with week 298, the 299th; what is read is what the model had read.
      const { mutualTrust } = new Moment(ended);
      const uses = usesOf(ended);
      // Schools that parted at this term's review lost trust after it had been read.
      const { state } = ended;
      const parted = new Set(
        rowsOf(ended, 'events')
          .filter(({ week, event }) => week === 298 && (event === 'left' || event === 'dissolved'))
          .map(({ school }) => state.schoolId.indexOf(school as number)),
      );
      let compared = 0;
      for (const [r, { forth, back }] of uses) {
        if (parted.has(state.relationA[r]) && parted.has(state.relationB[r])) continue;
        const mean =
          ((forth > 0 ? forth * mutualTrust.forth[r] : 0) + (back > 0 ? back * mutualTrust.back[r] : 0)) /
          (forth + back);
        expect(mean).toBeCloseTo(state.relationTrust[r], 6);
        compared++;
      }
      expect(compared).toBeGreaterThan(0);
      expect([...mutualTrust.forth].some((trust, r) => trust > 0 && trust !== mutualTrust.back[r])).toBe(
        true,
      );
    }
  });
});

function findTie(state: State, from: number, to: number): number {
  return state.tieTarget.subarray(from * TIES, (from + 1) * TIES).indexOf(to) + from * TIES;
}

/** By relation, the use of its ties each way, summed from the table of ties with what an acquaintance counts. */
function usesOf(run: Run): Map<number, { forth: number; back: number }> {
  const { state } = run;
  const uses = new Map<number, { forth: number; back: number }>();
  const relation = new Map(
    [...state.relationA.keys()]
      .filter((r) => state.relationA[r] >= 0)
      .map((r) => [`${state.relationA[r]} ${state.relationB[r]}`, r]),
  );
  for (const { source, target, kind, strength } of rowsOf(run, 'ties')) {
    if (kind === 'inside') continue;
    const [a, b] = [state.staffSchool[source as number], state.staffSchool[target as number]];
    const r = relation.get(a < b ? `${a} ${b}` : `${b} ${a}`);
    if (r === undefined) continue;
    const sum = uses.get(r) ?? { forth: 0, back: 0 };
    sum[a < b ? 'forth' : 'back'] += (strength as number) + 0.02;
    uses.set(r, sum);
  }
  return uses;
}

describe('CSV of a run', () => {
  test('is the same bytes twice, and each week as if it had been asked for alone', () => {
    const texts = textsOf(ladder, weeksEvery(13, 390));
    expect(textsOf(ladder, weeksEvery(13, 390))).toEqual(texts);
    const alone = textsOf(ladder, [195]);
    for (const name of ['schools', 'relations', 'collaboratives', 'memberships']) {
      const rows = texts[`${name}.csv`].split('\r\n').filter((row, i) => i === 0 || row.startsWith('195,'));
      expect(alone[`${name}.csv`].split('\r\n').filter((row) => row !== '')).toEqual(rows);
    }
  });

  test('comes back as what was written, name by name and number by number', () => {
    const run = hostileRun();
    advance(run, 60);
    const read = (file: string) => {
      const text = [...csvTables([run], schoolTables, { guard: false })]
        .filter((piece) => piece.file === file)
        .map((piece) => piece.text)
        .join('');
      const { data, errors } = Papa.parse<Record<string, string>>(text, {
        header: true,
        skipEmptyLines: true,
      });
      expect(errors).toEqual([]);
      return data;
    };
    for (const name of ['schools', 'relations', 'memberships', 'events', 'series']) {
      const rows = rowsOf(run, name);
      const texts = read(`${name}.csv`);
      expect(rows.length).toBeGreaterThan(0);
      expect(texts).toEqual(
        rows.map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([key, cell]) => [key, cell === null ? '' : String(cell)]),
          ),
        ),
      );
    }
  });

  test('comes with what every column is', () => {
    const { data } = Papa.parse<string[]>(dictionary(schoolTables, { guard: true }), {
      skipEmptyLines: true,
    });
    expect(data[0]).toEqual(['table', 'column', 'type', 'unit', 'values', 'meaning']);
    expect(data.length - 1).toBe(schoolTables.reduce((sum, { fields }) => sum + fields.length, 0));
    expect(data.every((row) => row.length === 6 && row[5] !== '')).toBe(true);
  });
});

describe('text', () => {
  test('of names has nothing that no reader sees', () => {
    expect(plainName('Åsö skola 😀 学校')).toBe('Åsö skola 😀 学校');
    for (const name of HOSTILE.slice(2, 5)) expect(plainName(name)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });

  test('in XML comes back', () => {
    for (const name of HOSTILE) {
      const { text, attributes } = parseXml(
        `<?xml version="1.0" encoding="UTF-8"?>\n<a b="${xmlText(name)}">${xmlText(name)}</a>`,
      );
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold
      const kept = name.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd');
      expect([text, attributes.b]).toEqual([kept, kept]);
    }
  });

  test('of single numbers is as short as it can be, and comes back', () => {
    expect([0.3, 0.1, 1 / 3, 16777216, 0].map((x) => shortest(Math.fround(x)))).toEqual([
      0.3, 0.1, 0.33333334, 16777216, 0,
    ]);
    let luck = 1;
    for (let i = 0; i < 2000; i++) {
      luck = (Math.imul(luck, 1664525) + 1013904223) >>> 0;
      const single = Math.fround((luck / 4294967296) * 10 ** ((luck % 20) - 10));
      expect(Math.fround(shortest(single))).toBe(single);
    }
  });
});

/** The part of the schema of GraphML that is used (graphml.graphdrawing.org/xmlns/1.0/graphml-structure.xsd). */
const GRAPHML: Grammar = {
  graphml: { needs: 'xmlns', may: 'xmlns:xsi xsi:schemaLocation', children: 'key* graph' },
  key: { needs: 'id for attr.name attr.type', may: '', children: 'desc' },
  desc: { needs: '', may: '', children: '' },
  graph: { needs: 'edgedefault', may: 'id', children: 'data* node* edge*' },
  node: { needs: 'id', may: '', children: 'data*' },
  edge: { needs: 'source target', may: 'id', children: 'data*' },
  data: { needs: 'key', may: '', children: '' },
};

const documentOf = (run: Run, of: keyof typeof graphs) => [...graphml(run, of)].join('');

function dataOf({ children }: Element): Record<string, string> {
  return Object.fromEntries(
    children.filter(({ name }) => name === 'data').map(({ attributes, text }) => [attributes.key, text]),
  );
}

describe('GraphML', () => {
  for (const of of ['schools', 'staff'] as const) {
    const begin = of === 'schools' ? tramton : ladder; // the staff of two schools are as many as 48 schools
    const run = runTo(begin, 325);
    const document = documentOf(run, of);
    const root = parseXml(document);
    const keys = new Map(
      root.children.filter(({ name }) => name === 'key').map((key) => [key.attributes.id, key]),
    );
    const graph = root.children[root.children.length - 1];

    test(`of ${of} keeps to the schema`, () => {
      expect(faults(root, GRAPHML)).toEqual([]);
      const ids = graph.children.filter(({ name }) => name === 'node').map(({ attributes }) => attributes.id);
      expect(new Set(ids).size).toBe(ids.length);
      const edges = graph.children.filter(({ name }) => name === 'edge');
      expect(new Set(edges.map(({ attributes }) => attributes.id)).size).toBe(edges.length);
      const known = new Set(ids);
      for (const { attributes } of edges)
        expect([known.has(attributes.source), known.has(attributes.target)]).toEqual([true, true]);
    });

    test(`of ${of} declares every attribute with type and meaning, and keeps to the types`, () => {
      const types: Record<string, RegExp> = {
        int: /^-?\d+$/,
        float: /^-?\d+(\.\d+)?(e-?\d+)?$/,
        double: /^-?\d+(\.\d+)?(e[-+]?\d+)?$/,
        boolean: /^(true|false)$/,
        string: /^/,
      };
      for (const { attributes, children } of keys.values()) {
        expect(Object.keys(types)).toContain(attributes['attr.type']);
        expect(children[0].text.length).toBeGreaterThan(3);
      }
      for (const element of [graph, ...graph.children]) {
        for (const [key, text] of Object.entries(element.name === 'data' ? {} : dataOf(element))) {
          const declared = keys.get(key)?.attributes;
          expect(declared?.for).toBe(element.name);
          expect(text).toMatch(types[declared?.['attr.type'] ?? '']);
        }
      }
    });

    test(`of ${of} is the week's state, twice the same`, () => {
      expect(documentOf(runTo(begin, 325), of)).toBe(document);
      expect(dataOf(graph)).toMatchObject({ 'graph.week': '325', 'graph.seed': 'collegium' });
      const table = rowsOf(run, of);
      const nodes = graph.children.filter(({ name }) => name === 'node');
      expect(nodes).toHaveLength(table.length);
      const links = rowsOf(run, of === 'schools' ? 'relations' : 'ties');
      const edges = graph.children.filter(({ name }) => name === 'edge');
      expect(edges).toHaveLength(links.length);
      edges.forEach((edge, i) => {
        const data = dataOf(edge);
        const row = links[i];
        for (const { name } of graphs[of].edgeFields) {
          const cell = name === 'weight' ? (row.contact ?? row.strength) : row[name];
          expect(data[`edge.${name}`]).toBe(cell === null ? undefined : String(cell));
        }
        const ends =
          of === 'schools' ? [`s${row.schoolA}`, `s${row.schoolB}`] : [`p${row.source}`, `p${row.target}`];
        expect([edge.attributes.source, edge.attributes.target]).toEqual(ends);
      });
    });
  }

  test('is directed where the model is', () => {
    const directed = (of: 'schools' | 'staff') => /edgedefault="(\w+)"/.exec(documentOf(ladder(), of))?.[1];
    expect([directed('schools'), directed('staff')]).toEqual(['undirected', 'directed']);
  });

  test('survives any name', () => {
    const root = parseXml(documentOf(hostileRun(), 'schools'));
    expect(faults(root, GRAPHML)).toEqual([]);
    const nodes = root.children[root.children.length - 1].children.filter(({ name }) => name === 'node');
    expect(nodes.map((node) => dataOf(node)['node.name'])).toEqual(
      nodes.map((_, a) => plainName(HOSTILE[a % HOSTILE.length])),
    );
  });
});
