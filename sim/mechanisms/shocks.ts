import { type Draw, STREAM } from '../draw.ts';
import type { Shock } from '../plan.ts';
import { EVENT, RECORDS, record, type State } from '../state.ts';

/** Shocks that a scenario dates: heads who leave, schools put into special measures (B 5.2.10, 11.5). */
export const writes = ['schoolSpecial', 'schoolGrade', 'schoolInspected', ...RECORDS] as const;

/** Strikes the schools the shock names, or its share of all schools by lot; returns those whose heads it makes leave. */
export function strike(s: State, shock: Shock, draw: Draw, week: number): readonly number[] {
  const leaving: number[] = [];
  draw.open(STREAM.shock, week);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const hit =
      shock.schools.length > 0 ? shock.schools.includes(s.schoolId[a]) : draw.uniform(a, 0) < shock.share;
    if (!hit) continue;
    if (shock.kind === 'head leaves') {
      leaving.push(a);
    } else if (s.schoolSpecial[a] === 0) {
      s.schoolSpecial[a] = 1;
      s.schoolGrade[a] = 4;
      s.schoolInspected[a] = week;
      record(s, week, EVENT.specialMeasures, a, -1, 4);
    }
  }
  return leaving;
}
