import { describe, expect, it } from 'vitest';
import { agencyKinds } from '../sim/governance/agencies.ts';
import { agencyHours, agencyLinks, agencyTrust, wellbeingOfTargetedPupils } from '../sim/metrics/agencies.ts';
import type { Value } from '../sim/schema.ts';
import { areasOf, VIEWS } from '../sim/state.ts';
import { blank, mean, modelOf, weeks } from './support/district.ts';

const KINDS = agencyKinds.length;
const SOCIAL_CARE = 1;

describe('areas', () => {
  it('are one for about forty schools, of schools that lie together', () => {
    expect([1, 40, 59, 60, 400].map(areasOf)).toEqual([1, 1, 1, 2, 10]);
    const { state: s } = modelOf({ years: 1, district: { schools: 160 } });
    const sizes = [0, 1, 2, 3].map((area) => [...s.schoolArea].filter((x) => x === area).length);
    expect(sizes).toEqual([40, 40, 40, 40]);
    const spread = (schools: number[]) => {
      const centre = [mean(schools.map((a) => s.schoolX[a])), mean(schools.map((a) => s.schoolY[a]))];
      return mean(schools.map((a) => Math.hypot(s.schoolX[a] - centre[0], s.schoolY[a] - centre[1])));
    };
    const all = [...s.schoolArea.keys()];
    // A quarter of a disc is half as wide as the disc.
    for (let area = 0; area < 4; area++)
      expect(spread(all.filter((a) => s.schoolArea[a] === area))).toBeLessThan(0.7 * spread(all));
  });

  it('have one agency of each kind, near the view of its kind and far from schools', () => {
    const { state: s } = modelOf({ years: 1, district: { schools: 80 } });
    expect([...s.agencyKind]).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]);
    expect(s.agencyHorizon[SOCIAL_CARE]).toBe(156);
    for (let g = 0; g < 12; g++)
      for (let v = 0; v < VIEWS.length; v++)
        expect(Math.abs(s.agencyView[g * 4 + v] - agencyKinds[g % 6].view[v])).toBeLessThan(0.3);
    for (const { view, weeks: ahead } of agencyKinds) {
      const d = Math.hypot(...view.map((x) => x - 0.5)) / 2;
      expect(d).toBeGreaterThan(0.08);
      expect(ahead).toBeGreaterThan(39); // longer than a school's year
    }
  });
});

describe('metrics', () => {
  it('count schools whose work works, and weigh wellbeing by pupils', () => {
    const s = blank(4);
    for (let a = 0; a < 3; a++) {
      s.liaisonSince[a * KINDS] = 0;
      s.liaisonWork[a * KINDS] = a === 0 ? 0.49 : 0.5;
      s.liaisonTrust[a * KINDS] = a === 1 ? 0.7 : 0.4;
    }
    s.schoolAgencyHours.set([2, 0, 4, 0]);
    expect(agencyLinks.measure(s, 0)).toBe(0.5);
    expect(agencyTrust.measure(s, 0)).toBeCloseTo(0.5, 9);
    expect(agencyHours.measure(s, 0)).toBe(1.5);
    expect(wellbeingOfTargetedPupils.measure(s, 0)).toBe(0.5);
    s.schoolTargeted.set([0.1, 0.3, 0, 0]);
    s.schoolTargetedWellbeing.set([0.9, 0.6, 0.8, 0.5]);
    expect(wellbeingOfTargetedPupils.measure(s, 0)).toBeCloseTo((0.1 * 0.9 + 0.3 * 0.6) / 0.4, 9);
  });
});

describe('over years', () => {
  const run = (agencies: Record<string, Value>, stop = 156) => {
    const m = modelOf({ years: 4, district: { schools: 40 }, agencies });
    weeks(m, 0, stop);
    m.parameters.agencies.coverage = 0;
    weeks(m, stop, 156);
    return m.state;
  };
  const commitment = run({ coverage: 0.5 });
  const team = run({ coverage: 0.5, strategy: 'formalised team building' });

  it('team building costs more and does more', () => {
    for (const metric of [agencyTrust, agencyHours, wellbeingOfTargetedPupils])
      expect(metric.measure(team, 156)).toBeGreaterThan(metric.measure(commitment, 156));
    expect(wellbeingOfTargetedPupils.measure(commitment, 156)).toBeGreaterThan(0.52);
  });

  it('it helps those it is meant for and leaves the school much as it was', () => {
    const without = run({});
    expect(wellbeingOfTargetedPupils.measure(team, 156)).toBeGreaterThan(0.56);
    expect(Math.abs(mean(team.schoolClimate) - mean(without.schoolClimate))).toBeLessThan(0.02);
  });

  it('when it is stopped it ends, and wellbeing goes back to rest', () => {
    const stopped = run({ coverage: 0.5 }, 52);
    expect(agencyHours.measure(stopped, 156)).toBeLessThan(0.2 * agencyHours.measure(commitment, 156));
    expect(mean(stopped.schoolTargetedWellbeing)).toBeLessThan(mean(commitment.schoolTargetedWellbeing));
    expect(mean(stopped.schoolTargetedWellbeing)).toBeGreaterThan(0.5);
  });

  it('when all heads leave, work that rests on commitment goes with them and formal work mostly stays', () => {
    const kept = (strategy: string) => {
      const hours = (shocks: unknown[]) => {
        const m = modelOf({
          years: 3,
          district: { schools: 40 },
          agencies: { coverage: 0.5, strategy },
          shocks,
        });
        weeks(m, 0, 91);
        return agencyHours.measure(m.state, 91);
      };
      return hours([{ week: 85, kind: 'head leaves', share: 1 }]) / hours([]);
    };
    expect(kept('commitment-based')).toBeLessThan(0.7);
    expect(kept('reallocated assignments')).toBeGreaterThan(0.8);
    expect(kept('formalised team building')).toBeGreaterThan(0.7);
  });
});
