/** The project as text: its files, what they import, the tree its ARCHITECTURE.md draws, its links. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { root } from '../../scripts/support.mjs';

export interface Import {
  readonly from: string;
  /** A path from the root for the project's own files, otherwise the package or built-in as written. */
  readonly to: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}

/** Every file that is not ignored. Found without git: an unpacked archive is tested as well as a clone. */
export function projectFiles(): string[] {
  const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split('\n').filter(Boolean);
  const isIgnored = (name: string, folder: boolean) =>
    ignored.some((rule) =>
      rule.startsWith('*') ? name.endsWith(rule.slice(1)) : rule === (folder ? `${name}/` : name),
    );
  const walk = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      if (entry.name === '.git' || isIgnored(entry.name, entry.isDirectory())) return [];
      const path = folder + entry.name;
      if (entry.isDirectory()) return walk(`${path}/`);
      return entry.isFile() ? [path] : [];
    });
  return walk('');
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function importsOf(path: string, text = read(path)): Import[] {
  const source = ts.createSourceFile(path, scriptOf(path, text), ts.ScriptTarget.ESNext, true);
  const found: Import[] = [];
  visit(source);
  return found;

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    } else if (ts.isCallExpression(node) && isLoader(node.expression)) {
      for (const argument of node.arguments.slice(0, 1)) {
        for (const one of ts.isArrayLiteralExpression(argument) ? argument.elements : [argument])
          add(one, false);
      }
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
      // `new URL('./x.ts', import.meta.url)` is how a worker is named.
      if (node.arguments?.[1]?.getText() === 'import.meta.url') add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  }

  function add(specifier: ts.Node | undefined, typeOnly: boolean): void {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const name = specifier.text.replace(/[?#].*$/, '');
    const own = /^\.\.?(\/|$)/.test(name);
    found.push({ from: path, to: own ? posix.join(posix.dirname(path), name) : name, own, typeOnly });
  }
}

function isLoader(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || callee.getText() === 'import.meta.glob';
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  const { namedBindings, name } = clause;
  const eachIsType =
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly);
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword || (name === undefined && eachIsType);
}

/** A component's scripts, each on its own; anything else whole. */
function scriptOf(path: string, text: string): string {
  if (!path.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n');
}

/**
 * The paths that the first code block of a text draws: `name/` or `file.ext`, deeper by indentation. Files
 * after a folder on its line lie in it; the first word that is neither begins the description.
 */
export function drawnTree(text: string): string[] {
  const block = /```[^\n]*\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const open: { indent: number; folder: string }[] = [];
  const paths: string[] = [];
  for (const line of block.split('\n')) {
    const [indentation = ''] = /^[\s│├└─]*/.exec(line) ?? [];
    while (open.length > 0 && (open.at(-1)?.indent ?? 0) >= indentation.length) open.pop();
    let folder = open.at(-1)?.folder ?? '';
    for (const word of line.slice(indentation.length).split(/\s+/)) {
      if (!/^\.?[\w-][\w.-]*(\/|\.\w+)$|^\.[\w-]+\/?$/.test(word)) break;
      paths.push(folder + word);
      if (word.endsWith('/')) {
        folder += word;
        open.push({ indent: indentation.length, folder });
      }
    }
  }
  return paths;
}

/** Links of a Markdown text that lead to nothing: a file that is not there, a heading that is not in it. */
export function deadLinks(path: string, text = read(path)): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
  const targets = [
    ...[...prose.matchAll(/\]\(\s*<?([^)\s>]+)/g)].map(([, target = '']) => target),
    ...[...prose.matchAll(/^\s*\[[^\]]+\]:\s*(\S+)/gm)].map(([, target = '']) => target),
    ...[...prose.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, target = '']) => target),
  ];
  return targets.filter((target) => !/^[a-z][a-z+.-]*:/i.test(target) && !leadsSomewhere(path, target, text));
}

function leadsSomewhere(from: string, target: string, text: string): boolean {
  const [file = '', heading] = target.split('#');
  const to = file === '' ? from : posix.join(posix.dirname(from), decodeURI(file));
  if (file !== '' && !existsSync(join(root, to))) return false;
  if (heading === undefined || !to.endsWith('.md')) return true;
  return headingsOf(to === from ? text : read(to)).has(heading);
}

/** The anchors of a Markdown text: lower case, punctuation gone, blanks turned to hyphens, repeats numbered. */
function headingsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, title = ''] of text.replace(/```[\s\S]*?```/g, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const plain = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    let unique = anchor;
    for (let n = 1; anchors.has(unique); n += 1) unique = `${anchor}-${n}`;
    anchors.add(unique);
  }
  return anchors;
}
