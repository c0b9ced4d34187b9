import { describe, expect, test } from 'vitest';
import { applySettings, formatProblem } from '../scenarios/yaml.ts';
import { scenario } from './support/scenario-reading.ts';

describe('settings', () => {
  const base = scenario(
    'title: T\nyears: 4\nmarket: {choice: 0.7}\ntimeline: [{week: 100, set: {market: {choice: 0}}}]\n',
  );
  const refused = (...settings: string[]) =>
    applySettings(base, settings).problems.map((p) => `${p.line}:${p.column} ${p.path}: ${p.message}`);

  test('change what they name and nothing else', () => {
    const { scenario: changed } = applySettings(base, [
      'market.choice=0.9',
      'accountability.unit=mixed',
      'incentives.releaseForAll=true',
      'years=5',
      'seed=a b=c',
      'incentives.grant= 2.5e1 ',
    ]);
    expect(changed).toMatchObject({ years: 5, seed: 'a b=c', timeline: base.timeline });
    expect(changed?.parameters).toEqual({
      ...base.parameters,
      market: { ...base.parameters.market, choice: 0.9 },
      accountability: { ...base.parameters.accountability, unit: 'mixed' },
      incentives: { ...base.parameters.incentives, releaseForAll: true, grant: 25 },
    });
    expect(base.parameters.market.choice).toBe(0.7);
    expect(Object.isFrozen(changed)).toBe(true);
  });

  test('can put a default back, and the last of two counts', () => {
    expect(
      applySettings(base, ['market.choice=0.1', 'market.choice=0.4']).scenario?.parameters.market.choice,
    ).toBe(0.4);
  });

  test('none of them leaves the scenario as it is', () => {
    expect(applySettings(base, []).scenario).toEqual(base);
  });

  test.each([
    ['market.chioce=1', "1:1 market.chioce: unknown parameter; did you mean 'market.choice'?"],
    ['releasedTime=1', "1:1 releasedTime: unknown parameter; did you mean 'incentives.releasedTime'?"],
    ['marked.choice=1', "1:1 marked.choice: unknown parameter; did you mean 'market.choice'?"],
    ['=1', '1:1 : unknown parameter'],
    ['market.choice', '1:1 : no "=" in the setting'],
    ['market.choice=', '1:15 market.choice: not a number'],
    ['market.choice=high', '1:15 market.choice: not a number'],
    ['market.choice=1.5', '1:15 market.choice: too large'],
    ['market.choice= 1.5', '1:16 market.choice: too large'],
    ['market.choice=NaN', '1:15 market.choice: not a number'],
    ['market.choice=Infinity', '1:15 market.choice: not a number'],
    ['market.choice=0x1', '1:15 market.choice: not a number'],
    ['market.choice=1e999', '1:15 market.choice: too large for a number'],
    ['market.choice=0.123456789012345678', '1:15 market.choice: more digits than a number can hold'],
    ['years=2.5', '1:7 years: not a whole number'],
    ['years=9007199254740993', '1:7 years: an integer beyond 2^53'],
    ['incentives.releaseForAll=yes', '1:26 incentives.releaseForAll: wrong type'],
    ['accountability.unit=team', '1:21 accountability.unit: not an option'],
    ['title=', '1:7 title: expected text'],
    ['years=2', '1:7 timeline[0].week: after the end of the run'],
    ['market.choice.x=1', "1:1 market.choice.x: unknown parameter; did you mean 'market.choice'?"],
  ])('%s is refused', (setting, problem) => {
    expect(refused(setting)).toContainEqual(expect.stringContaining(problem));
  });

  test('several wrong ones are all named', () => {
    expect(refused('market.choice=9', 'nothing=1', 'years=x')).toHaveLength(3);
  });

  test('name what is allowed', () => {
    expect(applySettings(base, ['market.choice=9'], 'link').problems.map(formatProblem)).toEqual([
      'link:1:15: market.choice: too large: found 9; allowed: a number from 0 to 1 (share)',
    ]);
  });
});
