/**
 * Holds sim/ to what gives the same bits in every engine (rules D1-D16): no approximated functions, nothing
 * that is not an input of the run, no order that an engine may choose. There is no way to switch it off in
 * a file; what is allowed is written here.
 *
 * `node scripts/determinism-lint.mjs` checks sim/ and lists what it found.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { isMain, root } from './support.mjs';

/** @typedef {{ file: string, line: number, column: number, rule: string, message: string }} Finding */
/** @typedef {(node: ts.Node, rule: string, message: string) => void} Report */

const words = (/** @type {string} */ text) => new Set(text.trim().split(/\s+/));

/** Exactly defined by the language; every other member of Math is approximated, and differs between engines. */
const EXACT_MATH = words(`
  abs ceil floor round trunc sign min max fround imul clz32 sqrt
  E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2
`);

/** The only names a file may use without declaring or importing them. */
const GLOBALS = words(`
  undefined NaN Infinity Number String Boolean BigInt Symbol Object Array Map Set JSON Math
  Error RangeError TypeError isFinite isNaN parseFloat parseInt ArrayBuffer DataView
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  Float32Array Float64Array BigInt64Array BigUint64Array
`);

/** Keys that look like integers jump the queue: `{ b, 2, a, 1 }` lists as 1, 2, b, a. */
const KEY_LISTERS = words('keys entries values assign getOwnPropertyNames getOwnPropertyDescriptors groupBy');

/** Files that list the keys of declarations, which are names and never integers. */
const MAY_LIST_KEYS = words('sim/schema.ts sim/parameters.ts sim/scenario.ts sim/state.ts');

const BANNED_MEMBERS = new Map([
  ['localeCompare', 'compares by the language of the machine; compare by code unit (D10)'],
  ['toLocaleString', 'prints in the language of the machine (D10)'],
  ['toLocaleDateString', 'prints in the language of the machine (D10)'],
  ['toLocaleTimeString', 'prints in the language of the machine (D10)'],
  ['toLocaleUpperCase', 'depends on the language of the machine (D10)'],
  ['toLocaleLowerCase', 'depends on the language of the machine (D10)'],
  ['fromAsync', 'is asynchronous (D9)'],
  ['constructor', 'reaches Function, and by it everything that is banned (D3)'],
  ['__proto__', 'swaps prototypes; build plain objects by hand'],
]);

const ALLOWED_PACKAGES = words('seedrandom/lib/xor4096.js');

if (isMain(import.meta.url)) {
  const findings = lint(readFolder('sim'));
  for (const { file, line, column, rule, message } of findings) {
    console.error(`${file}:${line}:${column} ${rule}: ${message}`);
  }
  if (findings.length > 0) process.exit(1);
}

/**
 * @param {string} folder relative to the root
 * @returns {Map<string, string>} path to source
 */
export function readFolder(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const paths = entries.filter((name) => /\.[cm]?[jt]sx?$/.test(name)).sort();
  return new Map(
    paths.map((name) => {
      const path = `${folder}/${name.replaceAll('\\', '/')}`;
      return [path, readFileSync(join(root, path), 'utf8')];
    }),
  );
}

/**
 * @param {Map<string, string>} sources path (from the root, such as sim/week.ts) to text
 * @returns {Finding[]}
 */
export function lint(sources) {
  // One program without libraries: names are bound by scope, so a local `window` is no global `window`.
  const options = { noLib: true, noResolve: true, allowJs: true, target: ts.ScriptTarget.ESNext, types: [] };
  /** @type {ts.CompilerHost} */
  const host = {
    fileExists: (path) => sources.has(path),
    readFile: (path) => sources.get(path),
    getSourceFile: (path, language) => {
      const text = sources.get(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, language, true);
    },
    getDefaultLibFileName: () => 'none.d.ts',
    getCurrentDirectory: () => '',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => {},
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  const checker = program.getTypeChecker();
  return [...sources.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return source ? lintFile(source, checker) : [];
  });
}

/** @param {ts.SourceFile} source @param {ts.TypeChecker} checker */
function lintFile(source, checker) {
  /** @type {Finding[]} */
  const findings = [];
  /** @type {Report} */
  const report = (node, rule, message) => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    findings.push({ file: source.fileName, line: line + 1, column: character + 1, rule, message });
  };
  visit(source);
  return findings;

  /** @param {ts.Node} node */
  function visit(node) {
    checkImport(node, source.fileName, report);
    // Types are gone before the program runs.
    if (isOnlyType(node)) {
      ts.forEachChild(node, visitTypeImports);
      return;
    }
    checkSyntax(node, report);
    if (ts.isIdentifier(node) && isFreeName(node, checker)) checkGlobal(node, source.fileName, report);
    const member = memberName(node);
    if (member !== undefined) checkMember(node, member, report);
    ts.forEachChild(node, visit);
  }

  /** @param {ts.Node} node */
  function visitTypeImports(node) {
    checkImport(node, source.fileName, report);
    ts.forEachChild(node, visitTypeImports);
  }
}

/** @param {ts.Node} node */
function isOnlyType(node) {
  if (!ts.isExpressionWithTypeArguments(node)) return ts.isTypeNode(node);
  const { parent } = node;
  const extendsClass =
    ts.isHeritageClause(parent) &&
    parent.token === ts.SyntaxKind.ExtendsKeyword &&
    ts.isClassLike(parent.parent);
  // What is left, `f<number>` used as a value, is an expression as well.
  return ts.isHeritageClause(parent) && !extendsClass;
}

