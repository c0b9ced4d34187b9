/** Everything that has a name on the page has an explanation, complete and in words. */
import { describe, expect, test } from 'vitest';
import { groups, metrics, STAGES } from '../sim/index.ts';
import { explanationOf, explanations, lookUp } from '../ui/state/explain.ts';
import { projectFiles, read } from './support/project.ts';

describe('explanations', () => {
  test('there is one for every metric, setting and stage, each under a key of its own', () => {
    const keys = explanations().map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { key } of metrics) expect(keys).toContain(`metric:${key}`);
    for (const [group, { params }] of Object.entries(groups)) {
      for (const name of Object.keys(params)) expect(keys).toContain(`parameter:${group}.${name}`);
    }
    for (const stage of STAGES) expect(keys).toContain(`stage:${stage}`);
  });

  test('each says what it is and names a source without short names', () => {
    for (const { key, name, sentence, source, facts, kind } of explanations()) {
      expect(name, key).not.toBe('');
      expect(sentence, key).toMatch(/\.$/);
      expect(source.length, key).toBeGreaterThan(3);
      expect(source, key).not.toMatch(/\b[BOENG] \d/);
      if (kind === 'Outcome' || kind === 'Setting') {
        expect(facts.map((fact) => fact.name)).toEqual(expect.arrayContaining(['Unit', 'Range']));
      }
      for (const { value } of facts) expect(value, key).not.toBe('');
    }
  });

  test('are looked up by all words of a query', () => {
    expect(lookUp('trust between').map(({ key }) => key)).toContain('metric:trustBetweenSchools');
    expect(lookUp('zebra')).toEqual([]);
    expect(lookUp('').length).toBe(explanations().length);
  });

  test('named in the page exist', () => {
    const named = projectFiles()
      .filter((path) => path.startsWith('ui/') && path.endsWith('.svelte'))
      .flatMap((path) => [...read(path).matchAll(/(?:data-explain|of)="(\w+:[^"{]+)"/g)])
      .map(([, key]) => key);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((key) => explanationOf(key) === undefined)).toEqual([]);
  });
});
