/** A whole run as one dynamic graph, and as a panel: the same as the run week by week. */
import { describe, expect, test, vi } from 'vitest';
import { gexf, gexfFields } from '../../analysis/export/gexf.ts';
import { Moment } from '../../analysis/export/moment.ts';
import { changingFields, constantFields, DENSE, siena } from '../../analysis/export/siena.ts';
import { plainName } from '../../analysis/export/text.ts';
import { runAt, weeksEvery } from '../../analysis/export/weeks.ts';
import { advance, type Run, STAGE, start } from '../../sim/index.ts';
import { runOf } from '../support/library.ts';
import { scenarioOf } from '../support/runs.ts';
import { type Element, faults, type Grammar, parseXml } from '../support/xml.ts';

vi.setConfig({ testTimeout: 120_000 }); // runs of ten years, several times over

const tramton = runOf('tramton');
/** A district where schools close, and relations come and go. */
const closing = (plain: Record<string, unknown> = {}) => {
  const scenario = scenarioOf({
    years: 3,
    district: { schools: 14, secondaryShare: 0.2, density: 0.4 },
    incentives: { grant: 20, releasedTime: 1 },
    shocks: [{ week: 50, kind: 'closure', share: 0.3 }],
    ...plain,
  });
  return () => start(scenario);
};
const graphOf = (...args: Parameters<typeof gexf>) => [...gexf(...args)].join('');

/** The part of the schema of GEXF 1.3 that is used (gexf.net/1.3/gexf.xsd, dynamics.xsd and viz.xsd). */
const GEXF: Grammar = {
  gexf: { needs: 'version xmlns', may: 'xmlns:viz variant', children: 'meta graph' },
  meta: { needs: '', may: 'lastmodifieddate', children: 'creator keywords description' },
  creator: { needs: '', may: '', children: '' },
  description: { needs: '', may: '', children: '' },
  graph: {
    needs: '',
    may: 'defaultedgetype idtype timeformat start end mode timerepresentation timezone',
    children: 'attributes* nodes edges',
  },
  attributes: { needs: 'class', may: 'mode', children: 'attribute*' },
  attribute: { needs: 'id title type', may: '', children: 'default options' },
  nodes: { needs: '', may: 'count', children: 'node*' },
  node: { needs: 'id', may: 'label start end', children: 'attvalues spells viz:position' },
  edges: { needs: '', may: 'count', children: 'edge*' },
  edge: { needs: 'source target', may: 'id type label weight kind start end', children: 'attvalues spells' },
  attvalues: { needs: '', may: '', children: 'attvalue*' },
  attvalue: { needs: 'for value', may: 'start end', children: '' },
  spells: { needs: '', may: '', children: 'spell*' },
  spell: { needs: '', may: 'start end', children: '' },
  'viz:position': { needs: '', may: 'x y z', children: '' },
};

const childrenOf = (element: Element | undefined, name: string) =>
  element?.children.filter((child) => child.name === name) ?? [];
const within = (element: Element, ...names: string[]): Element[] =>
  names.reduce<Element[]>((found, name) => found.flatMap((one) => childrenOf(one, name)), [element]);

/** Whether a stretch of weeks holds this one; the last week of a run is in the last stretch. */
const holds = ({ attributes: { start: from, end: to } }: Element, week: number) =>
  Number(from) <= week && week < Number(to);

/** What an element of the graph says of a week: its attributes, or null where it was not there. */
function at(element: Element, week: number): Record<string, string> | null {
  if (!within(element, 'spells', 'spell').some((spell) => holds(spell, week))) return null;
  return Object.fromEntries(
    within(element, 'attvalues', 'attvalue')
      .filter((value) => value.attributes.start === undefined || holds(value, week))
      .map(({ attributes }) => [attributes.for, attributes.value]),
  );
}

