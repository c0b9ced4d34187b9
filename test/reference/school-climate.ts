import { writes } from '../../sim/mechanisms/school-climate.ts';
import { ROLE } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import { total, trustNow, type World } from './world.ts';

export function look(w: World): void {
  for (const a of w.schools) {
    const staff = w.staffOf(a);
    const teaching = staff.filter(({ role }) => role !== ROLE.support);
    for (let v = 0; v < 4; v++) a.view[v] = total(staff.map((i) => i.view[v])) / staff.length;
    for (let e = 0; e < 6; e++)
      a.expertise[e] = total(teaching.map((i) => (i.explicit[e] + i.tacit[e]) / 2)) / teaching.length;
    const ties = staff.flatMap((i) => w.tiesOf(i, false).map((tie) => ({ i, tie })));
    const upright = ties.filter(({ i, tie }) => w.posts[tie.target].role !== i.role);
    const trust = (list: typeof ties) => total(list.map(({ tie }) => trustNow(w, tie)));
    a.climate = ties.length === 0 ? 0 : trust(ties) / ties.length;
    a.vertical = ties.length === 0 ? 0 : trust(upright) / ties.length;
  }
}

export const rules: Rule[] = [step('school climate', writes, look)];
