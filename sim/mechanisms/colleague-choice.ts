import { bits, type Draw, STREAM } from '../draw.ts';
import { one } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { CONTACT, contacts, type State, TIES } from '../state.ts';
import { findTie } from '../ties.ts';

/**
 * Each week every member of staff turns to one colleague: to one of the ties inside the school with
 * probability in proportion to trust, or, with the weight `exploration` beside the sum of trust, to anyone
 * (B 3.2; preferential contact).
 */
export const params = {
  exploration: number({
    default: 0.4,
    min: 0.01,
    max: 20,
    unit: 'trust',
    doc: 'Weight of turning to just anyone, beside the summed trust of one’s ties.',
    source: 'assumption',
  }),
};
export const writes = ['contactFrom', 'contactTo', 'contactTie'] as const;

/** Readies the fields that are the same for all contacts among colleagues. */
export function clearContacts(s: State, count: number): void {
  s.contactRelation.fill(-1, 0, count);
  s.contactMembership.fill(-1, 0, count);
  s.contactKind.fill(CONTACT.colleagues, 0, count);
  s.contactFacilitation.fill(0, 0, count);
  s.contactGuard.fill(0, 0, count);
  s.contactFormality.fill(0, 0, count);
}

/** Fills the contacts of the staff of schools [from, to) and returns how many they are. */
export function choose(
  s: State,
  p: Values<typeof params>,
  draw: Draw,
  trustLeft: Float64Array,
  week: number,
  from: number,
  to: number,
): number {
  const { contactFrom, contactTo, contactTie } = contacts;
  const { schoolFirst, schoolPosts, tieTarget, tieTrust, tieSince } = s;
  const { exploration } = p;
  draw.open(STREAM.colleague, week);
  const { a, b } = draw;
  let count = 0;
  for (let school = from; school < to; school++) {
    const first = schoolFirst[school];
    const posts = schoolPosts[school];
    if (posts < 2) continue;
    const end = first + posts;
    for (let i = first; i < end; i++) {
      const t = i * TIES;
      const s0 = tieTrust[t] * trustLeft[week - tieSince[t]];
      const s1 = s0 + tieTrust[t + 1] * trustLeft[week - tieSince[t + 1]];
      const s2 = s1 + tieTrust[t + 2] * trustLeft[week - tieSince[t + 2]];
      const s3 = s2 + tieTrust[t + 3] * trustLeft[week - tieSince[t + 3]];
      const s4 = s3 + tieTrust[t + 4] * trustLeft[week - tieSince[t + 4]];
      const s5 = s4 + tieTrust[t + 5] * trustLeft[week - tieSince[t + 5]];
      const s6 = s5 + tieTrust[t + 6] * trustLeft[week - tieSince[t + 6]];
      const s7 = s6 + tieTrust[t + 7] * trustLeft[week - tieSince[t + 7]];
      const u = bits(a, b, i, 0);
      const x = (u + 0.5) * (1 / 4294967296) * (s7 + exploration);
      let slot =
        one(s0 <= x) +
        one(s1 <= x) +
        one(s2 <= x) +
        one(s3 <= x) +
        one(s4 <= x) +
        one(s5 <= x) +
        one(s6 <= x) +
        one(s7 <= x);
      let tie = t + slot;
      let j: number;
      if (slot < 8) {
        j = tieTarget[tie];
      } else {
        slot = (((bits(a, b, i, 1) >>> 8) * (posts - 1)) / 16777216) | 0;
        j = first + slot;
        j += one(j >= i); // anyone but oneself
        tie = findTie(tieTarget, i, j, 0);
      }
      contactFrom[count] = i;
      contactTo[count] = j;
      contactTie[count] = tie;
      count++;
    }
  }
  return count;
}
