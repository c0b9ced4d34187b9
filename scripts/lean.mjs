/** Plugins for vite.config.ts that leave out of the page's code what it never runs. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PIECES = ['core', 'special', 'distribution'];

/**
 * Distributions are all that the page takes from jStat. The package is one file, but ships the files it is put
 * together from; without linear algebra, tests and regression it is half as large.
 * @returns {import('vite').Plugin}
 */
export function jstatInPieces() {
  const id = '\0jstat-in-pieces';
  return {
    name: 'jstat-in-pieces',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source) => (source === 'jstat' ? id : undefined),
    load: (source) => (source === id ? jstatPieces() : undefined),
  };
}

/** A module that exports what `import jstat from 'jstat'` gives, as far as its pieces go. */
export function jstatPieces() {
  const folder = dirname(createRequire(import.meta.url).resolve('jstat/package.json'));
  const code = PIECES.map((name) => readFileSync(join(folder, 'src', `${name}.js`), 'utf8'));
  return `${code.join('\n')}\nexport default { jStat };\n`;
}

/**
 * Leaves properties out of declarations: of the object that a call of one of `makers` is given, in files whose path
 * matches `where`.
 * @param {{ where: RegExp, makers: readonly string[], properties: readonly string[] }} what
 * @returns {import('vite').Plugin}
 */
export function declaredWithout({ where, makers, properties }) {
  return {
    apply: 'build',
    name: `declared-without-${properties.join('-')}`,
    enforce: 'post',
    transform(code, id) {
      if (!where.test(id.replaceAll('\\', '/'))) return undefined;
      /** @type {[start: number, end: number][]} */
      const cuts = [];
      walk(this.parse(code), (node) => {
        const [declared] = node.type === 'CallExpression' ? node.arguments : [];
        if (declared?.type !== 'ObjectExpression' || !makers.includes(node.callee.name)) return;
        for (const property of declared.properties) {
          if (properties.includes(property.key?.name)) cuts.push([property.start, property.end]);
        }
      });
      return { code: blanked(code, cuts), map: null };
    },
  };
}

/**
 * Empties texts: the argument at place `argument` of each call of one of `makers`, where it is a text, in files whose path
 * matches `where`, when what is built is an entry that matches `entry`.
 * @param {{ entry: RegExp, where: RegExp, makers: readonly string[], argument: number }} what
 * @returns {import('vite').Plugin}
 */
export function textsLeftOut({ entry, where, makers, argument }) {
  let meant = false;
  return {
    apply: 'build',
    name: 'texts-left-out',
    enforce: 'post',
    buildStart({ input }) {
      meant = Object.values(input).some((path) => entry.test(path));
    },
    transform(code, id) {
      if (!meant || !where.test(id.replaceAll('\\', '/'))) return undefined;
      /** @type {[start: number, end: number][]} */
      const texts = [];
      walk(this.parse(code), (node) => {
        if (node.type !== 'CallExpression' || !makers.includes(node.callee.name)) return;
        const text = node.arguments[argument];
        if (typeof text?.value === 'string') texts.push([text.start, text.end]);
      });
      let result = '';
      let done = 0;
      for (const [start, end] of texts.sort((p, q) => p[0] - q[0])) {
        result += `${code.slice(done, start)}''`;
        done = end;
      }
      return { code: result + code.slice(done), map: null };
    },
  };
}

/**
 * Tells the bundler that constants of modules whose path matches `where` do nothing but come to a value: those that
 * nobody reads can go, with all that they alone read.
 * @param {RegExp} where
 * @returns {import('vite').Plugin}
 */
export function constantsOnDemand(where) {
  return {
    name: 'constants-on-demand',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (!where.test(id.replaceAll('\\', '/'))) return undefined;
      let result = '';
      let done = 0;
      for (const statement of this.parse(code).body) {
        const { declaration = statement } = /** @type {any} */ (statement);
        if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue;
        for (const { init } of declaration.declarations) {
          if (!computed(init)) continue;
          result += `${code.slice(done, init.start)}/* @__PURE__ */ (() => (${code.slice(init.start, init.end)}))()`;
          done = init.end;
        }
      }
      return { code: result + code.slice(done), map: null };
    },
  };
}

/** Whether a value takes more than writing it down: a call, or a spread. @param {any} init */
function computed(init) {
  let found = false;
  walk(init, ({ type }) => {
    found ||= ['CallExpression', 'NewExpression', 'SpreadElement'].includes(type);
  });
  return found && !/Function/.test(init.type);
}

/** @param {any} node of a syntax tree @param {(node: any) => void} visit */
function walk(node, visit) {
  if (Array.isArray(node)) for (const one of node) walk(one, visit);
  else if (node !== null && typeof node === 'object') {
    if (typeof node.type === 'string') visit(node);
    for (const value of Object.values(node)) walk(value, visit);
  }
}

/** The code with spaces for each cut and the comma after it. @param {string} code @param {[number, number][]} cuts */
function blanked(code, cuts) {
  let result = code;
  for (const [start, end] of cuts) {
    const comma = /^\s*,/.exec(code.slice(end))?.[0].length ?? 0;
    const blank = code.slice(start, end + comma).replaceAll(/[^\n]/g, ' ');
    result = result.slice(0, start) + blank + result.slice(end + comma);
  }
  return result;
}
