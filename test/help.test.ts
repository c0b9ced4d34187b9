/** What --help says of every command is true: options, exit codes, and examples that run. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from '../scripts/support.mjs';
import { collegium, SMALL, start, useBuiltCommand, useFolder } from './support/cli.ts';
import { useShell } from './support/shell.ts';

useBuiltCommand();
const folder = useFolder();
const shell = useShell(folder);

/** Commands whose examples are run here, in the order in which one needs another's files. */
const RUN = ['validate', 'sweep', 'analyse', 'check', 'export'] as const;
/** What the examples are run without: other machines, clusters, and scenarios that take seconds. */
const ELSEWHERE = /--backend|export (tramton|ladder) /;

const helps = new Map<string, string>();
beforeAll(async () => {
  const { stdout } = await collegium('--help');
  const list = /\nCommands:\n([\s\S]*?)\n\n/.exec(stdout)?.[1] ?? '';
  for (const [, name] of list.matchAll(/^ {2}(\w+)/gm)) {
    if (name !== 'help') helps.set(name, (await collegium(name, '--help')).stdout);
  }
  helps.set('', stdout);
}, 60_000);

const section = (text: string, heading: string) =>
  (text.split(`\n${heading}:\n`)[1] ?? '')
    .split('\n\n')[0]
    .trim()
    .split('\n')
    .map((line) => line.trim());

describe('every command', () => {
  test('is among those that are helped with', () => {
    expect([...helps.keys()]).toEqual(expect.arrayContaining([...RUN, 'run', 'compare', 'worker', '']));
  });

  test('says what its exit codes are', () => {
    for (const [name, text] of helps) {
      const codes = section(text, 'Exit codes').map((line) => line.split(/\s{2,}/));
      expect({ name, codes: codes.map(([code]) => code) }).toEqual({ name, codes: ['0', '1', '2', '130'] });
      expect(codes[0][1]).toMatch(/^done/);
      expect(codes[2][1]).toMatch(/^bad input: /);
    }
  });

  test('is described in lines as long as the terminal is wide', () => {
    for (const [name, text] of helps) {
      const [, about] = text.split('\n\n');
      const lines = about.split('\n');
      // A word that would have fitted on the line above was broken off by hand.
      lines.slice(1).forEach((line, i) => {
        expect({ name, line, room: lines[i].length + 1 + line.split(' ')[0].length > 80 }).toEqual({
          name,
          line,
          room: true,
        });
      });
    }
  });

  test('has examples with options that it has', () => {
    for (const [name, text] of helps) {
      for (const example of section(text, 'Examples')) {
        expect(example).toMatch(name === '' ? /^collegium \w+/ : new RegExp(`^collegium ${name}\\b`));
        const command = helps.get(/^collegium (\w+)/.exec(example)?.[1] ?? '') ?? '';
        for (const [option] of example.replace(/"[^"]*"/g, '').matchAll(/--[\w-]+/g)) {
          expect(command, example).toMatch(new RegExp(`^ +(-\\w, )?${option}\\b`, 'm'));
        }
      }
    }
  });
});

describe.skipIf(process.platform === 'win32')('the examples', () => {
  const plan = (name: string) =>
    folder.write(
      name,
      'title: Small\nscenarios: [competing-neighbours]\nyears: 1\nreplicates: 3\n' +
        'set: { district.schools: 6 }\nfactors: [{ path: market.choice, from: 0, to: 1 }, { path: trust.gain, from: 0.02, to: 0.1 }]\n' +
        'design: { kind: grid, levels: 3 }\noutcomes: [attainment, attainmentGap, trustBetweenSchools, turnover]\n',
    );
  beforeAll(() => {
    mkdirSync(join(folder.path, 'scenarios/plans'), { recursive: true });
    plan('scenarios/plans/regimes.yaml');
    mkdirSync(join(folder.path, 'scenarios/stories'), { recursive: true });
    folder.write(
      'scenarios/stories/ladder.yaml',
      readFileSync(join(root, 'scenarios/stories/ladder.yaml'), 'utf8'),
    );
    plan('my-plan.yaml');
    folder.write('my-district.yaml', SMALL);
    folder.write(
      'register.csv',
      'URN,EstablishmentName,PhaseOfEducation (name),Latitude,Longitude\n1,A,Primary,51.1,-1.2\n',
    );
  });

  test.each(RUN)(
    'of %s end well',
    (name) => {
      const lines = section(helps.get(name) ?? '', 'Examples').filter((line) => !ELSEWHERE.test(line));
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        // Nobody is there to be asked, and a test keeps to its folder.
        const own = line
          .replace(/(--out) \/\w+\//, '$1 ')
          .replace(/^(collegium sweep (?!.*--yes).*)/, '$1 --yes');
        const { ok, stderr } = shell(own);
        expect({ line, ok, stderr }).toEqual({ line, ok: true, stderr });
      }
    },
    120_000,
  );

  test('a folder of a sweep that is called like a scenario is not taken for one', async () => {
    const out = join(folder.path, 'tramton');
    expect(await collegium('sweep', join(folder.path, 'my-plan.yaml'), '--out', out, '--yes')).toMatchObject({
      code: 0,
    });
    const run = (named: string) =>
      start(['export', named, '--format', 'csv', '--out', 'tramton-tables'], { cwd: folder.path }).finished;
    expect(await run('tramton')).toMatchObject({
      code: 2,
      stderr: 'tramton: a scenario of the library, and the folder of a sweep here; ./tramton is the folder\n',
    });
    expect(await run('./tramton')).toMatchObject({ code: 0 });
  }, 60_000);
});
