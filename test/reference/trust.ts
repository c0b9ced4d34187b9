import { writes } from '../../sim/mechanisms/trust.ts';
import { type Rule, step } from './rule.ts';
import { type Contact, held, left, type Person, type Tie, trustNow, type World } from './world.ts';

/** Trust at which `i` begins with someone at the other end of a relation, or with a colleague. */
export function firstTrust(w: World, i: Person, relation: number): number {
  const p = w.p.trust;
  const own = p.propensityWeight * (i.propensity - 0.5);
  if (relation < 0) return held(p.firstInside + own, 0.02, 1);
  const r = w.relationRows[relation];
  const a = w.schools[r.a];
  const b = w.schools[r.b];
  const alike = a.denomination !== 0 && a.denomination === b.denomination ? p.denomination : 0;
  return held(p.firstAcross + own + alike + p.introduction * r.trust, 0.02, 1);
}

export function recall(w: World): void {
  for (const c of w.contacts) {
    const i = w.posts[c.from];
    const j = w.posts[c.to];
    const forth = w.tieTo(i, j, c.relation >= 0);
    const fro = w.tieTo(j, i, c.relation >= 0);
    c.back = fro === undefined ? -1 : fro.index;
    c.trust =
      ((forth === undefined ? firstTrust(w, i, c.relation) : trustNow(w, forth)) +
        (fro === undefined ? firstTrust(w, j, c.relation) : trustNow(w, fro))) /
      2;
  }
}

/** The slot for a new tie: an empty one, or else that of the tie of least trust and use. */
export function slotFor(w: World, i: Person, across: boolean): Tie {
  const half = w.half(i, across);
  const worth = (tie: Tie) => Math.floor((tie.trust + tie.strength) * 4194304);
  return (
    half.find((tie) => tie.target < 0) ??
    half.reduce((least, tie) => (worth(tie) < worth(least) ? tie : least))
  );
}

export function begin(w: World, i: Person, j: Person, across: boolean, trust: number): Tie {
  const tie = slotFor(w, i, across);
  return Object.assign(tie, { target: j.index, trust, strength: 0, since: w.week, successes: 0 });
}

/** One side draws its conclusion. */
function conclude(w: World, c: Contact, i: Person, j: Person): () => void {
  const p = w.p.trust;
  const across = c.relation >= 0;
  const tie = w.tieTo(i, j, across) ?? begin(w, i, j, across, firstTrust(w, i, c.relation));
  return () => {
    const trust = trustNow(w, tie);
    const softened = 1 - (p.cushion / p.cushionSuccesses) * Math.min(tie.successes, p.cushionSuccesses);
    const loss = Math.min(p.loss * softened, 1 - p.contractCost);
    const detail = c.formality > 0.7 ? p.contractCost * trust : 0;
    tie.strength = tie.strength * left(p.memory, w.week - tie.since) + (1 - p.memory);
    tie.trust = c.success === 1 ? trust + p.gain * (1 - trust) - detail : trust - loss * trust - detail;
    tie.successes = Math.min(255, tie.successes + c.success);
    tie.since = w.week;
  };
}

export function settle(w: World): void {
  for (const c of w.contacts) {
    const i = w.posts[c.from];
    const j = w.posts[c.to];
    const there = conclude(w, c, i, j);
    const back = conclude(w, c, j, i);
    there();
    back();
  }
}

export const rules: Rule[] = [
  step('trust: recall', writes, recall, { contacts: true }),
  step('trust: settle', writes, settle, { contacts: true }),
];
