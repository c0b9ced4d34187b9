/** Files of a sweep are whole or not there: writers killed at any moment, and disks that fill up at any byte. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { removeUnfinished, writeWhole } from '../../batch/whole-file.ts';
import { root } from '../../scripts/support.mjs';
import { useFolder } from '../support/cli.ts';

const folder = useFolder();

/** The module itself, in words that a plain Node understands, for programs to be killed. */
const module = folder.write(
  'whole-file.mjs',
  ts.transpileModule(readFileSync(join(root, 'batch', 'whole-file.ts'), 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  }).outputText,
);
const imports = `import { writeWhole } from ${JSON.stringify(pathToFileURL(module).href)};
import { mkdirSync, readFileSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';`;

const SIZE = 400_000;

/** Which of the versions a file holds, one letter over its whole length; anything else is a part of one. */
function version(path: string): string {
  const text = readFileSync(path, 'utf8');
  return text === text[0].repeat(SIZE) ? text[0] : `torn at ${text.length}`;
}

test('a writer killed at any of 100 moments leaves the old file or the new one, and what it left over is cleared away', async () => {
  const script = folder.write(
    'writer.mjs',
    `${imports}
     console.log('writing');
     for (let i = 0; ; i++) writeWhole(process.argv[2], 'abcdefgh'[i % 8].repeat(${SIZE}));`,
  );
  const seen = new Set<string>();
  let left = 0;
  const kill = async (lane: number, i: number) => {
    const target = join(folder.path, `lane${lane}`, 'file');
    writeWhole(target, 'z'.repeat(SIZE));
    const child = spawn(process.execPath, [script, target], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, (i * 7) % 23));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    seen.add(version(target));
    left += readdirSync(join(folder.path, `lane${lane}`)).length - 1;
    removeUnfinished(join(folder.path, `lane${lane}`));
    expect(readdirSync(join(folder.path, `lane${lane}`))).toEqual(['file']);
  };
  await Promise.all(
    [0, 1].map(async (lane) => {
      for (let i = 0; i < 50; i++) await kill(lane, i);
    }),
  );
  expect([...seen].filter((one) => !/^[a-hz]$/.test(one))).toEqual([]);
  // Some were killed in the middle of writing, or the test has shown nothing.
  expect(left).toBeGreaterThan(10);
});

describe('a disk that is full', () => {
  test('at any of 100 bytes leaves the old file, says so, and leaves nothing over', () => {
    const script = folder.write(
      'filler.mjs',
      `${imports}
       const [folder] = process.argv.slice(2);
       mkdirSync(folder + '/own');
       const file = folder + '/own/file';
       writeWhole(file, 'a'.repeat(${SIZE}));
       const pages = Math.ceil(${SIZE} / 4096);
       const found = { refused: 0, written: 0, torn: 0, over: 0, other: 0 };
       for (let i = 0; i < 100; i++) {
         const { bavail, bsize } = statfsSync(folder);
         const free = Math.floor((pages * i) / 99); // pages left: from none to enough
         writeFileSync(folder + '/ballast', new Uint8Array((bavail - free) * bsize));
         const before = readFileSync(file, 'utf8');
         const letter = 'bcdefgh'[i % 7];
         try {
           writeWhole(file, letter.repeat(${SIZE}));
           found.written++;
           if (readFileSync(file, 'utf8') !== letter.repeat(${SIZE})) found.torn++;
         } catch (error) {
           if (error.code === 'ENOSPC') found.refused++; else found.other++;
           if (readFileSync(file, 'utf8') !== before) found.torn++;
         }
         found.over += readdirSync(folder + '/own').length - 1;
         rmSync(folder + '/ballast');
       }
       console.log(JSON.stringify(found));`,
    );
    const disk = join(folder.path, 'disk');
    const done = spawnSync(
      'unshare',
      [
        '-rm',
        'sh',
        '-c',
        'mkdir "$3" && mount -t tmpfs -o size=2m none "$3" && "$1" "$2" "$3"',
        'sh',
        process.execPath,
        script,
        disk,
      ],
      { encoding: 'utf8' },
    );
    if (done.error || !done.stdout.startsWith('{')) {
      console.warn(`No small disk can be made here (unshare, mount): ${done.error ?? done.stderr}`);
      return;
    }
    const { refused, written, ...wrong } = JSON.parse(done.stdout);
    expect(wrong).toEqual({ torn: 0, over: 0, other: 0 });
    expect(refused).toBeGreaterThan(90);
    expect(refused + written).toBe(100);
  });

  test('a folder that may not be written to is told', () => {
    writeFileSync(join(folder.path, 'plain'), '');
    expect(() => writeWhole(join(folder.path, 'plain', 'file'), 'x')).toThrow(/EEXIST|ENOTDIR/);
    expect(existsSync(join(folder.path, 'plain', 'file'))).toBe(false);
  });
});

test('what a living program has in hand is left alone', () => {
  const own = join(folder.path, 'living');
  writeWhole(join(own, 'file'), 'x');
  const host = /^\.(.*)-\d+-\d+-\d+\.unfinished$/;
  writeFileSync(join(own, `.elsewhere-1-0-0.unfinished`), '');
  expect(removeUnfinished(own)).toBe(0);
  expect(readdirSync(own).filter((name) => host.test(name))).toHaveLength(1);
});
