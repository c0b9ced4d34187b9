import { STREAM } from '../../sim/draw.ts';
import { harms, writes } from '../../sim/mechanisms/shocks.ts';
import { writes as turnoverWrites } from '../../sim/mechanisms/turnover.ts';
import { EVENT, ROLE } from '../../sim/state.ts';
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
export const spared = [
  'schoolPosts',
  'schoolLeavers',
  'staffRole',
  'staffSchool',
  'schoolDamageUntil',
  'schoolCutUntil',
];

function strain(w: World): void {
  const p = w.p.harm;
  for (const a of w.schools) {
    if (a.cut > 0 && w.week >= a.cutUntil) a.cut = 0;
    const lost = p.damageHours * a.damage + p.cutHours * a.cut;
    for (const i of w.staffOf(a)) if (i.role !== ROLE.support) i.hours -= lost;
  }
}

function recover(w: World): void {
  const p = w.p.harm;
  for (const a of w.schools) {
    a.funds *= 1 - a.cut;
    a.release *= 1 - a.cut;
    a.capacity *= 1 - 0.15 * p.damageCapacity * a.damage;
    const left = a.damageUntil - w.week;
    a.damage = left <= 0 ? 0 : (a.damage * left) / (left + 13);
  }
}

export const rules: Rule[] = [
  step('shocks', [...writes, ...turnoverWrites], strike),
  step('shocks: strain', harms, strain),
  step('shocks: recover', harms, recover),
];
