/** `collegium doctor`: what it says of this machine is so, and what lacks is bad where it is needed. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canary, disk, type Finding, memory, node } from '../batch/doctor.ts';
import { SIMULATION } from '../batch/sweep/key.ts';
import golden from './golden/digests.json' with { type: 'json' };
import { collegium, start, useBuiltCommand, useFolder } from './support/cli.ts';

useBuiltCommand();
const folder = useFolder();

test('says of everything what it found, in words and as JSON, and passes on a machine that runs these tests', async () => {
  const { code, stdout } = await collegium('doctor', '--json');
  const { good, findings } = JSON.parse(stdout) as { good: boolean; findings: Finding[] };
  expect({ code, good }).toEqual({ code: 0, good: true });
  const found = new Map(findings.map((finding) => [finding.what, finding]));
  expect(found.get('Node')?.found).toContain(process.versions.node);
  expect(found.get('simulation')?.found).toBe(SIMULATION);
  expect(found.get('determinism')).toMatchObject({
    grade: 'good',
    found: `tramton, ${golden.weeks} weeks: digest ${golden.digests.tramton}, as recorded`,
  });
  expect(found.get('DuckDB')).toMatchObject({ grade: 'good', found: expect.stringMatching(/^v\d+\.\d+/) });
  for (const { grade, advice } of findings) expect(advice === '').toBe(grade === 'good');

  const text = await collegium('doctor');
  expect(text.code).toBe(0);
  for (const { what } of findings) expect(text.stdout).toMatch(new RegExp(`^(good|warning) +${what} `, 'm'));
}, 60_000);

test('finds programs on the PATH, and tells what each lack means', async () => {
  const before = process.env.PATH;
  process.env.PATH = folder.path;
  try {
    const { finished } = start(['doctor', '--json']);
    const { findings } = JSON.parse((await finished).stdout) as { findings: Finding[] };
    const redis = findings.find(({ what }) => what === 'redis-server');
    expect(redis).toMatchObject({ grade: 'warning', found: 'not found' });
    expect(redis?.advice).toContain('--backend bullmq');
  } finally {
    process.env.PATH = before;
  }
}, 60_000);

test('grades what it finds', () => {
  const grade = (look: { grade: string }) => look.grade;
  expect(
    ['18.20.4', '20.18.9', '20.19.0', '22.1.0', '100.0.0'].map((version) => grade(node(version))),
  ).toEqual(['bad', 'bad', 'good', 'good', 'good']);
  const MIB = 1024 ** 2;
  expect([100, 500, 5000].map((free) => grade(memory({ free: free * MIB, all: 8000 * MIB })))).toEqual([
    'bad',
    'warning',
    'good',
  ]);
  expect(disk(tmpdir(), 'advice').found).toContain(tmpdir());
  expect(disk(join(folder.path, 'none'), 'advice')).toMatchObject({ grade: 'warning', advice: 'advice' });
  const wrong = { ...golden.digests, tramton: '0'.repeat(32) };
  expect(canary({ ...golden, digests: wrong })).toMatchObject({
    grade: 'bad',
    found: expect.stringContaining(`digest ${golden.digests.tramton}, recorded 000`),
  });
  expect(canary({ ...golden, version: '0.0.1' }).grade).toBe('warning');
  expect(canary(null).grade).toBe('warning');
}, 60_000);
