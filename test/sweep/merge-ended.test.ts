/** Merges that are killed, or run out of disk: results are the old ones or the new ones, and the same command ends well. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import xor4096 from 'seedrandom/lib/xor4096.js';
import { expect, test } from 'vitest';
import type { Sweep } from '../../batch/sweep/folder.ts';
import { digestsOfFile, digestsOfParts } from '../../batch/sweep/merge.ts';
import { partPath } from '../../batch/sweep/part.ts';
import { neededRuns } from '../../batch/sweep/rounds.ts';
import { collegium, program, start, useBuiltCommand, useFolder } from '../support/cli.ts';
import { complete, makeSweep } from '../support/sweep.ts';

useBuiltCommand();
const folder = useFolder();

const plan = (replicates: number) => `title: Ended
scenarios: [tiny.yaml]
replicates: ${replicates}
outcomes: all
series: all
schools: true
events: true
`;
const planFile = (name: string) => join(folder.path, `${name} plan`, 'plan.yaml');
const unfinished = (sweep: Sweep) => readdirSync(sweep.folder).filter((name) => name.startsWith('.'));

test('a merge that is killed leaves the old results whole or the new ones, and the next one is right', async () => {
  const sweep = makeSweep(folder, 'killed', plan(60));
  complete(sweep);
  const expected = digestsOfParts(sweep);
  const random = xor4096('merges killed');
  const args = ['sweep', planFile('killed'), '--out', sweep.folder, '--yes', '--parquet'];
  let inTheMiddle = 0;
  for (let kill = 0; kill < 8; kill++) {
    // The first four have no older results to leave.
    if (kill === 4) expect(await collegium(...args)).toMatchObject({ code: 0 });
    const { child, finished } = start(args);
    let ended = false;
    void finished.then(() => {
      ended = true;
    });
    while (!ended && unfinished(sweep).length === 0) await wait(1);
    await wait(random() * 60);
    child.kill('SIGKILL');
    await finished;
    if (unfinished(sweep).length > 0) inTheMiddle++;
    if (existsSync(join(sweep.folder, 'results.duckdb')))
      expect(await digestsOfFile(sweep)).toEqual(expected);
    const parquet = join(sweep.folder, 'parquet');
    if (existsSync(parquet)) expect(readdirSync(parquet)).toHaveLength(8);
  }
  expect(inTheMiddle).toBeGreaterThan(2);
  expect(await collegium(...args)).toMatchObject({ code: 0 });
  expect(unfinished(sweep)).toEqual([]);
  expect(readFileSync(join(sweep.folder, 'results.sha256'), 'utf8').trimEnd().split('\n')).toEqual(expected);
  expect(await digestsOfFile(sweep)).toEqual(expected);
}, 120_000);

test('a disk that is full is told, the old results stay, and the same command merges once there is room', async () => {
  const sweep = makeSweep(folder, 'full', plan(4));
  complete(sweep);
  // The parts take 200 kB, the results some megabytes; the sweep is moved to a disk of its own.
  const script = `
    mkdir "$4" && mount -t tmpfs -o size=32m none "$4" && cp -r "$3" "$4/sweep" || exit 99
    "$1" "$2" sweep "$5" --out "$4/sweep" --yes 2> "$4.first"; echo "first $?"
    cp "$4/sweep/results.sha256" "$4.before"
    rm "$4/sweep/parts/$6"
    free=$(df --output=avail -B1024 "$4" | tail -1)
    head -c $((free - 300))k /dev/zero > "$4/ballast"
    "$1" "$2" sweep "$5" --out "$4/sweep" --yes 2> "$4.second"; echo "second $?"
    ls -A "$4/sweep" | tr '\\n' ' '; echo
    cmp "$4/sweep/results.sha256" "$4.before" && echo same
    rm "$4/ballast"
    "$1" "$2" sweep "$5" --out "$4/sweep" --yes 2> "$4.third"; echo "third $?"
    ls -A "$4/sweep" | tr '\\n' ' '; echo
    cmp "$4/sweep/results.sha256" "$4.before" && echo same`;
  const disk = join(folder.path, 'disk');
  const [{ key }] = neededRuns(sweep);
  const part = partPath('', key).replace(/^parts./, '');
  const done = spawnSync(
    'unshare',
    ['-rm', 'sh', '-c', script, 'sh', process.execPath, program, sweep.folder, disk, planFile('full'), part],
    { encoding: 'utf8' },
  );
  if (done.error || done.status === 99 || !done.stdout.startsWith('first')) {
    console.warn(`No small disk can be made here (unshare, mount): ${done.error ?? done.stderr}`);
    return;
  }
  const files = 'parts results.duckdb results.sha256 sweep.json ';
  expect(done.stdout.trimEnd().split('\n')).toEqual([
    'first 0',
    'second 1',
    files,
    'same',
    'third 0',
    files,
    'same',
  ]);
  expect(readFileSync(`${disk}.second`, 'utf8')).toMatch(
    /results\.duckdb: cannot be written \(.*\)\. Every run is on disk; the same command merges them\n/,
  );
}, 60_000);
