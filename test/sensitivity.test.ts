import { describe, expect, test } from 'vitest';
import {
  advance,
  groups,
  metrics,
  type Parameter,
  type Parameters,
  start,
  type Value,
} from '../sim/index.ts';
import { scenarioOf } from './support/runs.ts';

/** A district where every mechanism has something to do: all kinds of collaboratives, money, pressure, shocks. */
const EVENTFUL = {
  years: 3,
  district: { schools: 16, secondaryShare: 0.15, density: 0.4 },
  accountability: { pressure: 0.8, exclusion: 0.3 },
  incentives: { grant: 40, releasedTime: 1, recognition: 0.3, grantWeeks: 60 },
  market: { choice: 0.5 },
  partnerChoice: { threshold: 0.1, busy: 0.1 },
  homeSchool: { organisation: 'multi-age', deficitThinking: 0.2 },
  collaborativeLife: { formality: 0.8, coordinator: 'honest broker', courting: 40, aligning: 60 },
  authority: { stance: 'directing', brokers: 50 },
  timeline: [
    { week: 40, set: { authority: { stance: 'facilitating' } } },
    { week: 79, set: { authority: { stance: 'threatened' } } },
  ],
  agencies: { coverage: 0.8, strategy: 'formalised team building' },
  foundings: [
    { week: 5, form: 'hard federation', size: 2, times: 3 },
    { week: 5, form: 'soft federation', size: 3, goals: 8, weeks: 90 },
  ],
  shocks: [
    { week: 45, kind: 'special measures', share: 0.5 },
    { week: 50, kind: 'head leaves', share: 0.4 },
    { week: 60, kind: 'fire', share: 0.3, weeks: 50 },
    { week: 62, kind: 'funding cut', share: 0.5, weeks: 30 },
  ],
};

/** A district where partnerships grow by themselves, last long enough to become collegial, and then lose their task. */
const PEACEFUL = {
  years: 6,
  district: { schools: 12, density: 0.4 },
  accountability: { pressure: 0.3, unit: 'collective', evidence: 'broad' },
  incentives: { releasedTime: 2 },
  market: { choice: 0.05 },
  collaborativeLife: { facilitation: 0.9, patience: 0.1 },
  foundings: [{ week: 5, form: 'federated trust', size: 2 }],
  timeline: [
    {
      week: 150,
      set: { activities: { intensity: 0.2 }, incentives: { releasedTime: 0 }, market: { choice: 1 } },
    },
  ],
};

type Plain = Record<string, unknown>;

/** Every series of a run, as one text. */
function outcome(plain: Plain): string {
  const run = start(scenarioOf(plain), { seed: 'sensitivity' });
  advance(run, run.weeks);
  return metrics.map(({ key }) => run.series[key].join(' ')).join('\n');
}

/** Values at the ends of the range and near its lower one, the default aside. */
function others(parameter: Parameter): Value[] {
  if (parameter.kind === 'flag') return [!parameter.default];
  if (parameter.kind === 'choice') return parameter.options.filter((option) => option !== parameter.default);
  const { min, max, integer } = parameter;
  const low = min + (max - min) * 0.05;
  return [min, max, integer ? Math.round(low) : low].filter((value) => value !== parameter.default);
}

describe('every parameter moves some metric in some district', () => {
  const districts: readonly Plain[] = [EVENTFUL, PEACEFUL];
  const usual = districts.map(outcome);
  test.each(Object.keys(groups) as (keyof typeof groups)[])('%s', (group) => {
    const params: Parameters = groups[group].params;
    const idle: string[] = [];
    for (const [name, parameter] of Object.entries(params)) {
      const moved = districts.some((district, d) =>
        others(parameter).some((value) => {
          // The most schools there can be would make another kind of test.
          const tried = group === 'district' && name === 'schools' ? Math.min(30, Number(value)) : value;
          const set = { ...(district[group] as Record<string, Value> | undefined), [name]: tried };
          return outcome({ ...district, [group]: set }) !== usual[d];
        }),
      );
      if (!moved) idle.push(name);
    }
    expect(idle).toEqual([]);
  });
});
