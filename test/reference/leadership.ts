import { writes } from '../../sim/mechanisms/leadership.ts';
import { ROLE } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import { held, total, type World } from './world.ts';

const LEADERSHIP = 5;

export function distribute(w: World): void {
  const p = w.p.leadership;
  for (const a of w.schools) {
    const shared = p.base + p.collaboration * Math.min(1, 2.5 * a.reach) + p.vertical * a.vertical;
    a.distribution += p.pace * (held(shared - p.pressure * a.pressure) - a.distribution);

    const carrying = w.staffOf(a).filter(({ role }) => role !== ROLE.support);
    const overload = total(carrying.map((i) => i.overload)) / carrying.length;
    const able = 0.15 + 0.35 * a.expertise[LEADERSHIP] + 0.3 * a.distribution + 0.35 * a.climate;
    a.capacity += p.pace * (held(able - 0.3 * overload - 0.15 * a.special) - a.capacity);

    const relations = w.relationsOf(a);
    const goodwill =
      relations.length === 0 ? 0 : total(relations.map((r) => r.trust - r.competition)) / relations.length;
    const known = 0.45 + 0.4 * goodwill + p.spanning * a.spanning;
    const open = known - 0.25 * a.pressure * a.gaming - 0.1 * a.special;
    a.openness += p.pace * (held(open) - a.openness);
  }
}

export const rules: Rule[] = [step('leadership', writes, distribute)];
