import { pairAddress, STREAM } from '../../sim/draw.ts';
import { call, mingle, writes } from '../../sim/mechanisms/informal-contact.ts';
import type { Rule } from './rule.ts';
import { held, type Person, type Relation, type World } from './world.ts';

export function callAll(w: World, meet: (from: Person, to: Person, r: Relation) => void): void {
  const p = w.p.informalContact;
  w.draw.open(STREAM.informalContact, w.week);
  for (const r of w.relations) {
    if (r.ties === 0) continue;
    const [a, b] = [w.schools[r.a], w.schools[r.b]];
    const lot = (k: number) => w.draw.uniform(pairAddress(r.a, r.b), k);
    const rivalry = r.competition * (1 - r.identity);
    const outward = r.shared > 0 ? 1 : (1 - a.inward) * (1 - b.inward);
    const ofTrust = (p.base + p.trustWeight * r.trust * r.trust) * (1 - rivalry);
    const rate = ofTrust + p.identityWeight * r.identity * r.identity;
    if (lot(0) >= held(rate * outward)) continue;
    const near = lot(1) < 0.5 ? a : b;
    const far = w.other(r, near);
    // The head first, now and then, and then anybody who knows someone there.
    const sought = [3, 4, 5, 6, 7, 8].map((k) => w.staffOf(near)[Math.floor(lot(k) * near.posts)]);
    if (lot(2) < 0.4) sought[0] = w.headOf(near);
    for (const from of sought) {
      const known = w.tiesOf(from, true).filter((tie) => w.posts[tie.target].school === far.index);
      if (known.length === 0) continue;
      const best = known.reduce((most, tie) => (tie.trust > most.trust ? tie : most));
      meet(from, w.posts[best.target], r);
      break;
    }
  }
}

export function mingleAll(w: World, meet: (from: Person, to: Person) => void): void {
  w.draw.open(STREAM.chanceMeeting, w.week);
  for (const a of w.schools) {
    if (w.draw.uniform(a.index, 0) >= w.p.informalContact.chance * (1 - a.inward)) continue;
    const near = w.neighboursOf(a)[Math.floor(w.draw.uniform(a.index, 1) * 8)];
    if (near !== undefined) meet(w.headOf(a), w.headOf(w.schools[near.school]));
  }
}

function listing(): { found: number[][]; add: (...contact: number[]) => void } {
  const found: number[][] = [];
  return { found, add: (...contact) => void found.push(contact) };
}

/** Contacts are handed over, and whoever takes them writes them down. */
export const spared = writes;

export const rules: Rule[] = [
  {
    name: 'call',
    writes,
    real: (m, week) => {
      const { found, add } = listing();
      call(m.state, m.parameters.informalContact, m.draw, week, add);
      return found;
    },
    naive: (w) => {
      const { found, add } = listing();
      callAll(w, (from, to, r) => add(from.index, to.index, r.index));
      return found;
    },
  },
  {
    name: 'mingle',
    writes,
    real: (m, week) => {
      const { found, add } = listing();
      mingle(m.state, m.parameters.informalContact, m.draw, week, add);
      return found;
    },
    naive: (w) => {
      const { found, add } = listing();
      mingleAll(w, (from, to) => add(from.index, to.index));
      return found;
    },
  },
];
