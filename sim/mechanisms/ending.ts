import { forms } from '../governance/forms.ts';
import { findRelation, sharedMemberships } from '../relations.ts';
import { flag, number, type Values } from '../schema.ts';
import { INSIDE, LIFE, MEMBERSHIPS, STAGE, type State, TIES } from '../state.ts';

/**
 * Ending (B 12.8, 5.2.5). Networks exist for a purpose, and progress on their goals uses it up:
 *   spent += pace * progress * (1 - spent) - renewal * own agenda * wins * spent.
 * With it goes the benefit they bring,  benefit *= 1 - 0.3 * worn * spent * seen  a term,  where members see all of it
 * if an end was agreed and only the part `noticed` if not: such networks linger. Partings hurt: where schools leave or a
 * network falls apart, trust of the ties between them is cut by  disappointment * stage / 4,  of which an agreed end
 * spares the part `evaluation`. Those who still share another network do not part.
 */
export const params = {
  on: flag({
    default: true,
    doc: 'Whether purposes are used up and partings are felt.',
    source: 'B 12.8',
  }),
  pace: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How quickly full progress on its goals uses up the purpose of a collaborative.',
    source: 'assumption, after B 12.8',
  }),
  renewal: number({
    default: 0.05,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How quickly members who set their own goals and succeed find new ones.',
    source: 'assumption, after B 12.8, 13.3',
  }),
  worn: number({
    default: 1,
    min: 0,
    max: 3,
    unit: 'times',
    doc: 'How much of the benefit goes with the purpose.',
    source: 'assumption, after B 12.8',
  }),
  noticed: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of a spent purpose that members notice where no end was agreed.',
    source: 'assumption, after B 12.8: inertia keeps leaders from evaluating',
  }),
  disappointment: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of trust that goes when colleagues of two schools part.',
    source: 'assumption, after B 12.8',
  }),
  evaluation: number({
    default: 0.9,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of that which an agreed end, evaluated together, spares.',
    source: 'assumption, after B 5.2.5, 12.8',
  }),
};
export const writes = ['collaborativeSpent', 'membershipBenefit', 'tieTrust'] as const;

type P = Values<typeof params>;

/** Members and agreed ends as they were before a review. */
export interface Before {
  readonly first: Int32Array;
  readonly roster: Int32Array;
  readonly ends: Int32Array;
}

export function makeBefore(collaboratives: number, schools: number): Before {
  return {
    first: new Int32Array(collaboratives + 1),
    roster: new Int32Array(schools * MEMBERSHIPS),
    ends: new Int32Array(collaboratives),
  };
}

/** Each term, before members review: purposes are used up and benefits wear off; who is in what is noted. */
export function wear(s: State, p: P, before: Before): void {
  if (!p.on) return;
  before.first.set(s.collaborativeFirst);
  before.roster.set(s.rosterMembership);
  before.ends.set(s.collaborativeEnds);
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    if (s.collaborativeLife[c] === LIFE.none) continue;
    const spent = s.collaborativeSpent[c];
    const used = p.pace * s.collaborativeAttainment[c] * (1 - spent);
    const found = p.renewal * s.collaborativeOwnAgenda[c] * s.collaborativeWins[c] * spent;
    s.collaborativeSpent[c] = Math.min(1, Math.max(0, spent + used - found));
    const seen = s.collaborativeEnds[c] >= 0 ? 1 : p.noticed;
    const left = Math.max(0, 1 - 0.3 * p.worn * s.collaborativeSpent[c] * seen);
    for (let k = s.collaborativeFirst[c]; k < s.collaborativeFirst[c + 1]; k++)
      s.membershipBenefit[s.rosterMembership[k]] *= left;
  }
}

/** Each term, after the review: those who are in it together no longer part, well or badly. */
export function part(s: State, p: P, before: Before, week: number): void {
  if (!p.on || p.disappointment === 0) return;
  const { first, roster, ends } = before;
  for (let c = 0; c < ends.length; c++) {
    const { aim } = forms[s.collaborativeForm[c]];
    const gone = s.collaborativeLife[c] === LIFE.none;
    const agreed =
      gone && ((ends[c] >= 0 && week >= ends[c]) || (aim > 0 && s.collaborativeAttainment[c] >= aim));
    const cost = p.disappointment * (agreed ? 1 - p.evaluation : 1);
    for (let k = first[c]; k < first[c + 1]; k++) {
      const left = s.membershipOf[roster[k]] !== c;
      for (let n = k + 1; n < first[c + 1]; n++) {
        if (!left && s.membershipOf[roster[n]] === c) continue;
        sever(s, Math.floor(roster[k] / MEMBERSHIPS), Math.floor(roster[n] / MEMBERSHIPS), cost);
      }
    }
  }
}

/** Schools `a` and `b` part: the closer they were, the more trust it costs. */
function sever(s: State, a: number, b: number, cost: number): void {
  const r = findRelation(s, a, b);
  if (r < 0 || s.relationStage[r] === STAGE.none || sharedMemberships(s, a, b) > 0) return;
  const kept = 1 - (cost * s.relationStage[r]) / STAGE.collegiality;
  hurt(s, a, b, kept);
  hurt(s, b, a, kept);
}

/** Trust of the ties of staff of `a` to staff of `b` is cut to the part `kept`. */
function hurt(s: State, a: number, b: number, kept: number): void {
  const end = (s.schoolFirst[a] + s.schoolPosts[a]) * TIES;
  for (let half = s.schoolFirst[a] * TIES + INSIDE; half < end; half += TIES) {
    for (let t = half; t < half + TIES - INSIDE && s.tieTarget[t] >= 0; t++)
      if (s.staffSchool[s.tieTarget[t]] === b) s.tieTrust[t] *= kept;
  }
}