/** @param {ts.Node} node @param {string} file @param {Report} report */
function checkImport(node, file, report) {
  let specifier;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) specifier = node.moduleSpecifier;
  else if (ts.isImportTypeNode(node)) {
    specifier = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
  } else if (ts.isImportEqualsDeclaration(node)) {
    report(node, 'import', 'use an ES import');
  }
  if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
  const { text } = specifier;
  const inside = /^\.\.?\//.test(text) && posix.join(posix.dirname(file), text).startsWith('sim/');
  if (!inside && !ALLOWED_PACKAGES.has(text)) {
    report(specifier, 'import', `sim/ imports itself and ${[...ALLOWED_PACKAGES].join(', ')}, not ${text}`);
  }
}

/** @param {ts.Node} node @param {Report} report */
function checkSyntax(node, report) {
  switch (node.kind) {
    case ts.SyntaxKind.AsteriskAsteriskToken:
    case ts.SyntaxKind.AsteriskAsteriskEqualsToken:
      return report(node, 'power', 'powers are approximated; multiply, or use sim/math (D1, D2)');
    case ts.SyntaxKind.ForInStatement:
      return report(node, 'for-in', 'integer-like keys jump first; loop over a list (D6)');
    case ts.SyntaxKind.AsyncKeyword:
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.AwaitKeyword:
      return report(node, 'async', 'scheduling would leak into the run (D9)');
    case ts.SyntaxKind.WithStatement:
      return report(node, 'with', 'hides which names are meant');
    case ts.SyntaxKind.MetaProperty:
      if (node.getText() === 'import.meta') report(node, 'import-meta', 'is not an input of the run (D3)');
      return undefined;
    case ts.SyntaxKind.DeclareKeyword:
      if (ts.isPropertyDeclaration(node.parent)) return undefined;
      return report(node, 'declare', 'sim/ has no ambient names to declare (D3)');
    case ts.SyntaxKind.CallExpression:
      if (/** @type {ts.CallExpression} */ (node).expression.kind === ts.SyntaxKind.ImportKeyword) {
        report(node, 'import()', 'loads while the run goes on (D9)');
      }
      return undefined;
    default:
      return undefined;
  }
}

/**
 * A name used as a value that no scope of the file declares.
 * @param {ts.Identifier} node @param {ts.TypeChecker} checker
 */
function isFreeName(node, checker) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  if (ts.isMetaProperty(parent) || ts.isLabeledStatement(parent)) return false;
  if (ts.isBreakOrContinueStatement(parent)) return false;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  if (ts.isShorthandPropertyAssignment(parent)) {
    return !checker.getShorthandAssignmentValueSymbol(parent)?.declarations?.length;
  }
  if (isDeclarationName(node)) return false;
  return !checker.getSymbolAtLocation(node)?.declarations?.length;
}

/** @param {ts.Identifier} node */
function isDeclarationName(node) {
  const { parent } = node;
  return 'name' in parent && parent.name === node && !ts.isPropertyAccessExpression(parent);
}

/** @param {ts.Identifier} node @param {string} file @param {Report} report */
function checkGlobal(node, file, report) {
  const name = node.text;
  if (!GLOBALS.has(name)) {
    report(node, 'global', `${name} is not an input of the run, or not the same everywhere (D3, D9)`);
    return;
  }
  if (name !== 'Math' && name !== 'Object') return;
  const { parent } = node;
  const direct = ts.isPropertyAccessExpression(parent) && parent.expression === node;
  if (!direct) {
    report(node, 'alias', `write ${name}.<member> where it is used, so that it can be checked`);
  } else if (name === 'Math' && !EXACT_MATH.has(parent.name.text)) {
    report(parent, 'math', `Math.${parent.name.text} differs between engines; use sim/math (D1)`);
  } else if (name === 'Object' && KEY_LISTERS.has(parent.name.text) && !MAY_LIST_KEYS.has(file)) {
    report(parent, 'keys', `Object.${parent.name.text} orders integer-like keys first; keep a list (D6)`);
  }
}

/** The name in `a.name`, `a['name']` or `{ name } = a`. @param {ts.Node} node */
function memberName(node) {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    const name = node.propertyName ?? node.name;
    return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
  }
  return undefined;
}

/** @param {ts.Node} node @param {string} name @param {Report} report */
function checkMember(node, name, report) {
  const why = BANNED_MEMBERS.get(name);
  if (why !== undefined) report(node, 'member', `${name} ${why}`);
  // A column or a parameter may be called sort; what is banned is the method.
  if ((name === 'sort' || name === 'toSorted') && !ts.isBindingElement(node)) checkSort(node, name, report);
}

/** @param {ts.Node} node the access to the method @param {string} name @param {Report} report */
function checkSort(node, name, report) {
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.expression !== node) {
    report(node, 'sort', `call ${name} where it is used, with a comparator (D7)`);
    return;
  }
  const [comparator] = call.arguments;
  if (comparator === undefined || comparator.kind === ts.SyntaxKind.UndefinedKeyword) {
    report(node, 'sort', `${name} needs a comparator: the default one compares as text (D7)`);
  } else if (ts.isIdentifier(comparator) && comparator.text === 'undefined') {
    report(node, 'sort', `${name} needs a comparator: the default one compares as text (D7)`);
  } else if (ts.isFunctionLike(comparator)) {
    if (comparator.parameters.length < 2) {
      report(node, 'sort', 'a comparator takes both elements and is total (D7)');
    } else if (/\b(\w*random\w*|draw|rng|uniform)\b/i.test(comparator.getText())) {
      report(node, 'sort', 'a comparator that draws is no order; shuffle with keyed draws (D7)');
    }
  }
}
