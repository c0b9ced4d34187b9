import { book, writes } from '../../sim/mechanisms/relating.ts';
import { CONTACT, COUNTER, columnNames, PARTNERS } from '../../sim/state.ts';
import { collectivity } from './competition.ts';
import { type Rule, step } from './rule.ts';
import { fading, held, left, type Relation, type School, type World } from './world.ts';

export function bookContacts(w: World): void {
  for (const c of w.contacts) {
    const r = w.relationRows[c.relation];
    r.contacts++;
    if (c.success === 1) {
      r.successes++;
      r.candour += c.candour;
    }
    if (c.kind === CONTACT.development || c.kind === CONTACT.visit || c.kind === CONTACT.sharedPost)
      r.joint++;
    const roles = new Set([w.posts[c.from].role, w.posts[c.to].role]);
    for (const role of roles) if (Math.floor(r.meeting / 2 ** role) % 2 === 0) r.meeting += 2 ** role;
    r.last = w.week;
    if (c.membership < 0) continue;
    const collaborative = w.collaborativeRows[c.membership];
    collaborative.contacts++;
    collaborative.successes += c.success;
  }
}

/** Likeness of the mean views of two schools. */
export function likeness(a: School, b: School): number {
  let squares = 0;
  for (let v = 0; v < 4; v++) squares += (a.view[v] - b.view[v]) * (a.view[v] - b.view[v]);
  return held(1 - Math.sqrt(squares));
}

/** Two schools forget each other: the last entry of either list of partners takes the place of this one. */
export function forget(w: World, r: Relation): void {
  for (const a of [r.a, r.b]) {
    const list = w.s.partnerRelation.subarray(a * PARTNERS, (a + 1) * PARTNERS);
    const partners = Array.from(list).filter((x) => x >= 0);
    const last = partners[partners.length - 1];
    partners[partners.indexOf(r.index)] = last;
    partners.pop();
    list.fill(-1);
    list.set(partners);
  }
  for (const name of columnNames) {
    // What relations remember, whatever it is, begins with nothing.
    if (w.s[name].length === w.relationRows.length && name.startsWith('relation')) w.s[name][r.index] = 0;
  }
  r.a = -1;
  r.b = -1;
  w.counter[COUNTER.relations]--;
}

const ACQUAINTANCE = 0.02;

/** Trust between the staff of two schools, ties counting by their use. */
function sumTies(w: World, r: Relation): void {
  r.ties = 0;
  r.trustSum = 0;
  r.tieUse = 0;
  for (const a of [w.schools[r.a], w.schools[r.b]]) {
    const b = w.other(r, a);
    for (const i of w.staffOf(a)) {
      for (const tie of w.tiesOf(i, true)) {
        if (w.posts[tie.target].school !== b.index) continue;
        const use = tie.strength * left(w.p.trust.memory, w.week - tie.since) + ACQUAINTANCE;
        r.trustSum += use * tie.trust * fading(w, tie);
        r.tieUse += use;
        r.ties++;
      }
    }
  }
}

export function take(w: World): void {
  for (const r of w.relationRows) {
    // Rows in no use hold nothing.
    if (r.a >= 0) sumTies(w, r);
    else Object.assign(r, { ties: 0, trustSum: 0, tieUse: 0 });
  }
  for (const r of w.relations) {
    if (r.shared === 0 && r.ties === 0 && w.week - r.last > 78) forget(w, r);
    else bringUp(w, r);
  }
}

function bringUp(w: World, r: Relation): void {
  const a = w.schools[r.a];
  const b = w.schools[r.b];
  const bonds = w.sharedBy(a, b);
  const pooled = Math.max(0, ...bonds.map((c) => w.formOf(c).pooled));
  const unit = Math.max(0, ...bonds.map((c) => c.unit));
  const towards = (now: number, target: number, pace: number) => now + pace * (target - now);

  r.trust = r.ties === 0 ? 0.9 * r.trust : r.trustSum / r.tieUse;
  r.contact = towards(r.contact, r.contacts / 13, 0.85);
  r.sharing = r.contacts === 0 ? 0.8 * r.sharing : towards(r.sharing, r.candour / r.contacts, 0.5);
  r.task = r.contacts === 0 ? 0.5 * r.task : towards(r.task, r.joint / r.contacts, 0.5);
  r.gainA = towards(r.gainA, r.learntA, 0.3);
  r.gainB = towards(r.gainB, r.learntB, 0.3);
  r.levels = r.meeting;

  const less = Math.min(r.gainA, r.gainB);
  const more = Math.max(r.gainA, r.gainB);
  const mutual = Math.min(1, (less + 0.4 * more) / 1.2);
  const levels = [...r.levels.toString(2)].filter((bit) => bit === '1').length;
  const busy = Math.min(1, r.contact);
  const dependence = busy * (0.4 * mutual + 0.25 * r.task + 0.04 * levels) + 0.5 * pooled + 0.2 * r.identity;
  r.dependence = towards(r.dependence, held(dependence), 0.3);

  const alike = a.denomination !== 0 && a.denomination === b.denomination;
  r.values = held(likeness(a, b) + (alike ? 0.08 : 0));
  const answer = Math.max(collectivity(w) * (r.shared > 0 ? 0.8 : 0.3), unit);
  const responsible = held(0.5 * answer + 0.6 * r.identity + 0.2 * r.task + 0.3 * pooled);
  r.responsibility = towards(r.responsibility, responsible, 0.25);
  Object.assign(r, { meeting: 0, contacts: 0, successes: 0, joint: 0, candour: 0, learntA: 0, learntB: 0 });
}

/** What is forgotten was shared no more. */
export const spared = ['relationShared'];

export const rules: Rule[] = [
  {
    name: 'book',
    writes,
    onlyAcross: true,
    real: (m, week) => book(m.state, week, m.contacts),
    naive: bookContacts,
  },
  step('relating', writes, take),
];
