/** `collegium validate` of plans: told from scenarios, held against their scenarios, every mistake at its place. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isSweepPlan } from '../../scenarios/plans.ts';
import { collegium, expectBadInput, useBuiltCommand, useFolder } from '../support/cli.ts';
import { projectFiles, read } from '../support/project.ts';

useBuiltCommand();
const folder = useFolder();

/** Its one dated change is in the second of two years. */
folder.write(
  'dated.yaml',
  'title: Dated\nyears: 2\ndistrict: { schools: 3 }\ntimeline:\n  - { week: 50, set: { market: { choice: 0.9 } } }\n',
);
const plan = (name: string, ...lines: string[]) =>
  folder.write(name, ['title: A plan', 'scenarios: [dated.yaml]', 'replicates: 3', ...lines, ''].join('\n'));
const validate = (...files: string[]) => collegium('validate', ...files);

test('a plan is told from a scenario by a key that no scenario has', () => {
  const isPlan = (path: string) => isSweepPlan(read(path));
  const yaml = projectFiles().filter((path) => /^scenarios\/(plans\/)?[^/]+\.yaml$/.test(path));
  expect(yaml.filter((path) => isPlan(path) !== path.startsWith('scenarios/plans/'))).toEqual([]);
  expect(['scenarios: 1', 'title: x\nfactors: []', 'design: {}'].map(isSweepPlan)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['', 'x', '- scenarios', 'a: {design: 1}', 'factors: ['].map(isSweepPlan)).toEqual(
    Array(5).fill(false),
  );
});

test('a plan that is right is said to be, with points, cells and runs', async () => {
  const plans = ['federations-until', 'four-policies'].map((name) => `scenarios/plans/${name}.yaml`);
  const { code, stdout, stderr } = await validate(...plans, 'ladder');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n')).toEqual([
    `${plans[0]}: valid: Soft or hard federations, as exactly as it takes; plan of a sweep: 2 scenarios, 3 points, 6 cells, 60 to 480 runs`,
    `${plans[1]}: valid: Four policies of one authority; plan of a sweep: 1 scenario, 4 points, 4 cells, 120 runs`,
    expect.stringMatching(/^ladder: valid: /),
    '',
  ]);
});

describe('what is wrong is said with line and column', () => {
  test('in the plan itself, and in a scenario that it names', async () => {
    const wrong = plan('wrong.yaml', 'factors: [{ path: market.chioce }]', 'design: { kind: grid }');
    expectBadInput(
      await validate(wrong),
      /wrong\.yaml:4:19: factors\[0\]\.path: .*did you mean 'market.choice'/,
    );
    const base = folder.write('broken.yaml', 'title: Broken\nyears: 99\n');
    const on = folder.write('on.yaml', 'title: On\nscenarios: [broken.yaml]\nreplicates: 1\n');
    expectBadInput(await validate(on), `${base}:2:8: years: too large`);
  });

  test('for a scenario that is not there, with the name that was meant', async () => {
    const file = folder.write(
      'gone.yaml',
      'title: Gone\nscenarios:\n  - laddr\n  - no/such.yaml\nreplicates: 1\n',
    );
    const both = await validate(file);
    expectBadInput(
      both,
      `${file}:3:5: scenarios[0]: no such scenario; did you mean 'ladder'?: found "laddr"; allowed: a name in the library`,
      `${file}:4:5: scenarios[1]: no such scenario: found "no/such.yaml"`,
    );
    expect(await collegium('sweep', file, '--out', join(folder.path, 'gone'))).toEqual(both);
  });

  test('for settings that do not fit the scenarios', async () => {
    const years = '{ path: years, from: 1, to: 3 }';
    const choice = '{ path: market.choice, from: 0.2, to: 0.8 }';
    expectBadInput(
      await validate(
        plan('grid.yaml', `factors: [${years}, ${choice}]`, 'design: { kind: grid, levels: 3 }'),
      ),
      /grid\.yaml:5:9: cell 0 of dated\.yaml: timeline\[0\]\.week: after the end of the run: found 50; allowed: .* 0 to 38/,
      /grid\.yaml:5:9: cell 2 of/,
    );
    expectBadInput(
      await validate(
        plan(
          'list.yaml',
          `factors: [${years}]`,
          'design:',
          '  kind: list',
          '  points:',
          '    - { years: 2 }',
          '    - { years: 1 }',
        ),
      ),
      /list\.yaml:9:7: cell 1 of dated\.yaml: timeline\[0\]\.week: after the end of the run: found 50/,
    );
    expectBadInput(
      await validate(plan('short.yaml', 'years: 1')),
      /short\.yaml:4:8: scenario 1 of dated\.yaml: timeline\[0\]\.week: after the end of the run: found 50/,
    );
    expect(
      await validate(
        plan('fits.yaml', `factors: [{ path: years, from: 2, to: 3 }]`, 'design: { kind: grid, levels: 2 }'),
      ),
    ).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /valid: A plan; plan of a sweep: 1 scenario, 2 points, 2 cells, 6 runs\n$/,
      ),
    });
  });
});