/** Compares the graph with the run in each of these weeks; gives how many relations and closed schools were seen. */
function compare(root: Element, begin: () => Run, weeks: readonly number[]) {
  const nodes = new Map(within(root, 'graph', 'nodes', 'node').map((node) => [node.attributes.id, node]));
  const edges = within(root, 'graph', 'edges', 'edge');
  const seen = { relations: 0, closed: 0 };
  for (const run of runAt(begin, weeks)) {
    const { state, week } = run;
    const moment = new Moment(run);
    for (const a of state.schoolPosts.keys()) {
      const said = at(nodes.get(`s${state.schoolId[a]}`) as Element, week);
      expect([week, a, said === null]).toEqual([week, a, state.schoolClosed[a] === 1]);
      if (said === null) seen.closed++;
      else
        for (const { name, read } of [...gexfFields.node.static, ...gexfFields.node.dynamic])
          expect(said[name]).toBe(String(read(moment, a)));
    }
    const there = new Map<string, Record<string, string>>();
    for (const edge of edges) {
      const said = at(edge, week);
      if (said !== null) there.set(`${edge.attributes.source} ${edge.attributes.target}`, said);
    }
    const rows = [...state.relationA.keys()].filter((r) => state.relationA[r] >= 0);
    expect(there.size).toBe(rows.length);
    for (const r of rows) {
      const ends = `s${state.schoolId[state.relationA[r]]} s${state.schoolId[state.relationB[r]]}`;
      for (const { name, read } of gexfFields.edge.dynamic) {
        const cell = read(moment, r);
        expect(there.get(ends)?.[name]).toBe(cell === null ? undefined : String(cell));
      }
      seen.relations++;
    }
  }
  return seen;
}

describe('GEXF', () => {
  test('is a dynamic graph that keeps to the schema, with every week that was asked for', () => {
    const weeks = weeksEvery(13, 390);
    const root = parseXml(graphOf(tramton, weeks));
    expect(faults(root, GEXF)).toEqual([]);
    expect(root.attributes).toMatchObject({ xmlns: 'http://gexf.net/1.3', version: '1.3' });
    const [graph] = childrenOf(root, 'graph');
    expect(graph.attributes).toMatchObject({
      mode: 'dynamic',
      timeformat: 'integer',
      timerepresentation: 'interval',
      start: '0',
      end: '391',
    });
    const { relations } = compare(root, tramton, [13, 286, 390]);
    expect(relations).toBeGreaterThan(500);
    const refused: string[] = [];
    // Every stretch is one that Gephi takes: whole weeks, forwards, none over another.
    for (const element of [...within(graph, 'nodes', 'node'), ...within(graph, 'edges', 'edge')]) {
      const stretches = [...within(element, 'spells', 'spell'), ...within(element, 'attvalues', 'attvalue')];
      const ends = new Map<string, number>();
      for (const { name, attributes } of stretches) {
        if (attributes.start === undefined) continue;
        const of = attributes.for ?? name;
        const [from, to] = [Number(attributes.start), Number(attributes.end)];
        if (!(from < to && from >= (ends.get(of) ?? 0) && Number.isInteger(from) && Number.isInteger(to)))
          refused.push(`${element.attributes.id}, ${of}: ${from} to ${to}`);
        ends.set(of, to);
      }
    }
    expect(refused).toEqual([]);
    const stages = within(graph, 'edges', 'edge', 'attvalues', 'attvalue').filter(
      ({ attributes }) => attributes.for === 'stageNumber',
    );
    expect(new Set(stages.map(({ attributes }) => attributes.value)).size).toBe(5);
  });

  test('ends schools that close, and relations with them', () => {
    const begin = closing();
    const root = parseXml(graphOf(begin, weeksEvery(1, 117)));
    const { closed } = compare(root, begin, [49, 50, 51, 52, 64, 117]);
    expect(closed).toBeGreaterThan(5);
  });

  test('is the same for any room: fewer elements at a time, the run done more often', () => {
    const begin = closing();
    const weeks = weeksEvery(13, 117);
    let runs = 0;
    const counted = () => {
      runs++;
      return begin();
    };
    const whole = graphOf(counted, weeks);
    const once = runs;
    runs = 0;
    const shares: number[] = [];
    expect(graphOf(counted, weeks, { room: 400, progress: (share) => shares.push(share) })).toBe(whole);
    expect(runs).toBeGreaterThan(once + 5);
    expect(shares.at(-1)).toBe(1);
    expect(graphOf(begin, weeks)).toBe(whole);
  });

  test('keeps no more for a longer run', () => {
    // What is kept is seen from outside: how much the run is asked for again when there are ten times as many weeks.
    const passes = (every: number) => {
      let runs = 0;
      const begin = closing({ years: 10 });
      const counted = () => {
        runs++;
        return begin();
      };
      for (const _ of gexf(counted, weeksEvery(every, 390), { room: 8000 }));
      return runs - 2; // two more look at the start
    };
    expect(passes(3)).toBeGreaterThan(5 * (passes(39) - 1));
  });

  test('survives any name', () => {
    const names = ['"<&>\'', 'a\u0000b\u202ec', '\ud800', ']]></node>'];
    const begin = closing();
    const hostile = () => {
      const run = begin();
      return Object.assign(run, { names: run.names.map((_, a) => names[a % names.length]) });
    };
    const root = parseXml(graphOf(hostile, [0, 13]));
    expect(faults(root, GEXF)).toEqual([]);
    const labels = within(root, 'graph', 'nodes', 'node').map(({ attributes }) => attributes.label);
    expect(labels).toEqual(labels.map((_, a) => plainName(names[a % names.length])));
  });
});

