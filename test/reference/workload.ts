import { writes } from '../../sim/mechanisms/workload.ts';
import { ROLES } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import type { World } from './world.ts';

export function budget(w: World): void {
  const p = w.p.workload;
  const compliance = {
    head: p.complianceHead,
    senior: p.complianceSenior,
    middle: p.complianceMiddle,
    teacher: p.complianceTeacher,
    support: 0,
  };
  for (const a of w.schools) {
    for (const i of w.staffOf(a)) {
      const role = ROLES[i.role];
      const shortfall = i.hours < 0 ? Math.min(1, -i.hours / Math.max(1, p[role])) : 0;
      i.overload = p.memory * i.overload + (1 - p.memory) * shortfall;
      const pressure = a.pressure * (a.special === 1 ? p.specialMeasures : 1);
      const release = role === 'support' ? 0 : a.release;
      i.hours = p[role] * (1 - p.teachingNeed) - pressure * compliance[role] + release - a.tutoring;
    }
    w.headOf(a).hours -= a.away * p.head * 0.5;
  }
}

export const rules: Rule[] = [step('workload', writes, budget)];
