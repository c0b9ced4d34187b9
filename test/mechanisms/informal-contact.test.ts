import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { call, mingle, params } from '../../sim/mechanisms/informal-contact.ts';
import { defaults } from '../../sim/schema.ts';
import { INSIDE, NEIGHBOURS, type State, TIES } from '../../sim/state.ts';
import { putTie } from '../../sim/ties.ts';
import { blank, relate } from '../support/district.ts';

const p = { ...defaults(params), base: 0.02, trustWeight: 0.2, identityWeight: 0.8, chance: 0.1 };
const WEEKS = 4000;

/** Two schools all of whose staff know one of the other: a relation, alive by ties. */
function acquainted(): { s: State; r: number } {
  const s = blank(2, 6);
  const r = relate(s, 0, 1);
  for (let i = 0; i < 6; i++) {
    putTie(s, i * TIES + INSIDE, 6 + i, 0.5, 0);
    putTie(s, (6 + i) * TIES + INSIDE, i, 0.5, 0);
  }
  s.relationTies[r] = 6;
  return { s, r };
}

/** Share of weeks in which somebody calls. */
function often(set: (s: State, r: number) => void, settings: Partial<typeof p> = {}): number {
  const { s, r } = acquainted();
  set(s, r);
  let calls = 0;
  for (let w = 0; w < WEEKS; w++) call(s, { ...p, ...settings }, new Draw('calls'), w, () => calls++);
  return calls / WEEKS;
}

const about = (found: number, q: number) => Math.abs(found - q) <= 4 * Math.sqrt((q * (1 - q)) / WEEKS);

describe('calls', () => {
  it.each([
    ['between those who know each other: 0.02', 0, 0, 0, 0.02],
    ['with trust: 0.02 + 0.2 * 0.6^2', 0.6, 0, 0, 0.092],
    ['with half an identity a quarter of 0.8, a whole one all of it', 0, 0.5, 0, 0.02 + 0.2],
    ['with a whole identity 0.8', 0, 1, 0, 0.82],
    ['as rivals, held back by rivalry: half of 0.092', 0.6, 0, 0.5, 0.046],
    // Rivalry holds 0.5 * (1 - 0.5) of what trust makes of it and nothing of what identity does.
    ['as rivals who share an identity', 0.6, 0.5, 0.5, 0.75 * 0.092 + 0.2],
  ])('%s', (_, trust, identity, competition, expected) => {
    const found = often((s, r) => {
      s.relationTrust[r] = trust;
      s.relationIdentity[r] = identity;
      s.relationCompetition[r] = competition;
    });
    expect(about(found, expected), `${found}`).toBe(true);
  });

  it('are none where nobody knows anybody, or nothing moves them', () => {
    expect(often((s, r) => s.relationTies.fill(0, r, r + 1))).toBe(0);
    const still = { base: 0, trustWeight: 0, identityWeight: 0 };
    const warm = (s: State, r: number) => {
      s.relationTrust[r] = 1;
      s.relationIdentity[r] = 1;
    };
    expect(often(warm, still)).toBe(0);
    expect(often(warm)).toBe(1); // 0.02 + 0.2 + 0.8 is more than one a week
  });

  it('are kept from outsiders by networks that look inward, and not from fellow members', () => {
    const inward = (shared: number) =>
      often((s, r) => {
        s.relationIdentity[r] = 0.5;
        s.schoolInward.set([0.5, 0.2]);
        s.relationShared[r] = shared;
      });
    expect(about(inward(0), 0.22 * 0.5 * 0.8)).toBe(true);
    expect(about(inward(1), 0.22)).toBe(true);
  });

  it('go from either school, heads first, to the one most trusted there', () => {
    const { s, r } = acquainted();
    s.relationIdentity[r] = 1;
    putTie(s, INSIDE + 1, 10, 0.9, 0); // the head of school 0 trusts 10 more than 6
    const from = Array<number>(12).fill(0);
    for (let w = 0; w < WEEKS; w++)
      call(s, p, new Draw('who'), w, (i, j, relation) => {
        from[i]++;
        expect(relation).toBe(r);
        expect(j).toBe(i === 0 ? 10 : (i + 6) % 12);
      });
    const calls = from.reduce((sum, n) => sum + n, 0);
    expect(about(from.slice(0, 6).reduce((sum, n) => sum + n, 0) / calls, 0.5)).toBe(true);
    // 0.4 for the head outright, and a sixth of the rest: 0.5 of the school's calls.
    expect(about((from[0] + from[6]) / calls, 0.5)).toBe(true);
  });

  it('do not come about where those asked know nobody there', () => {
    const { s, r } = acquainted();
    s.relationIdentity[r] = 1;
    s.tieTarget.fill(-1);
    let calls = 0;
    for (let w = 0; w < 50; w++) call(s, p, new Draw('nobody'), w, () => calls++);
    expect(calls).toBe(0);
  });
});

describe('chance meetings', () => {
  /** Meetings of heads in a district of nine, each the neighbour of all. */
  function meetings(settings: Partial<typeof p>, set: (s: State) => void = () => {}): [number, number][] {
    const s = blank(9, 3);
    for (let a = 0; a < 9; a++)
      for (let n = 0; n < 8; n++) s.neighbourSchool[a * NEIGHBOURS + n] = n < a ? n : n + 1;
    set(s);
    const met: [number, number][] = [];
    for (let w = 0; w < 500; w++)
      mingle(s, { ...p, ...settings }, new Draw('events'), w, (i, j) => met.push([i, j]));
    return met;
  }

  it('bring each head to a neighbouring head with the probability said', () => {
    const met = meetings({ chance: 0.1 });
    expect(Math.abs(met.length - 450)).toBeLessThan(4 * Math.sqrt(4500 * 0.09));
    for (const [i, j] of met) {
      expect([i % 3, j % 3]).toEqual([0, 0]); // both are heads
      expect(j).not.toBe(i);
    }
    expect(new Set(met.map(([, j]) => j)).size).toBe(9);
    expect(meetings({ chance: 0 })).toEqual([]);
  });

  it('are fewer for heads of networks that look inward', () => {
    const met = meetings({ chance: 0.2 }, (s) => s.schoolInward.fill(1, 0, 1).fill(0.5, 1, 2));
    const of = (a: number) => met.filter(([i]) => i === 3 * a).length;
    expect(of(0)).toBe(0);
    expect(Math.abs(of(1) - 50)).toBeLessThan(4 * Math.sqrt(500 * 0.09));
    expect(Math.abs(of(2) - 100)).toBeLessThan(4 * Math.sqrt(500 * 0.16));
  });

  it('need a neighbour', () => {
    expect(meetings({ chance: 0.2 }, (s) => s.neighbourSchool.fill(-1))).toEqual([]);
  });
});