/** The files of a panel by name. */
function panelOf(begin: () => Run, weeks: readonly number[], stage: number): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { file, text } of siena(begin, weeks, { stage, guard: true }))
    files[file] = (files[file] ?? '') + text;
  return files;
}

const numbers = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' '));

describe('a panel for RSiena', () => {
  const begin = closing();
  const weeks = weeksEvery(39, 117, 39);

  test('has in each wave the relations from a stage on, and 10 where a school has closed', () => {
    for (const stage of [STAGE.association, STAGE.cooperation, STAGE.collaboration]) {
      const files = panelOf(begin, weeks, stage);
      let [ties, closed] = [0, 0];
      for (const { week, state } of runAt(begin, weeks)) {
        const matrix = numbers(files[`network-week-${String(week).padStart(4, '0')}.txt`]);
        const schools = state.schoolPosts.length;
        const expected = Array.from({ length: schools }, () => new Array<string>(schools).fill('0'));
        for (const r of state.relationA.keys()) {
          if (state.relationA[r] < 0 || state.relationStage[r] < stage) continue;
          expected[state.relationA[r]][state.relationB[r]] = '1';
          expected[state.relationB[r]][state.relationA[r]] = '1';
          ties++;
        }
        for (let a = 0; a < schools; a++) {
          if (state.schoolClosed[a] === 0) continue;
          for (let b = 0; b < schools; b++) if (b !== a) expected[a][b] = expected[b][a] = '10';
          closed++;
        }
        expect(matrix).toEqual(expected);
      }
      if (stage === STAGE.association) expect(ties).toBeGreaterThan(10);
      expect(closed).toBeGreaterThan(3);
    }
  });

  test('has what is known of the schools, NA once one has closed', () => {
    const files = panelOf(begin, weeks, STAGE.cooperation);
    expect(Object.keys(files).filter((file) => file.startsWith('changing-'))).toHaveLength(
      changingFields.length,
    );
    let wave = 0;
    for (const run of runAt(begin, weeks)) {
      const moment = new Moment(run);
      const { state } = run;
      const [heading, ...constant] = numbers(files['constant.txt']);
      expect(heading).toEqual(constantFields.map(({ name }) => name));
      for (const a of state.schoolPosts.keys()) {
        expect(constant[a].slice(0, 6)).toEqual(
          constantFields.slice(0, 6).map(({ read }) => String(read(moment, a))),
        );
        for (const { name, read } of changingFields) {
          const expected = state.schoolClosed[a] === 1 ? 'NA' : String(read(moment, a));
          expect(numbers(files[`changing-${name}.txt`])[a][wave]).toBe(expected);
        }
      }
      wave++;
    }
    for (const name of constantFields.map((one) => one.name)) expect(files['constant.txt']).toContain(name);
    expect(files['read.R']).toContain('dim = c(actors, actors, length(waves))');
  });

  test('is a list of ties where there are many schools', () => {
    const many = closing({
      years: 1,
      district: { schools: DENSE + 1 },
      shocks: [{ week: 5, kind: 'closure', schools: [3] }],
    });
    const files = panelOf(many, [6, 13], STAGE.association);
    const run = many();
    advance(run, 13);
    const { state } = run;
    const [heading, ...rows] = numbers(files['ties-week-0013.txt']);
    expect(heading).toEqual(['from', 'to', 'value']);
    const ties = rows.filter(([, , value]) => value === '1');
    const related = [...state.relationA.keys()].filter(
      (r) => state.relationA[r] >= 0 && state.relationStage[r] >= STAGE.association,
    );
    expect(related.length).toBeGreaterThan(10);
    expect(ties.map(([from, to]) => `${from} ${to}`).sort()).toEqual(
      related
        .flatMap((r) => [
          `${state.relationA[r] + 1} ${state.relationB[r] + 1}`,
          `${state.relationB[r] + 1} ${state.relationA[r] + 1}`,
        ])
        .sort(),
    );
    expect(rows.filter(([, , value]) => value === '10')).toHaveLength(2 * DENSE);
    expect(files['read.R']).toContain('spMatrix(actors, actors, ties$from, ties$to');
  });

  test('is the same bytes twice, and takes two waves at least', () => {
    expect(panelOf(begin, weeks, 2)).toEqual(panelOf(begin, weeks, 2));
    expect(() => panelOf(begin, [39], 2)).toThrow('two waves');
  });
});
