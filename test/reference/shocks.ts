import { STREAM } from '../../sim/draw.ts';
import { writes } from '../../sim/mechanisms/shocks.ts';
import { writes as turnoverWrites } from '../../sim/mechanisms/turnover.ts';
import { EVENT } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import { replaceHeads } from './turnover.ts';
import type { World } from './world.ts';

export function strike(w: World): void {
  for (const shock of w.shocks) {
    if (shock.week !== w.week) continue;
    w.draw.open(STREAM.shock, w.week);
    const hit = w.schools.filter((a) =>
      shock.schools.length > 0 ? shock.schools.includes(a.id) : w.draw.uniform(a.index, 0) < shock.share,
    );
    if (shock.kind === 'head leaves') {
      if (hit.length > 0) replaceHeads(w, hit);
      continue;
    }
    for (const a of hit) {
      if (a.special === 1) continue;
      Object.assign(a, { special: 1, grade: 4, inspected: w.week });
      w.record(EVENT.specialMeasures, a.index, -1, 4);
    }
  }
}

/** Columns that turnover writes at the turn of the year alone. */
export const spared = ['schoolPosts', 'schoolLeavers', 'staffRole', 'staffSchool'];

export const rules: Rule[] = [step('shocks', [...writes, ...turnoverWrites], strike)];
