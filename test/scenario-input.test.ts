import { describe, expect, test } from 'vitest';
import { MOST_PROBLEMS } from '../scenarios/problem.ts';
import { formatProblem } from '../scenarios/yaml.ts';
import { type GroupName, groups, type Parameter } from '../sim/index.ts';
import { BAD } from './support/bad-scenarios.ts';
import { problems, scenario } from './support/scenario-reading.ts';

const STANDS_ALONE = /^(?:(?:title|%|-|\ufeff|null|just| )|$)/;

describe('a bad scenario', () => {
  test.each(BAD)('%s', (what, text, line, column, path, message) => {
    const whole = STANDS_ALONE.test(text) || what === 'no title' ? text : `title: T\n${text}\n`;
    const found = problems(whole);
    const at = found.map((p) => ({ line: p.line, column: column === 0 ? 0 : p.column, path: p.path }));
    expect(at).toContainEqual({ line, column, path });
    const problem = found.find((p) => p.path === path && p.line === line);
    expect(problem?.message).toMatch(message);
    for (const p of found) {
      expect(p.file).toBe('bad.yaml');
      expect(p.found.length).toBeGreaterThan(0);
      expect(p.allowed.length).toBeGreaterThan(0);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may reach a terminal.
      expect(formatProblem(p)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });

  test('is shown on one line with place, path, value and what is allowed', () => {
    expect(problems('title: T\nmarket:\n  choice: 9\n').map(formatProblem)).toEqual([
      'bad.yaml:3:11: market.choice: too large: found 9; allowed: a number from 0 to 1 (share)',
    ]);
  });

  test('with several faults has them all named, from top to bottom', () => {
    const found = problems('title: T\nyears: 99\nmarket: {choice: .nan, chioce: 1}\nyears: 3\n');
    expect(found.map(({ line, path }) => `${line} ${path}`)).toEqual([
      '2 years',
      '3 market.choice',
      '3 market.chioce',
      '4 years',
    ]);
  });

  test('with many faults has the first named and the others counted', () => {
    const found = problems(`title: T\n${Array.from({ length: 33 }, (_, i) => `zz${i}zz: 1`).join('\n')}`);
    expect(found).toHaveLength(MOST_PROBLEMS);
    expect(found.at(-1)?.message).toMatch(/and 13 more problems/);
  });

  test('has every declared number, choice and flag refused below, above and of another type', () => {
    let tried = 0;
    for (const name of Object.keys(groups) as GroupName[]) {
      for (const [key, parameter] of Object.entries<Parameter>(groups[name].params)) {
        for (const wrong of wrongValues(parameter)) {
          const found = problems(`title: T\n${name}:\n  ${key}: ${wrong}\n`);
          expect(found.map(({ line, path }) => `${line} ${path}`)).toEqual([`3 ${name}.${key}`]);
          tried++;
        }
      }
    }
    expect(tried).toBeGreaterThan(500);
  });
});

function wrongValues(parameter: Parameter): string[] {
  if (parameter.kind === 'flag') return ['1', 'yes', '[]'];
  if (parameter.kind === 'choice') return ['1', 'true', 'no such option'];
  return [String(parameter.min - 1), String(parameter.max + 1), 'text'];
}

describe('a good scenario', () => {
  test('may begin with a byte order mark, a document mark and comments, and end its lines in CR LF', () => {
    expect(scenario('\ufeff# c\r\n---\r\ntitle: T # c\r\nyears: 3\r\n').years).toBe(3);
  });

  test('keeps text that looks like something else when it is in quotes', () => {
    expect(scenario('title: "012"\nseed: ".nan"\nabout: \'a: b # c\'\n')).toMatchObject({
      title: '012',
      seed: '.nan',
      about: 'a: b # c',
    });
  });

  test('has words such as NO and yes as text, as YAML 1.2 has them', () => {
    expect(scenario('title: NO\nseed: yes\n')).toMatchObject({ title: 'NO', seed: 'yes' });
  });

  test('reads numbers to the last digit', () => {
    expect(scenario('title: T\nmarket: {choice: 0.30000000000000004}\n').parameters.market.choice).toBe(
      0.1 + 0.2,
    );
  });

  test('may be nested as deep as a scenario goes', () => {
    const text = 'title: T\ntimeline:\n- week: 1\n  set:\n    market:\n      choice: 1\n';
    expect(scenario(text).timeline).toEqual([{ week: 1, group: 'market', name: 'choice', value: 1 }]);
  });

  test('is frozen', () => {
    const read = scenario('title: T\nfoundings: [{members: [1, 2]}]\n');
    expect(Object.isFrozen(read)).toBe(true);
    expect(Object.isFrozen(read.parameters.market)).toBe(true);
    expect(Object.isFrozen(read.foundings[0].members)).toBe(true);
  });
});
