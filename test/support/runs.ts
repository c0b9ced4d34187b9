import { checkScenario, type Run, type Scenario, start } from '../../sim/index.ts';

/** The scenario of a plain object, which must be without fault. */
export function scenarioOf(plain: Record<string, unknown>): Scenario {
  const { scenario, problems } = checkScenario({ title: 'test', years: 2, ...plain });
  if (scenario === null) throw new Error(`not a scenario: ${JSON.stringify(problems)}`);
  return scenario;
}

/** A small district where much happens: ties, partnerships, a grant, a founding, a shock, a change of policy. */
export const BUSY = {
  years: 3,
  district: { schools: 14, secondaryShare: 0.2, density: 0.4 },
  incentives: { grant: 20, releasedTime: 1 },
  market: { choice: 0.7 },
  timeline: [{ week: 60, set: { market: { choice: 0.2 }, trust: { gain: 0.08 } } }],
  foundings: [{ week: 5, form: 'hard federation', size: 2, times: 2 }],
  shocks: [{ week: 50, kind: 'head leaves', share: 0.4 }],
};

export function busyRun(seed = 'busy', plain: Record<string, unknown> = {}): Run {
  return start(scenarioOf({ ...BUSY, ...plain }), { seed });
}
