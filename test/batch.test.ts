/** The command line from outside: exit codes, JSON, messages, and input that means no good. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { metrics, VERSION } from '../sim/index.ts';
import {
  collegium,
  expectBadInput,
  program,
  SMALL,
  start,
  useBuiltCommand,
  useFolder,
} from './support/cli.ts';

useBuiltCommand();
const folder = useFolder();
const small = folder.write('small.yaml', SMALL);
const keys = metrics.map(({ key }) => key);

describe('collegium', () => {
  test('--help shows the commands, examples and exit codes; every command has its own', async () => {
    for (const args of [[], ['run'], ['compare'], ['check'], ['doctor'], ['validate'], ['list']]) {
      const { code, stdout, stderr } = await collegium(...args, '--help');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Examples:\n  collegium ');
      expect(stdout).toMatch(/Exit codes:\n +0 +done[\s\S]* 1 [\s\S]* 2 +bad input[\s\S]* 130 +interrupted/);
    }
  });

  test('--version prints the version of the simulation', async () => {
    expect(await collegium('--version')).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
  });

  test('without a command, or with one there is not, says what there is', async () => {
    expectBadInput(await collegium(), 'Usage: collegium');
    expectBadInput(await collegium('rum', small), "unknown command 'rum'", 'Did you mean run?');
    expectBadInput(await collegium('run', small, '--yaers', '1'), "unknown option '--yaers'", '--years');
    expectBadInput(await collegium('run'), 'run takes a scenario, or --link');
    expectBadInput(await collegium('compare', small), 'compare takes two to four scenarios, or --link');
    expectBadInput(await collegium('run', small, 'more'), 'too many arguments');
  });
});

describe('collegium run', () => {
  test('--json has the documented shape, and nothing else on either stream', async () => {
    const { code, stdout, stderr } = await collegium('run', small, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual([
      'version',
      'scenario',
      'seed',
      'weeks',
      'digest',
      'imputed',
      'outcomes',
      'series',
    ]);
    expect(result).toMatchObject({ version: VERSION, scenario: small, seed: 'collegium', weeks: 39 });
    expect(result.digest).toMatch(/^[0-9a-f]{32}$/);
    expect(Object.keys(result.outcomes)).toEqual(keys);
    for (const { key, unit, min, max } of metrics) {
      const { value, unit: shown } = result.outcomes[key];
      expect(shown).toBe(unit);
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
      expect(result.series[key]).toHaveLength(4);
    }
    expect(result.series.week).toEqual([0, 13, 26, 39]);
  });

  test('gives the same bytes twice, and others for another seed', async () => {
    const [first, again, other] = await Promise.all([
      collegium('run', small, '--json'),
      collegium('run', small, '--json'),
      collegium('run', small, '--json', '--seed', 'other'),
    ]);
    expect(again.stdout).toBe(first.stdout);
    const [one, two] = [JSON.parse(first.stdout), JSON.parse(other.stdout)];
    expect(two.seed).toBe('other');
    expect(two.digest).not.toBe(one.digest);
  });

  test('takes the number of years and settings from the command line', async () => {
    const run = async (...args: string[]) =>
      JSON.parse((await collegium('run', small, '--json', ...args)).stdout);
    const [plain, longer, set, same] = await Promise.all([
      run(),
      run('--years', '2'),
      run('--set', 'trust.gain=0.09', '--set', 'market.choice=0.9'),
      run('--set', 'years=2', '--set', 'seed=collegium'),
    ]);
    expect(longer.weeks).toBe(78);
    expect(set.digest).not.toBe(plain.digest);
    expect(same.digest).toBe(longer.digest);
  });

  test('prints a table and sentences for people', async () => {
    const { code, stdout } = await collegium('run', small);
    expect(code).toBe(0);
    expect(stdout).toContain('Small district');
    for (const { label } of metrics) expect(stdout).toContain(label);
    expect(stdout).toMatch(/\nAfter 1 year, /);
    for (const line of stdout.split('\n')) expect(line).not.toMatch(/ $|NaN|undefined|-0\.0+\b/);
  });

  test('runs a scenario of the library by its name, on the schools of its register', async () => {
    const { code, stdout } = await collegium('run', 'hampshire', '--years', '1', '--json');
    expect(code).toBe(0);
    const { imputed } = JSON.parse(stdout);
    expect(imputed.schools).toBeGreaterThan(400);
    expect(imputed.staff.head).toBe(imputed.schools);
    expect(imputed.staff.teacher).toBeGreaterThan(1000);
    expect(imputed.files.register).toBe('gias-hampshire-2022-04.csv');
  }, 60_000);

  test('refuses settings outside their range before anything runs', async () => {
    const run = (...args: string[]) => collegium('run', small, ...args);
    expectBadInput(
      await run('--json', '--set', 'market.choice=7'),
      '--set:1:15: market.choice: too large: found 7',
      'from 0 to 1',
    );
    const wrong = ['market.choise=0.5', 'market.choice', 'market.choice=NaN', 'market.choice=1e999'];
    wrong.push('market.choice=', '__proto__.x=1', 'market.__proto__=1', 'toString=1');
    const all = await run(...wrong.flatMap((setting) => ['--set', setting]));
    expectBadInput(all, "did you mean 'market.choice'", 'no "="', '__proto__');
    expect(all.stderr.split('\n').filter((line) => line.startsWith('--set:'))).toHaveLength(wrong.length);
    for (const years of ['0', '-1', '51', '1.5', '']) {
      expectBadInput(await run('--years', years), '--years');
    }
    for (const seed of ['', 'x'.repeat(81), 'a\u001b[31m']) {
      expectBadInput(await run('--seed', seed), '--seed');
    }
  }, 60_000);

  test('refuses an absurd size with an estimate, before allocating', async () => {
    const args = ['--set', 'district.schools=30000', '--set', 'district.primaryRoll=2000', '--years', '50'];
    expectBadInput(await collegium('run', small, ...args), '30000 schools', /allowed/);
    expectBadInput(await collegium('compare', small, small, ...args, '--jobs', '2'), '30000 schools');
  });

  test('refuses schools that do not fit the scenario', async () => {
    expectBadInput(await collegium('run', small, '--results', 'r.csv'), '--results r.csv', '--schools');
  });
});

describe('a scenario', () => {
  test('that is not in the library is answered with the nearest name', async () => {
    expectBadInput(
      await collegium('run', 'hampshre'),
      "unknown scenario 'hampshre'",
      "did you mean 'hampshire'?",
    );
    for (const name of ['', '__proto__', 'constructor', '..', 'a\u001b]0;b\u0007']) {
      const { code, stdout, stderr } = await collegium('run', name);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).not.toContain('\u001b');
    }
  });

  test('file that cannot be read is named with the reason', async () => {
    const at = (name: string) => join(folder.path, name);
    mkdirSync(at('folder.yaml'));
    symlinkSync(at('loop.yaml'), at('loop.yaml'));
    const cases: [string, string][] = [
      [at('missing.yaml'), 'no such file'],
      [at('folder.yaml'), 'is a folder'],
      [at('loop.yaml'), 'leads back to itself'],
      [`${small}/under-a-file.yaml`, 'no such file'],
      [`${folder.path}/${'x'.repeat(300)}.yaml`, 'name is too long'],
      [folder.write('big.yaml', `about: ${'x'.repeat(256 * 1024)}`), 'too large'],
      [folder.write('zero.yaml', 'title: a\0b'), 'not a text file (byte 9 is zero)'],
      [folder.write('latin.yaml', Uint8Array.of(0x74, 0x3a, 0x20, 0xe9, 0x0a)), 'not UTF-8'],
      [folder.write('empty.yaml', ''), 'the file holds no scenario'],
    ];
    if (process.getuid?.() !== 0) {
      chmodSync(folder.write('secret.yaml', SMALL), 0);
      cases.push([at('secret.yaml'), 'permission denied']);
    }
    const all = await collegium('validate', ...cases.map(([file]) => file));
    for (const [file, why] of cases) expectBadInput(all, `${file}:`, why);
    expectBadInput(await collegium('run', at('missing.yaml')), 'no such file');
  }, 60_000);

  test('file with mistakes is answered with file, line, column, value and what is allowed', async () => {
    const file = folder.write('wrong.yaml', `${SMALL}market:\n  choice: 7\n  chioce: 1\nmarkt: {}\n`);
    for (const command of ['run', 'validate']) {
      expectBadInput(
        await collegium(command, file),
        `${file}:6:11: market.choice: too large: found 7; allowed: a number from 0 to 1`,
        /wrong\.yaml:7:3: .*did you mean 'choice'/,
        /wrong\.yaml:8:1: .*did you mean 'market'/,
      );
    }
    expectBadInput(await collegium('compare', small, file), `${file}:6:11`);
  });

  test('setting of one side alone changes that side, and is checked by its own name', async () => {
    const both = ['compare', small, small, '--replicates', '2', '--jobs', '1', '--json'];
    const digests = async (...args: string[]) => {
      const { code, stdout } = await collegium(...both, ...args);
      expect(code).toBe(0);
      return JSON.parse(stdout).digests as { a: string[]; b: string[] };
    };
    const plain = await digests();
    expect(plain.b).toEqual(plain.a);
    const changed = await digests('--set-b', 'trust.gain=0.02');
    expect(changed.a).toEqual(plain.a);
    expect(changed.b).not.toEqual(plain.b);
    expect(await digests('--set-a', 'trust.gain=0.02', '--set-b', 'trust.gain=0.02')).toEqual(
      await digests('--set', 'trust.gain=0.02'),
    );
    expectBadInput(
      await collegium(...both, '--set-a', 'trust.gane=1'),
      '--set-a',
      "did you mean 'trust.gain'",
    );
  }, 60_000);

  test('file meant to do harm is refused at once', async () => {
    const bomb = `title: &a [x]\nabout: &b [${'*a,'.repeat(9)}*a]\nsource: [${'*b,'.repeat(9)}*b]\n`;
    const texts = [
      bomb,
      '['.repeat(20_000),
      `title: x\n${'a:\n '.repeat(5)}b: 1`,
      'title: a\ntitle: b\n',
      'title: !!js/function "x"\n',
      'title: x\n<<: {years: 3}\n',
      'title: x\n__proto__: {years: 3}\n',
      'title: x\nyears: .inf\n',
      'title: x\nyears: 9007199254740993\n',
      'title: x\n---\ntitle: y\n',
      'title: x\nschools:\n  register: ../../../etc/passwd\n',
      'title: x\nschools:\n  register: gone.csv\n',
      '- 1\n- 2\n',
      '\u0007\u001b[2J',
    ];
    const files = texts.map((text, i) => folder.write(`hostile-${i}.yaml`, text));
    const began = performance.now();
    const result = await collegium('validate', ...files);
    expectBadInput(result, ...files);
    expect(result.stderr).not.toContain('\u001b');
    expect(performance.now() - began).toBeLessThan(10_000);
  }, 60_000);

  test.skipIf(process.platform === 'win32')('can come through a pipe', async () => {
    const command = `cat "$1" | "$2" "$3" validate /dev/stdin`;
    const args = ['-c', command, 'sh', small, process.execPath, program];
    const stdout = execFileSync('sh', args, { encoding: 'utf8' });
    expect(stdout).toContain('valid: Small district');
  });
});

describe('schools from a file', () => {
  const heading = 'URN,EstablishmentName,PhaseOfEducation (name),Latitude,Longitude';
  const rows = Array.from({ length: 12 }, (_, i) => `${i + 1},School ${i + 1},Primary,51.${10 + i},-1.2`);
  const register = folder.write('register.csv', [heading, ...rows, ''].join('\r\n'));

  test('take the place of the scenario’s, and what was imputed is counted', async () => {
    const { code, stdout, stderr } = await collegium('run', small, '--schools', register, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { imputed } = JSON.parse(stdout);
    expect(imputed).toMatchObject({ schools: 12, files: { register: 'register.csv', results: null } });
    expect(Object.keys(imputed.imputed)).toContain('roll');
    const text = (await collegium('run', small, '--schools', register)).stdout;
    expect(text).toMatch(/Imputed: roll of 12 schools/);
  });

  test('are read in the encoding of older spreadsheets too', async () => {
    const bytes = Buffer.from(
      [heading, ...rows, ''].join('\n').replace('School 3', 'St Mary\u0092s'),
      'latin1',
    );
    const { code } = await collegium('run', small, '--schools', folder.write('latin1.csv', bytes), '--json');
    expect(code).toBe(0);
  });

  test('that are wrong are answered with file, line, column and what is allowed', async () => {
    const run = (name: string, text: string) =>
      collegium('run', small, '--schools', folder.write(name, text));
    expectBadInput(await run('columns.csv', 'URN,Name\n1,A\n'), 'columns.csv:1:', 'PhaseOfEducation (name)');
    expectBadInput(await run('empty.csv', ''), 'empty.csv:1:1');
    expectBadInput(await run('no-rows.csv', `${heading}\n`), 'no-rows.csv:1:1', 'no schools');
    const wrong = [heading, rows[0], '2,School 2,Primary,north,-1.2', ''].join('\n');
    expectBadInput(await run('cell.csv', wrong), /cell\.csv:3:4: Latitude: .*"north"/);
    expectBadInput(await collegium('run', small, '--schools', folder.path), 'is a folder');
    expectBadInput(await collegium('validate', folder.write('bad.csv', wrong)), 'bad.csv:3:4');
  });

  test('can be checked alone', async () => {
    const { code, stdout } = await collegium('validate', register);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${register}: valid: 12 schools\n` });
  });
});

describe('collegium list and validate', () => {
  test('list names every scenario of the library, and validate accepts each', async () => {
    const { code, stdout } = await collegium('list', '--json');
    expect(code).toBe(0);
    const names: string[] = JSON.parse(stdout).scenarios.map(({ name }: { name: string }) => name);
    expect(names.length).toBeGreaterThanOrEqual(8);
    expect(names).toEqual(
      expect.arrayContaining(['hampshire', 'hampshire-competition', 'hampshire-partnership']),
    );
    const text = (await collegium('list')).stdout;
    for (const name of names) expect(text).toMatch(new RegExp(`^${name} `, 'm'));
    expect(await collegium('validate', ...names)).toMatchObject({ code: 0, stderr: '' });
  }, 120_000);

  test('validate tells of a story what it holds, or what is wrong with it', async () => {
    const good = await collegium('validate', 'scenarios/stories/ladder.yaml');
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toBe(
      'scenarios/stories/ladder.yaml: valid: From collaboration to collegiality; story: 7 steps, 45 minutes, 2 sides of 12 runs\n',
    );
    const text =
      'title: A\nabout: B\nsource: C\nminutes: 20\nsides: [{ name: a, scenario: laddder }]\nsteps: []\n';
    expectBadInput(
      await collegium('validate', folder.write('bad-story.yaml', text)),
      'bad-story.yaml:6:8: steps',
    );
  });

  test('work from any folder', async () => {
    const { code, stdout } = await start(['validate', 'small.yaml'], { cwd: folder.path }).finished;
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'small.yaml: valid: Small district; 1 year, generated schools\n',
    });
    expect((await start(['list'], { cwd: folder.path }).finished).stdout).toContain('hampshire');
  });
});

describe('a pipe that is closed early', () => {
  test('is no error', async () => {
    const { child, finished } = start(['run', small, '--json']);
    child.stdout?.destroy();
    const { code, stderr } = await finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
