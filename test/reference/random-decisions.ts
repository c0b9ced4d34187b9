import type { Decision } from '../../sim/plan.ts';
import { DECISIONS, type State } from '../../sim/state.ts';
import type { Lot } from './lot.ts';

/** Decisions of this term and the week before it, so many of few posts that some stand against each other; now and then none. */
export function randomDecisions(lot: Lot, s: State, week: number): Decision[] {
  const ids = [...s.schoolId];
  return Array.from({ length: lot.chance(0.2) ? 0 : lot.integer(1, 14) }, () => {
    const school = lot.pick(ids);
    const kind = lot.pick(DECISIONS);
    const ofHead = DECISIONS.indexOf(kind) < DECISIONS.indexOf('share');
    const others = ids.filter((id) => id !== school);
    return {
      week: Math.max(0, lot.chance(0.3) ? week : week + 1 - lot.integer(0, 15)),
      school,
      kind,
      post: ofHead ? 0 : lot.pick([0, 0, 1, 2, 5, 14]),
      with: !ofHead ? 0 : kind !== 'join' && lot.chance(0.2) ? 0 : lot.pick(others),
      hours: kind === 'spend time' ? lot.pick([-1, 0, 1, 2, 5]) : -1,
    };
  });
}
