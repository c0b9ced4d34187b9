import { expect } from 'vitest';
import type { PlacedProblem } from '../../scenarios/problem.ts';
import { formatProblem, readScenario } from '../../scenarios/yaml.ts';
import type { Scenario } from '../../sim/index.ts';

/** What is found wrong with a text that must be refused. */
export function problems(text: string): readonly PlacedProblem[] {
  const reading = readScenario(text, 'bad.yaml');
  expect(reading.scenario).toBeNull();
  expect(reading.problems.length).toBeGreaterThan(0);
  return reading.problems;
}

/** The scenario in a text that must be accepted. */
export function scenario(text: string): Scenario {
  const reading = readScenario(text, 'good.yaml');
  expect(reading.problems.map(formatProblem)).toEqual([]);
  if (reading.scenario === null) throw new Error('no scenario');
  return reading.scenario;
}
