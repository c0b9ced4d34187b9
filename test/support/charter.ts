import { type Charter, found, join, rebuildRoster } from '../../sim/collaboratives.ts';
import { LIFE, type State } from '../../sim/state.ts';

/** A loose association as schools found it for themselves, open-ended and without a grant. */
export const charter: Charter = {
  form: 'loose association',
  mode: 'voluntary',
  lead: 0,
  weeks: 0,
  grantWeeks: 0,
  goals: 3,
  clarity: 0.7,
  ownAgenda: 0.8,
  coordinator: 'none',
  formality: -1,
};

/** An embedded collaborative of these schools, all equally committed. */
export function collaborativeOf(
  s: State,
  schools: readonly number[],
  given: Partial<Charter> = {},
  commitment = 0.6,
): number {
  const c = found(s, { ...charter, ...given, lead: schools[0] }, 0);
  s.collaborativeLife[c] = LIFE.embedded;
  for (const a of schools) join(s, a, c, commitment, 0);
  rebuildRoster(s);
  return c;
}
