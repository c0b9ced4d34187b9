import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { advance, digest } from '../../sim/index.ts';
import * as crisis from '../../sim/mechanisms/crisis.ts';
import * as shocks from '../../sim/mechanisms/shocks.ts';
import { defaults } from '../../sim/schema.ts';
import { CONTACT, ROLE, STAGE, type State } from '../../sim/state.ts';
import { blank, mean, modelOf, relate, weeks } from '../support/district.ts';
import { busyRun } from '../support/runs.ts';

const p = defaults(crisis.params);
const harm = defaults(shocks.params);
const FIRE = { week: 5, kind: 'fire', share: 1, severity: 0.6, weeks: 39, schools: [] } as const;

/** Visits to school 0 in so many weeks, and what became of the state. */
function visits(
  set: (s: State, r: number) => void,
  given = {},
  count = 400,
): { sum: number; s: State; kinds: Set<number> } {
  const s = blank(2, 6);
  const r = relate(s, 0, 1, STAGE.cooperation);
  s.schoolSpecial[0] = 1;
  set(s, r);
  const kinds = new Set<number>();
  let sum = 0;
  for (let w = 0; w < count; w++)
    crisis.help(s, { ...p, ...given }, new Draw('a'), w, (from, to, kind) => {
      expect([s.staffSchool[from], s.staffSchool[to]]).toEqual([1, 0]);
      kinds.add(kind);
      sum++;
    });
  return { sum, s, kinds };
}

describe('help in a crisis', () => {
  it('comes by trust and identity: at trust 0.6 and identity 0.2 and half weight each, in 40 of 100 weeks', () => {
    const close = (s: State, r: number) => {
      s.relationTrust[r] = 0.6;
      s.relationIdentity[r] = 0.2;
    };
    const { sum, s, kinds } = visits(close);
    expect(Math.abs(sum - 160)).toBeLessThan(4 * Math.sqrt(400 * 0.4 * 0.6));
    expect([...kinds]).toEqual([CONTACT.visit]);
    expect(s.schoolVisits[0]).toBe(sum);
    expect(s.schoolBurden[1]).toBeCloseTo(p.hours * sum, 6);
    const spent = s.staffHours.reduce((all, x) => all + x, 0);
    expect(spent).toBeCloseTo((p.relief - p.hours) * sum, 2);
    expect(visits(close, { solidarity: 0 }).sum).toBeGreaterThan(sum + 30);
    expect(visits(close, { solidarity: 1 }).sum).toBeLessThan(sum - 30);
  });

  it('is joint work among members of one collaborative, related how they may be', () => {
    const member = (s: State, r: number) => {
      s.relationStage[r] = STAGE.association;
      s.relationShared[r] = 1;
      s.relationTrust[r] = 0.5;
    };
    expect([...visits(member).kinds]).toEqual([CONTACT.sharedPost]);
  });

  it('does not come from strangers, from others in trouble, to who needs none, or when it is off', () => {
    const trusted = (s: State, r: number) => s.relationTrust.fill(1, r, r + 1);
    expect(visits((s, r) => trusted(s, r) && s.relationStage.fill(STAGE.association)).sum).toBe(0);
    expect(visits((s, r) => trusted(s, r) && s.schoolSpecial.fill(1)).sum).toBe(0);
    expect(visits((s, r) => trusted(s, r) && s.schoolSpecial.fill(0)).sum).toBe(0);
    expect(visits(trusted, { on: false }).sum).toBe(0);
    expect(visits(trusted).sum).toBeGreaterThan(150);
  });

  it('restores capacity and premises: 13 visits in a term go half of the way', () => {
    const s = blank(2);
    s.schoolVisits[0] = 13;
    s.schoolCapacity[0] = 0.2;
    s.schoolDamage[0] = 0.4;
    crisis.recover(s, { ...p, recovery: 0.5 });
    expect(s.schoolCapacity[0]).toBeCloseTo(0.2 + 0.25 * 0.8, 9);
    expect(s.schoolDamage[0]).toBeCloseTo(0.3, 9);
    expect([s.schoolHelp[0], s.schoolVisits[0]]).toEqual([1, 0]);
    expect([s.schoolCapacity[1], s.schoolHelp[1]]).toEqual([0.5, 0]);
  });

  it('changes nothing when it is off, whatever else is set', () => {
    const plan = { shocks: [{ week: 20, kind: 'fire', share: 0.5 }] };
    const off = busyRun('busy', { ...plan, crisis: { on: false } });
    const set = { on: false, visits: 3, solidarity: 0, hours: 9, relief: 9, recovery: 1 };
    const other = busyRun('busy', { ...plan, crisis: set });
    const on = busyRun('busy', plan);
    for (const run of [off, other, on]) advance(run, run.weeks);
    expect(digest(other)).toBe(digest(off));
    expect(digest(on)).not.toBe(digest(off));
  });

  it('leaves burnt schools with partners better off than burnt schools left alone', () => {
    const capacity = (on: boolean) => {
      const m = modelOf({
        years: 3,
        district: { schools: 24, density: 0.4 },
        foundings: [{ week: 0, form: 'hard federation', size: 3, times: 8 }],
        shocks: [{ week: 60, kind: 'fire', share: 0.4, severity: 1, weeks: 60 }],
        crisis: { on },
      });
      weeks(m, 0, 104);
      return mean(m.state.schoolCapacity.filter((_, a) => m.state.schoolDamageUntil[a] > 0));
    };
    expect(capacity(true)).toBeGreaterThan(capacity(false) + 0.01);
  });
});

