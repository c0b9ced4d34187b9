/** docs/researchers.md is true: its files are written, its commands, R and Python run in their order, and what it says of them holds. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../scripts/support.mjs';
import { useBuiltCommand, useFolder } from './support/cli.ts';
import { runProgram } from './support/programs.ts';
import { read } from './support/project.ts';
import { useShell } from './support/shell.ts';

useBuiltCommand();
const folder = useFolder();
const at = (name: string) => join(folder.path, name);
const page = read('docs/researchers.md');

interface Block {
  readonly language: string;
  /** The file that the page tells its readers to save it as, or ''. */
  readonly file: string;
  readonly text: string;
}
const blocks = [...page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, language, file = '', text]): Block => ({ language, file, text }),
);
const said: string[] = [];

const shell = useShell(folder);

/** Other languages: how a block is run, and how to ask whether what it loads is there. */
const LANGUAGES = {
  r: {
    programs: ['Rscript'],
    packages: /\b(\w+)::|library\((\w+)\)/g,
    ask: (names: string[]) => [
      '-e',
      `stopifnot(${names.map((name) => `requireNamespace("${name}", quietly = TRUE)`).join(', ')})`,
    ],
    run: (text: string) => ['--vanilla', '-e', text],
  },
  python: {
    programs: ['python3', '/usr/bin/python3'],
    packages: /^(?:import|from) (\w+)/gm,
    ask: (names: string[]) => ['-c', names.map((name) => `import ${name}`).join('\n')],
    run: (text: string) => ['-c', text],
  },
} as const;

/** The program that has what a block loads, or null. */
function programFor({ language, text }: Block): string | null {
  const { programs, packages, ask } = LANGUAGES[language as keyof typeof LANGUAGES];
  const names = [...new Set([...text.matchAll(packages)].map(([, one, other]) => one ?? other))];
  return programs.find((name) => runProgram(name, ask(names)).ok) ?? null;
}

const figuresOf = ({ text }: Block) =>
  [...text.matchAll(/(?:png|savefig)\("([^"]+)"/g)].map(([, name]) => name);

/** Width and height of a PNG in pixels. */
function pixels(file: string): [number, number] {
  const bytes = readFileSync(file);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.length).toBeLessThan(60_000);
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe.skipIf(process.platform === 'win32')('the guide for researchers', () => {
  for (const block of blocks) {
    const { language, file, text } = block;
    const name = `${language}: ${text.split('\n', 1)[0]}`;
    if (language === 'yaml') {
      test(`${name} is saved as ${file}`, () => {
        expect(page).toContain(`\`${file}\``);
        folder.write(file, text);
      });
    } else if (language === 'sh') {
      test(name, () => {
        const { ok, stdout, stderr } = shell(text);
        expect({ ok, stderr }).toEqual({ ok: true, stderr });
        said.push(stdout, stderr);
      }, 120_000);
    } else {
      const interpreter = programFor(block);
      if (interpreter === null)
        console.warn(`SKIPPED: nothing here runs this block of docs/researchers.md: ${name}`);
      test.skipIf(interpreter === null)(
        name,
        () => {
          const { ok, stderr } = runProgram(
            interpreter ?? '',
            LANGUAGES[language as keyof typeof LANGUAGES].run(text),
            { cwd: folder.path },
          );
          expect({ ok, stderr }).toEqual({ ok: true, stderr });
          // The page shows figures of the size that its code draws.
          for (const figure of figuresOf(block))
            expect(pixels(at(figure))).toEqual(pixels(join(root, 'docs', figure)));
        },
        120_000,
      );
    }
  }

  test('has commands, plans, and a figure in each language', () => {
    const drawn = (language: string) =>
      blocks.filter((block) => block.language === language).flatMap(figuresOf);
    expect([...drawn('r'), ...drawn('python')].every((name) => page.includes(`](${name})`))).toBe(true);
    expect([drawn('r').length, drawn('python').length]).toEqual([1, 1]);
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['sh', 'yaml', 'r', 'python']));
    const commands = blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => text.trim().split('\n'));
    expect(commands.filter((line) => !line.startsWith('npx collegium '))).toEqual([]);
  });

  test('says what comes true', () => {
    const all = said.join('\n');
    expect(all).toMatch(/time-and-choice\.yaml: valid: .*21 points, 21 cells, 126 runs/);
    expect(all).toMatch(/Tried: .* Expected for 121 more runs/);
    expect(all).toMatch(/\? where half the interval exceeds the index/);
    const digests = readFileSync(at('time-and-choice/results.sha256'), 'utf8');
    expect(all).toContain(`sha256 of the results: ${digests.slice(0, 64)}`);
    expect(all).toMatch(/Shard 3\/20: 7 runs on disk/);
    expect(JSON.parse(readFileSync(at('analysis.json'), 'utf8')).findings.length).toBeGreaterThan(0);
    const [heading, ...rows] = readFileSync(at('tables/results.csv'), 'utf8').trim().split('\n');
    expect(rows).toHaveLength(126);
    const row = rows[41].split(',');
    const of = (column: string) => row[heading.split(',').indexOf(column)];
    expect(['run', 'market.choice', 'incentives.releasedTime', 'replicate'].map(of)).toEqual([
      '41',
      '0.1',
      '3',
      '6',
    ]);
    expect(['run-41.gexf', 'report.html'].map((name) => existsSync(at(name)))).toEqual([true, true]);
  });
});
