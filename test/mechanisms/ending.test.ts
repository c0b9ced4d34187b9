import { describe, expect, it } from 'vitest';
import { dissolve, leave } from '../../sim/collaboratives.ts';
import { advance, digest } from '../../sim/index.ts';
import * as ending from '../../sim/mechanisms/ending.ts';
import { defaults } from '../../sim/schema.ts';
import { INSIDE, MEMBERSHIPS, STAGE, type State, TIES } from '../../sim/state.ts';
import { putTie } from '../../sim/ties.ts';
import { collaborativeOf } from '../support/charter.ts';
import { blank, relate } from '../support/district.ts';
import { busyRun } from '../support/runs.ts';

const p = { ...defaults(ending.params), disappointment: 0.4, evaluation: 0.75 };

/** Three collaborating schools in one collaborative, each head with a tie of trust 0.8 to both others. */
function three(): { s: State; before: ending.Before; trust: () => number[] } {
  const s = blank(3);
  for (let a = 0; a < 3; a++) {
    for (const [n, b] of [0, 1, 2].filter((x) => x !== a).entries()) {
      if (a < b) relate(s, a, b, STAGE.collaboration);
      putTie(s, a * 6 * TIES + INSIDE + n, b * 6, 0.8, 0);
    }
  }
  collaborativeOf(s, [0, 1, 2]);
  const trust = () =>
    [0, 1, 2].flatMap((a) =>
      [0, 1].map((n) => Math.round(s.tieTrust[a * 6 * TIES + INSIDE + n] * 1000) / 1000),
    );
  return { s, before: ending.makeBefore(s.collaborativeLife.length, 3), trust };
}

describe('purpose', () => {
  it('is used up by progress and renewed by success with one’s own goals', () => {
    const { s, before } = three();
    s.collaborativeAttainment[0] = 0.5;
    s.collaborativeSpent[0] = 0.4;
    s.collaborativeOwnAgenda[0] = 0.8;
    s.collaborativeWins[0] = 0.5;
    ending.wear(s, { ...p, pace: 0.1, renewal: 0.2 }, before);
    expect(s.collaborativeSpent[0]).toBeCloseTo(0.4 + 0.1 * 0.5 * 0.6 - 0.2 * 0.8 * 0.5 * 0.4, 6);
  });

  it('takes benefit along, in full view only where an end was agreed', () => {
    for (const [ends, seen] of [
      [-1, 0.4],
      [90, 1],
    ]) {
      const { s, before } = three();
      s.collaborativeSpent[0] = 0.5;
      s.collaborativeEnds[0] = ends;
      s.membershipBenefit.fill(1);
      ending.wear(s, { ...p, pace: 0, renewal: 0, worn: 1 }, before);
      expect(s.membershipBenefit[0]).toBeCloseTo(1 - 0.3 * 0.5 * seen, 6);
    }
  });
});

describe('parting', () => {
  it('costs trust between the school that leaves and those it leaves, by how close they were', () => {
    const { s, before, trust } = three();
    ending.wear(s, p, before);
    leave(s, 1 * MEMBERSHIPS, 20);
    ending.part(s, p, before, 20);
    // Stage 3 of 4: 0.8 * (1 - 0.4 * 0.75) = 0.56 between school 1 and either other.
    expect(trust()).toEqual([0.56, 0.8, 0.56, 0.56, 0.8, 0.56]);
  });

  it('costs a quarter of that at an agreed end, all of it when a network falls apart', () => {
    const agreed = three();
    agreed.s.collaborativeEnds[0] = 20;
    ending.wear(agreed.s, p, agreed.before);
    dissolve(agreed.s, 0, 20);
    ending.part(agreed.s, p, agreed.before, 20);
    expect(agreed.trust()).toEqual(Array(6).fill(0.74));
    const apart = three();
    apart.s.collaborativeEnds[0] = 90;
    ending.wear(apart.s, p, apart.before);
    dissolve(apart.s, 0, 20);
    ending.part(apart.s, p, apart.before, 20);
    expect(apart.trust()).toEqual(Array(6).fill(0.56));
  });

  it('is none among those who share another collaborative, or stay', () => {
    const { s, before, trust } = three();
    collaborativeOf(s, [0, 1, 2]);
    ending.wear(s, p, before);
    dissolve(s, 0, 20);
    ending.part(s, p, before, 20);
    expect(trust()).toEqual(Array(6).fill(0.8));
  });
});

it('switched off it changes nothing, whatever else is set', () => {
  const off = busyRun('busy', { ending: { on: false } });
  const set = { on: false, pace: 1, renewal: 1, worn: 3, noticed: 1, disappointment: 1, evaluation: 0 };
  const other = busyRun('busy', { ending: set });
  const on = busyRun();
  for (const run of [off, other, on]) advance(run, run.weeks);
  expect(digest(other)).toBe(digest(off));
  expect(digest(on)).not.toBe(digest(off));
  expect(Math.max(...off.state.collaborativeSpent)).toBe(0);
});
