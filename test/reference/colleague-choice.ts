import { STREAM } from '../../sim/draw.ts';
import { writes as distanceWrites } from '../../sim/mechanisms/cognitive-distance.ts';
import { writes as choiceWrites } from '../../sim/mechanisms/colleague-choice.ts';
import { writes as encounterWrites } from '../../sim/mechanisms/encounter.ts';
import { writes as learningWrites } from '../../sim/mechanisms/learning.ts';
import { writes as trustWrites } from '../../sim/mechanisms/trust.ts';
import { CONTACT, COUNTER } from '../../sim/state.ts';
import { converge, perceive } from './cognitive-distance.ts';
import { meet } from './encounter.ts';
import { learn } from './learning.ts';
import { type Rule, step } from './rule.ts';
import { recall, settle } from './trust.ts';
import { type School, trustNow, type World } from './world.ts';

/** All that happens in the contacts in hand, one thing after the other. */
export function live(w: World): number {
  for (const happen of [recall, perceive, meet, learn, settle, converge]) happen(w);
  return w.contacts.filter((c) => c.success === 1).length;
}

/** Everybody at `a` turns to a colleague: to those known by trust, or to just anyone. */
function turn(w: World, a: School): void {
  const staff = w.staffOf(a);
  w.inHand = 0;
  if (staff.length < 2) return;
  w.draw.open(STREAM.colleague, w.week);
  for (const i of staff) {
    const known = w.tiesOf(i, false);
    let sum = 0;
    const bounds = known.map((tie) => {
      sum += trustNow(w, tie);
      return sum;
    });
    const lot = w.draw.uniform(i.index, 0) * (sum + w.p.colleagueChoice.exploration);
    const hit = bounds.findIndex((bound) => lot < bound);
    const others = staff.filter((j) => j !== i);
    // Anyone but oneself, by a second draw in steps of 2^-24.
    const any = Math.floor(w.draw.uniform(i.index, 1) * 16777216) / 16777216;
    const j = hit >= 0 ? w.posts[known[hit].target] : others[Math.floor(any * others.length)];
    Object.assign(w.contactRows[w.inHand++], {
      from: i.index,
      to: j.index,
      relation: -1,
      membership: -1,
      kind: CONTACT.colleagues,
      facilitation: 0,
      guard: 0,
      formality: 0,
    });
  }
}

/** School by school: contacts inside one touch no other. */
function inside(w: World): void {
  for (const a of w.schools) {
    turn(w, a);
    w.counter[COUNTER.contactsInside] += w.inHand;
    w.counter[COUNTER.successesInside] += live(w);
  }
}

export const contactWrites = [
  ...choiceWrites,
  ...trustWrites,
  ...distanceWrites,
  ...encounterWrites,
  ...learningWrites,
  'counter',
].filter((name) => !name.startsWith('contact'));

/** Learning books across schools alone. */
export const spared = ['schoolGained', 'relationLearntA', 'relationLearntB', 'staffTacit'];

export const rules: Rule[] = [step('contacts inside schools', contactWrites, inside)];