describe('fire and cuts', () => {
  it('take capacity at once, and hours while they last', () => {
    const s = blank(2, 5);
    s.staffRole[4] = ROLE.support;
    shocks.strike(s, harm, { ...FIRE, schools: [1] }, new Draw('a'), 5);
    expect(s.schoolCapacity[0]).toBeCloseTo(0.5 * (1 - 0.4 * 0.6), 9);
    expect([s.schoolDamage[0], s.schoolDamageUntil[0], s.schoolDamage[1]]).toEqual([0.6, 44, 0]);
    shocks.strike(
      s,
      harm,
      { ...FIRE, kind: 'funding cut', severity: 1, weeks: 3, schools: [2] },
      new Draw('a'),
      5,
    );
    shocks.strain(s, harm, 6);
    expect([...s.staffHours.subarray(0, 6)].map((x) => Math.round(x * 10) / 10)).toEqual([
      -1.2, -1.2, -1.2, -1.2, 0, -1.5,
    ]);
    s.staffHours.fill(0);
    shocks.strain(s, harm, 8); // the cut has ended
    expect([s.staffHours[0], s.staffHours[5], s.schoolCut[1]]).toEqual([expect.closeTo(-1.2, 6), 0, 0]);
  });

  it('are made good evenly: a term before its end a third of a fire of three terms is left', () => {
    const s = blank(1);
    shocks.strike(s, harm, { ...FIRE, week: 0 }, new Draw('a'), 0);
    shocks.recover(s, harm, 13);
    expect(s.schoolDamage[0]).toBeCloseTo(0.4, 9);
    shocks.recover(s, harm, 26);
    expect(s.schoolDamage[0]).toBeCloseTo(0.2, 9);
    shocks.recover(s, harm, 39);
    expect(s.schoolDamage[0]).toBe(0);
  });

  it('cuts take their part of grants and released time', () => {
    const s = blank(2);
    s.schoolFunds.fill(40);
    s.schoolRelease.fill(2);
    shocks.strike(s, harm, { ...FIRE, kind: 'funding cut', severity: 0.25, schools: [1] }, new Draw('a'), 0);
    shocks.recover(s, harm, 13);
    expect([...s.schoolFunds, ...s.schoolRelease]).toEqual([30, 40, 1.5, 2]);
  });

  it('are nothing without shocks, whatever they would take', () => {
    const usual = busyRun();
    const set = busyRun('busy', { harm: { damageHours: 9, damageCapacity: 1, cutHours: 9 } });
    for (const run of [usual, set]) advance(run, run.weeks);
    expect(digest(set)).toBe(digest(usual));
  });
});
