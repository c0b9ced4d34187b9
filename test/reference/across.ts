import { writes as activityWrites } from '../../sim/mechanisms/activities.ts';
import { writes as crisisWrites } from '../../sim/mechanisms/crisis.ts';
import { writes as relatingWrites } from '../../sim/mechanisms/relating.ts';
import { RELATES } from '../../sim/relations.ts';
import { CONTACT, COUNTER } from '../../sim/state.ts';
import { gatherAll } from './activities.ts';
import { facilitation } from './collaborative-life.ts';
import { contactWrites, live } from './colleague-choice.ts';
import { holdBack } from './competition.ts';
import { helpAll } from './crisis.ts';
import { callAll, mingleAll } from './informal-contact.ts';
import { bookContacts } from './relating.ts';
import { type Rule, step } from './rule.ts';
import { acquaint } from './structures.ts';
import type { Collaborative, Person, Relation, World } from './world.ts';

/** Writes a contact of the week down, where its schools can be related and there is room. */
function note(
  w: World,
  from: Person,
  to: Person,
  kind: number,
  r: Relation | undefined,
  c?: Collaborative,
): void {
  if (r === undefined || w.inHand >= w.contactRows.length) {
    w.counter[COUNTER.contactsWithoutRoom]++;
    return;
  }
  r.last = w.week;
  const contact = w.contactRows[w.inHand++];
  Object.assign(contact, { from: from.index, to: to.index, relation: r.index, kind });
  Object.assign(contact, { membership: c?.index ?? -1, facilitation: 0, formality: c?.formality ?? 0 });
  if (c === undefined) return;
  // The stronger shows how joint work is done, and brokers mediate where contacts failed.
  const shown = kind >= CONTACT.development ? w.p.power.modelling * Math.abs(r.inequality) : 0;
  const help = Math.min(1, facilitation(w, c, w.schoolOf(from), w.schoolOf(to)) + shown);
  contact.facilitation = help + (1 - help) * r.mediation;
}

function across(w: World): void {
  w.inHand = 0;
  const related = (i: Person, j: Person) => acquaint(w, w.schoolOf(i), w.schoolOf(j));
  gatherAll(w, (from, to, kind, c) => note(w, from, to, kind, related(from, to), c));
  callAll(w, (from, to, r) => note(w, from, to, CONTACT.informal, r));
  helpAll(w, (from, to, kind, r) => note(w, from, to, kind, r));
  mingleAll(w, (from, to) => note(w, from, to, CONTACT.informal, related(from, to)));
  holdBack(w);
  const successes = live(w);
  bookContacts(w);
  w.counter[COUNTER.contactsAcross] += w.inHand;
  w.counter[COUNTER.successesAcross] += successes;
}

const written = [...activityWrites, ...crisisWrites, ...contactWrites, ...relatingWrites, ...RELATES];

/** What these mechanisms write in other steps, and what relations forgotten for want of room never held. */
export const spared = written;

export const rules: Rule[] = [step('contacts across schools', written, across)];
