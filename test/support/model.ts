/** The model as a description of it must show it: mechanisms, what each declares, and when week.ts calls it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Experiment } from '../../analysis/evidence/experiment.ts';
import type { Calibration } from '../../docs/calibration.ts';
import type { Call, Facts, Part, Scheduled } from '../../docs/facts.ts';
import { readPlan } from '../../scenarios/calibration.ts';
import { buildLedger } from '../../scenarios/experiments.ts';
import { root } from '../../scripts/support.mjs';
import { STREAM } from '../../sim/draw.ts';
import { groups } from '../../sim/index.ts';
import type { Parameters } from '../../sim/schema.ts';
import { importsOf, projectFiles, read } from './project.ts';

interface Declares {
  readonly params?: Parameters;
  readonly writes?: readonly string[];
}

const PARTS = ['mechanisms', 'population'] as const;

export async function modelFacts(): Promise<Facts> {
  const files = projectFiles();
  const tests = files.filter((path) => /^test\/.*\.test\.ts$/.test(path));
  const importers = tests.flatMap((path) => importsOf(path).map(({ to }) => ({ path, to })));
  const parts: Part[] = [];
  for (const folder of PARTS) {
    for (const file of readdirSync(join(root, 'sim', folder)).sort()) {
      const bare = file.replace(/\.ts$/, '');
      const name = nameIn(folder, bare);
      const path = `sim/${folder}/${file}`;
      const declares = (await import(`../../sim/${folder}/${bare}.ts`)) as Declares;
      const sameName =
        folder === 'mechanisms' ? `test/mechanisms/${bare}.test.ts` : 'test/population.test.ts';
      const others = importers.filter(({ to }) => to === path).map((one) => one.path);
      const reference = `test/reference/${folder === 'mechanisms' ? bare : 'none'}.ts`;
      parts.push({
        folder,
        name,
        path,
        parameters: pathsOf(declares.params ?? {}),
        writes: [...new Set(declares.writes ?? [])],
        tests: [...new Set([...(existsSync(join(root, sameName)) ? [sameName] : []), ...others])],
        reference: existsSync(join(root, reference)) ? reference : null,
      });
    }
  }
  const code = files
    .filter((path) => path.startsWith('sim/'))
    .map(read)
    .join('\n');
  const experiments = files.filter((path) => /^scenarios\/evidence\/E\d+\.yaml$/.test(path));
  const { entries } = buildLedger(Object.fromEntries(experiments.map((path) => [path, read(path)])));
  const record = 'scenarios/evidence/record.json';
  return {
    parts,
    schedule: scheduleOf('sim/week.ts'),
    claims: entries.map(({ experiment: { id, claim, source, mechanism }, fileName }) => ({
      id,
      claim,
      source,
      without: mechanism.name,
      file: `scenarios/evidence/${fileName}`,
    })),
    record: existsSync(join(root, record)) ? JSON.parse(read(record)) : null,
    calibration: calibrationOf(entries.map(({ experiment }) => experiment)),
    withoutReference: quoted(read('test/reference/reference.test.ts'), 'WITHOUT'),
    streams: Object.keys(STREAM).filter((name) => code.includes(`STREAM.${name},`)),
  };
}

/** The shipped plan with its record, or null where there is none. */
function calibrationOf(experiments: readonly Experiment[]): Calibration | null {
  const [plan, record] = ['plan.yaml', 'record.json'].map((name) => `scenarios/calibration/${name}`);
  if (!existsSync(join(root, record))) return null;
  const { value } = readPlan(read(plan), plan, experiments);
  return value && { plan: value, record: JSON.parse(read(record)), experiments };
}

/** A mechanism goes by its file; what sets the population up says so, as two of its files are named like mechanisms. */
function nameIn(folder: string, file: string): string {
  return folder === 'population' ? `${file} at the start` : file;
}

/** Where these declarations stand among the groups of parameters. */
function pathsOf(params: Parameters): string[] {
  const own = new Set(Object.values(params));
  return Object.entries(groups).flatMap(([group, { params: declared }]) =>
    Object.entries(declared as Parameters)
      .filter(([, parameter]) => own.has(parameter))
      .map(([name]) => `${group}.${name}`),
  );
}

/** The texts of a list of them that a file declares under `name`. */
function quoted(text: string, name: string): string[] {
  const list = new RegExp(`const ${name}[^=]*= \\[([^\\]]*)\\]`).exec(text)?.[1] ?? '';
  return [...list.matchAll(/'([^']+)'/g)].map(([, one = '']) => one);
}

/**
 * The steps of week.ts in order, and which exported steps of mechanisms and of the population each calls, through the
 * functions of week.ts itself.
 */
function scheduleOf(path: string): Scheduled[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.ESNext, true);
  const modules = new Map<string, string>();
  const functions = new Map<string, ts.Node>();
  const lists = new Map<string, ts.ArrayLiteralExpression>();
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      const bound = statement.importClause?.namedBindings;
      const from = (statement.moduleSpecifier as ts.StringLiteral).text;
      const [, folder = '', part = ''] = /^\.\/(mechanisms|population)\/([\w-]+)\.ts$/.exec(from) ?? [];
      if (part && bound && ts.isNamespaceImport(bound)) modules.set(bound.name.text, nameIn(folder, part));
    }
    if (ts.isFunctionDeclaration(statement) && statement.name) functions.set(statement.name.text, statement);
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations)
        if (initializer && ts.isArrayLiteralExpression(initializer)) lists.set(name.getText(), initializer);
    }
  }
  const callsIn = (node: ts.Node, seen: Set<string>): Call[] => {
    const found: Call[] = [];
    const visit = (at: ts.Node): void => {
      if (ts.isCallExpression(at)) {
        const { expression } = at;
        if (ts.isPropertyAccessExpression(expression)) {
          const part = modules.get(expression.expression.getText());
          if (part !== undefined) found.push({ part, step: expression.name.text });
        } else if (ts.isIdentifier(expression) && !seen.has(expression.text) && expression.text !== 'meet') {
          seen.add(expression.text);
          const body = functions.get(expression.text);
          if (body) found.push(...callsIn(body, seen));
        }
      }
      ts.forEachChild(at, visit);
    };
    visit(node);
    const keys = found.map(({ part, step }) => `${part} ${step}`);
    return found.filter((_, n) => keys.indexOf(keys[n] ?? '') === n);
  };
  return (['week', 'contact', 'term', 'year'] as const).flatMap((when) =>
    (lists.get(when)?.elements ?? []).flatMap((element) => {
      if (!ts.isArrayLiteralExpression(element)) return [];
      const [name, run] = element.elements;
      if (!name || !run || !ts.isStringLiteral(name)) return [];
      return [{ when, name: name.text, calls: callsIn(run, new Set()) }];
    }),
  );
}
