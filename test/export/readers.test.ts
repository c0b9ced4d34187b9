/** What networkx, igraph, pandas and R make of the files. */
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { csvTables } from '../../analysis/export/csv-tables.ts';
import { gexf } from '../../analysis/export/gexf.ts';
import { graphml } from '../../analysis/export/graphml.ts';
import { Moment } from '../../analysis/export/moment.ts';
import { siena } from '../../analysis/export/siena.ts';
import { schoolTables } from '../../analysis/export/tables.ts';
import { runAt, weeksEvery } from '../../analysis/export/weeks.ts';
import { advance, type Run, STAGE, start } from '../../sim/index.ts';
import { useFolder } from '../support/cli.ts';
import { runOf } from '../support/library.ts';
import { describeWith, runProgram } from '../support/programs.ts';
import { scenarioOf } from '../support/runs.ts';

vi.setConfig({ testTimeout: 120_000 });

const folder = useFolder();
const python =
  ['/usr/bin/python3', 'python3'].find((name) => runProgram(name, ['-c', 'import networkx, pandas']).ok) ??
  '';
const hasR = runProgram('Rscript', ['-e', 'library(igraph); library(Matrix)']).ok;

const tramton = runOf('tramton');
const NAME = 'Å "quoted" & <tagged>, school';

function networkOf(of: 'schools' | 'staff') {
  const run = tramton();
  advance(run, 325);
  const named: Run = { ...run, names: run.names.map((name, a) => (a === 0 ? NAME : name)) };
  const file = folder.write(`${of}.graphml`, [...graphml(named, of)].join(''));
  return { file, run };
}

/** What a reader should find: sums over what the state holds. */
function expectedSchools({ state }: Run) {
  const used = [...state.relationA.keys()].filter((r) => state.relationA[r] >= 0);
  return {
    nodes: state.schoolPosts.length,
    edges: used.length,
    weight: used.reduce((sum, r) => sum + state.relationContact[r], 0),
    cooperation: used.filter((r) => state.relationStage[r] === STAGE.cooperation).length,
    standing: state.schoolStanding.reduce((sum, x) => sum + x, 0),
  };
}

describeWith('networkx and pandas', python !== '', () => {
  const ask = (script: string) => {
    const { ok, stdout, stderr } = runProgram(python, ['-c', script]);
    if (!ok) throw new Error(stderr);
    return JSON.parse(stdout);
  };

  test('read schools and their relations', () => {
    const { file, run } = networkOf('schools');
    const expected = expectedSchools(run);
    const found = ask(`
import json, networkx as nx
g = nx.read_graphml(${JSON.stringify(file)})
n, e = dict(g.nodes(data=True)), [d for _, _, d in g.edges(data=True)]
print(json.dumps({
  'directed': g.is_directed(), 'nodes': len(n), 'edges': len(e), 'week': g.graph['week'],
  'name': n['s1']['name'], 'flag': n['s1']['special'], 'posts': type(n['s1']['posts']).__name__,
  'weight': sum(d['weight'] for d in e), 'cooperation': sum(d['stage'] == 'cooperation' for d in e),
  'standing': sum(d['standing'] for d in n.values()), 'clustering': nx.average_clustering(g)}))`);
    expect(found).toMatchObject({
      directed: false,
      nodes: expected.nodes,
      edges: expected.edges,
      week: 325,
      name: NAME,
      flag: false,
      posts: 'int',
      cooperation: expected.cooperation,
    });
    expect(found.weight).toBeCloseTo(expected.weight, 3);
    expect(found.standing).toBeCloseTo(expected.standing, 9);
    expect(found.clustering).toBeGreaterThan(0);
  });

  test('read staff and their ties, directed', () => {
    const { file, run } = networkOf('staff');
    const moment = new Moment(run);
    const found = ask(`
import json, networkx as nx
g = nx.read_graphml(${JSON.stringify(file)})
a = [d for _, _, d in g.edges(data=True)]
print(json.dumps({'directed': g.is_directed(), 'multi': g.is_multigraph(), 'nodes': g.number_of_nodes(), 'edges': len(a),
  'trust': sum(d['trust'] for d in a), 'across': sum(d['kind'] == 'across' for d in a)}))`);
    let [ties, trust, across] = [0, 0, 0];
    for (const [t, target] of run.state.tieTarget.entries()) {
      if (target < 0) continue;
      ties++;
      trust += moment.tieTrust(t);
      if (run.state.staffSchool[target] !== run.state.staffSchool[Math.floor(t / 16)]) across++;
    }
    const nodes = run.state.schoolPosts.reduce((sum, posts) => sum + posts, 0);
    expect(found).toMatchObject({ directed: true, multi: false, nodes, edges: ties, across });
    expect(found.trust).toBeCloseTo(trust, 6);
  });

  test('read a whole run over time, under the name of GEXF 1.2', () => {
    const text = [...gexf(tramton, weeksEvery(39, 390))].join('');
    const file = folder.write(
      'run.gexf',
      text
        .replaceAll('http://gexf.net/1.3', 'http://www.gexf.net/1.2draft')
        .replace('version="1.3"', 'version="1.2"'),
    );
    const found = ask(`
import json, networkx as nx
g = nx.read_gexf(${JSON.stringify(file)})
print(json.dumps({'nodes': g.number_of_nodes(), 'roll': g.nodes['s1']['roll [pupils]'], 'x': g.nodes['s1']['viz']['position']['x'],
  'there': [sum(any(a <= w < b for a, b in d['spells']) for _, _, d in g.edges(data=True)) for w in (39, 312, 390)]}))`);
    const expected = Array.from(runAt(tramton, [39, 312, 390]), ({ state }) => ({
      relations: state.relationA.filter((a) => a >= 0).length,
      roll: state.schoolPupils.slice(0, 3).reduce((sum, n) => sum + n, 0),
      x: state.schoolX[0],
    }));
    expect(found.nodes).toBe(70);
    expect(found.there).toEqual(expected.map(({ relations }) => relations));
    expect(found.roll.at(-1)[0]).toBeCloseTo(expected[2].roll, 9);
    expect(found.x).toBeCloseTo(100 * expected[0].x, 9);
  });

  test('read the tables, typed', () => {
    const texts: Record<string, string> = {};
    for (const { file, text } of csvTables(runAt(tramton, [0, 325]), schoolTables, { guard: true }))
      texts[file] = (texts[file] ?? '') + text;
    const file = folder.write('schools.csv', texts['schools.csv']);
    const found = ask(`
import json, pandas as pd
d = pd.read_csv(${JSON.stringify(file)}, float_precision='round_trip')
print(json.dumps({'rows': len(d), 'types': {c: str(t) for c, t in d.dtypes.items()}, 'standing': d[d.week == 325].standing.tolist()}))`);
    const { run } = networkOf('schools');
    expect(found.rows).toBe(140);
    expect(found.standing).toEqual([...run.state.schoolStanding]);
    expect(found.types).toMatchObject({
      week: 'int64',
      name: 'object',
      special: 'bool',
      standing: 'float64',
    });
  });
});

