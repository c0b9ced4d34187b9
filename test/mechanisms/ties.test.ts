import { describe, expect, it } from 'vitest';
import { INSIDE, type State, TIES } from '../../sim/state.ts';
import { clearTies, findTie, freeSlot, moveTies, putTie, retarget } from '../../sim/ties.ts';
import { blank, modelOf, targets, weeks } from '../support/district.ts';

/** Gives 0 ties to `others`, with falling trust. */
function known(others: readonly number[], offset = 0): State {
  const s = blank(2, 30);
  for (const [n, j] of others.entries()) putTie(s, freeSlot(s, 0, offset), j, 0.9 - n / 20, 0);
  return s;
}

describe('a row of ties', () => {
  it('fills from the front, eight inside and eight across', () => {
    const s = known([5, 6, 7]);
    expect(targets(s, 0, 0)).toEqual([5, 6, 7, -1, -1, -1, -1, -1]);
    putTie(s, freeSlot(s, 0, INSIDE), 40, 0.5, 0);
    expect(targets(s, 0, INSIDE)).toEqual([40, -1, -1, -1, -1, -1, -1, -1]);
    expect(findTie(s.tieTarget, 0, 6, 0)).toBe(1);
    expect(findTie(s.tieTarget, 0, 6, INSIDE)).toBe(-1);
    expect(findTie(s.tieTarget, 0, 40, 0)).toBe(-1);
  });

  it('when it is full, the weakest makes room: the one of least trust and use together', () => {
    const s = known([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(freeSlot(s, 0, 0)).toBe(7); // the least trusted
    s.tieStrength[7] = 0.2; // 0.55 + 0.2 is more than the 0.6 of the one before
    expect(freeSlot(s, 0, 0)).toBe(6);
    s.tieStrength[3] = 6; // people who meet daily in several programmes
    expect(freeSlot(s, 0, 0)).toBe(6);
    putTie(s, 6, 20, 0.5, 9);
    expect(targets(s, 0, 0)).toEqual([1, 2, 3, 4, 5, 6, 20, 8]);
    expect([s.tieStrength[6], s.tieSince[6], s.tieSuccesses[6]]).toEqual([0, 9, 0]);
    expect(targets(s, 0, INSIDE).every((j) => j === -1)).toBe(true);
  });

  it('is emptied or moved as a whole', () => {
    const s = known([5, 6]);
    moveTies(s, 0, 10);
    expect(targets(s, 10, 0).slice(0, 3)).toEqual([5, 6, -1]);
    expect(s.tieTrust[10 * TIES + 1]).toBeCloseTo(0.85, 6);
    expect(targets(s, 0, 0).every((j) => j === -1)).toBe(true);
    clearTies(s, 10);
    expect(s.tieTarget.every((j) => j === -1)).toBe(true);
    expect(s.tieTrust.every((x) => x === 0)).toBe(true);
  });
});

describe('after moves', () => {
  it('ties follow people, ties to leavers go, and both halves stay packed in order', () => {
    const s = known([5, 6, 7, 8]);
    for (const j of [41, 42, 43]) putTie(s, freeSlot(s, 0, INSIDE), j, j / 100, 0);
    const moved = Int32Array.from({ length: 60 }, (_, i) => i);
    moved[5] = -1; // leaves
    moved[7] = 9; // takes another post
    moved[42] = -1;
    retarget(s, moved);
    expect(targets(s, 0, 0)).toEqual([6, 9, 8, -1, -1, -1, -1, -1]);
    expect(targets(s, 0, INSIDE)).toEqual([41, 43, -1, -1, -1, -1, -1, -1]);
    expect([...s.tieTrust.subarray(0, 4)].map((x) => Math.round(x * 100) / 100)).toEqual([
      0.85, 0.8, 0.75, 0,
    ]);
    expect(s.tieTrust[INSIDE + 1]).toBeCloseTo(0.43, 6);
    expect(s.tieTrust[INSIDE + 2]).toBe(0);
  });

  it('after three years of a district every tie leads to somebody in post, on its side of the school gate, once', () => {
    const m = modelOf({
      years: 3,
      district: { schools: 10 },
      foundings: [{ times: 3, form: 'soft federation' }],
    });
    weeks(m, 0, 117);
    const s = m.state;
    const inPost = new Set<number>();
    for (let a = 0; a < 10; a++)
      for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) inPost.add(i);
    let ties = 0;
    for (let i = 0; i < s.staffSchool.length; i++) {
      for (const offset of [0, INSIDE]) {
        const row = targets(s, i, offset);
        const used = row.filter((j) => j >= 0);
        if (!inPost.has(i)) expect(used).toEqual([]);
        expect(row.slice(used.length).every((j) => j === -1)).toBe(true);
        expect(new Set(used).size).toBe(used.length);
        for (const j of used) {
          expect(inPost.has(j)).toBe(true);
          expect(j).not.toBe(i);
          expect(s.staffSchool[j] === s.staffSchool[i]).toBe(offset === 0);
        }
        ties += used.length;
      }
    }
    expect(ties).toBeGreaterThan(inPost.size);
  });
});
