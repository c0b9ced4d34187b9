import { STREAM } from '../../sim/draw.ts';
import { writes } from '../../sim/mechanisms/accountability.ts';
import { EVENT } from '../../sim/state.ts';
import { collectivity } from './competition.ts';
import { type Rule, step } from './rule.ts';
import { held, type World } from './world.ts';

/** How many times what is measured counts: more under an authority that directs. */
export function emphasis(w: World): number {
  const { stance, drill, capacity } = w.p.authority;
  return stance === 'directing' ? 1 + drill * capacity : 1;
}

export function press(w: World): void {
  const p = w.p.accountability;
  const narrow = (p.evidence === 'broad' ? 0.4 : 1) * emphasis(w);
  for (const a of w.schools) {
    const felt = p.pressure * (1 - p.standingSensitivity * a.standing * p.stakes * 2);
    a.pressure = p.pressure === 0 ? 0 : held(felt);
    const weakness = Math.max(0, 0.7 - a.capacity) / 0.7;
    const alone = 1 - collectivity(w);
    const pull = held(p.gaming * a.pressure * alone * narrow * weakness * (0.5 + p.stakes));
    a.gaming += 0.3 * (pull - a.gaming);
    a.excluded = p.exclusion * a.gaming;
  }
}

export function inspect(w: World): void {
  const p = w.p.accountability;
  if (!p.inspections) return;
  w.draw.open(STREAM.inspection, w.week);
  for (const a of w.schools) {
    let years = p.inspectionCycle;
    if (a.special === 1) years = 1;
    else if (a.grade >= 3) years = Math.min(2, years);
    if (w.week - a.inspected < years * 39) continue;
    const evidence = 0.55 * a.standing + 0.25 * a.valueAdded + 1.5 * (a.capacity - 0.5);
    const judged = evidence + p.inspectionNoise * w.draw.normal(a.index, 0);
    const grade = judged > 0.95 ? 1 : judged > -1 ? 2 : judged > -2 ? 3 : 4;
    a.grade = grade;
    a.inspected = w.week;
    w.record(EVENT.inspected, a.index, -1, grade);
    const was = a.special;
    a.special = grade === 4 ? 1 : 0;
    if (was === 0 && a.special === 1) w.record(EVENT.specialMeasures, a.index, -1, grade);
    if (was === 1 && a.special === 0) w.record(EVENT.outOfSpecialMeasures, a.index, -1, grade);
  }
}

export const rules: Rule[] = [step('accountability', writes, press), step('inspection', writes, inspect)];