describeWith('R with igraph and Matrix', hasR, () => {
  const ask = (script: string, cwd = folder.path) => {
    const { ok, stdout, stderr } = runProgram('Rscript', ['--vanilla', '-e', script], { cwd });
    if (!ok) throw new Error(stderr);
    return stdout.trim().split(/\s+/);
  };

  test('reads schools and staff as networks', () => {
    const { file, run } = networkOf('schools');
    const expected = expectedSchools(run);
    const found = ask(`suppressMessages(library(igraph)); g <- read_graph("${file}", "graphml")
      cat(is_directed(g), vcount(g), ecount(g), sum(E(g)$stage == "cooperation"), graph_attr(g, "week"), is.logical(V(g)$special), is.numeric(V(g)$roll))`);
    expect(found).toEqual([
      'FALSE',
      ...[expected.nodes, expected.edges, expected.cooperation, 325].map(String),
      'TRUE',
      'TRUE',
    ]);
    const staff = networkOf('staff');
    const ties = staff.run.state.tieTarget.filter((target) => target >= 0).length;
    expect(
      ask(
        `suppressMessages(library(igraph)); g <- read_graph("${staff.file}", "graphml"); cat(is_directed(g), ecount(g), is_weighted(g))`,
      ),
    ).toEqual(['TRUE', String(ties), 'TRUE']);
  });

  const panel = (begin: () => Run, weeks: readonly number[], name: string) => {
    const path = join(folder.path, name);
    const files: Record<string, string> = {};
    for (const { file, text } of siena(begin, weeks, { stage: STAGE.association, guard: true }))
      files[file] = (files[file] ?? '') + text;
    folder.folder(name);
    for (const [file, text] of Object.entries(files)) folder.write(join(name, file), text);
    return path;
  };
  const closing = (schools: number) => {
    const scenario = scenarioOf({
      years: 2,
      district: { schools, density: 0.5 },
      shocks: [{ week: 20, kind: 'closure', schools: [2] }],
    });
    return () => start(scenario);
  };

  test('reads a panel: dimensions, codes and covariates', () => {
    for (const [schools, kind] of [
      [40, 'matrix'],
      [510, 'dgTMatrix'],
    ] as const) {
      const begin = closing(schools);
      const weeks = weeksEvery(39, 78, 39);
      const path = panel(begin, weeks, `panel-${schools}`);
      const found = ask(
        `suppressMessages(source("read.R"))
         m <- lapply(waves, as.matrix)
         cat(length(waves), class(waves[[1]])[1], unlist(lapply(m, function(w) c(dim(w), sum(w == 1), sum(w == 10), isSymmetric(unname(w)), sum(diag(w))))),
             dim(changing$roll), sum(is.na(changing$roll)), nrow(constant), nrow(schools))`,
        path,
      );
      const expected: unknown[] = [2, kind];
      for (const { state } of runAt(begin, weeks)) {
        const ties = [...state.relationA.keys()].filter(
          (r) => state.relationA[r] >= 0 && state.relationStage[r] >= 1,
        );
        expect(state.schoolClosed[1]).toBe(1);
        expect(ties.length).toBeGreaterThan(5);
        expected.push(schools, schools, 2 * ties.length, 2 * (schools - 1), 1, 0);
      }
      expected.push(schools, 2, 2, schools, schools);
      expect(found).toEqual(expected.map(String));
    }
  });
});
