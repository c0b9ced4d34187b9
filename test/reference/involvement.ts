import { writes } from '../../sim/mechanisms/involvement.ts';
import { ROLE } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import { held, total, type World } from './world.ts';

export function involve(w: World): void {
  const p = w.p.involvement;
  const reaches = [p.head, p.senior, p.middle, p.teacher, p.support];
  for (const a of w.schools) {
    const memberships = w.membershipsOf(a);
    const cause = Math.max(0, ...memberships.map((m) => m.commitment));
    const malaise = p.anomie * a.anomie + p.fatalism * a.fatalism;
    const example = 0.5 + 0.5 * w.headOf(a).commitment;
    for (const i of w.staffOf(a)) {
      const active = i.involved / (i.involved + p.halfActivities);
      const heard = cause === 0 ? 0 : reaches[i.role] * (i.role === ROLE.head ? 1 : example);
      i.awareness += p.pace * (heard + (1 - heard) * active - i.awareness);
      const belief = held(0.15 + 0.6 * cause * i.awareness + 0.3 * active - 0.5 * i.overload - malaise);
      i.commitment += p.pace * (belief - i.commitment);
      i.involved = 0;
    }
    const classroom = w.staffOf(a).filter(({ role }) => role === ROLE.teacher || role === ROLE.middle);
    a.reach =
      classroom.length === 0 ? 0 : total(classroom.map((i) => i.awareness * i.commitment)) / classroom.length;
  }
}

export const rules: Rule[] = [step('involvement', writes, involve)];
