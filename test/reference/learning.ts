import { STREAM } from '../../sim/draw.ts';
import { writes } from '../../sim/mechanisms/learning.ts';
import { CONTACT, COUNTER } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import type { World } from './world.ts';

export function learn(w: World): void {
  const p = w.p.learning;
  w.draw.open(STREAM.learning, w.week);
  for (const c of w.contacts) {
    if (c.success === 0) continue;
    const i = w.posts[c.from];
    const j = w.posts[c.to];
    const joint =
      c.kind === CONTACT.development ||
      c.kind === CONTACT.sharedPost ||
      (c.kind === CONTACT.visit && c.trust > p.challengeTrust);
    // One draw: its lower half chooses the field, its upper half whether something new comes of it.
    const chance = w.draw.uniform(c.from, c.to * 8 + c.kind) * 4294967296 - 0.5;
    const field = Math.floor(((chance % 65536) * 6) / 65536);
    const useful = c.candour * c.understanding * c.novelty;
    const rate = joint ? Math.min(1, p.rate * p.jointDepth) : p.rate;
    const gained = new Map([
      [i, 0],
      [j, 0],
    ]);
    const deep = joint && c.relation >= 0;
    const fields = deep ? Array.from({ length: p.jointBreadth }, (_, k) => (field + k) % 6) : [field];
    const parts = deep ? (['explicit', 'tacit'] as const) : (['explicit'] as const);
    for (const f of fields) {
      for (const part of parts) {
        const [weak, strong] = i[part][f] < j[part][f] ? [i, j] : [j, i];
        const gap = strong[part][f] - weak[part][f];
        const gain = deep ? (rate * useful * gap * gap) / (gap + p.credibleGap) : rate * useful * gap;
        weak[part][f] += gain;
        gained.set(weak, (gained.get(weak) ?? 0) + gain);
      }
    }
    if (Math.floor(chance / 65536) < p.innovationRate * 65536 * useful) innovate(w, c.from, c.to, field);
    if (c.relation < 0) continue;
    const r = w.relationRows[c.relation];
    for (const [person, gain] of gained) {
      w.schoolOf(person).gained += gain;
      if (person.school === r.a) r.learntA += gain;
      else r.learntB += gain;
    }
  }
}

function innovate(w: World, author: number, partner: number, subject: number): void {
  const at = w.counter[COUNTER.innovations];
  if (at >= w.innovations.length) {
    w.counter[COUNTER.innovationsLost]++;
    return;
  }
  w.counter[COUNTER.innovations]++;
  Object.assign(w.innovations[at], { week: w.week, author, partner, subject });
}

export const rules: Rule[] = [step('learning', writes, learn, { contacts: true })];
