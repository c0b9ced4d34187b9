import { writes as lifeWrites } from '../../sim/mechanisms/collaborative-life.ts';
import { writes } from '../../sim/mechanisms/ending.ts';
import { LIFE, STAGE } from '../../sim/state.ts';
import { review } from './collaborative-life.ts';
import { type Rule, step, stepOf } from './rule.ts';
import { type Collaborative, held, type School, type World } from './world.ts';

function wear(w: World): void {
  const p = w.p.ending;
  if (!p.on) return;
  for (const c of w.collaboratives) {
    const used = p.pace * c.attainment * (1 - c.spent);
    const found = p.renewal * c.ownAgenda * c.wins * c.spent;
    c.spent = held(c.spent + used - found);
    const seen = c.ends >= 0 ? 1 : p.noticed;
    for (const m of w.rosterOf(c)) m.benefit *= Math.max(0, 1 - 0.3 * p.worn * c.spent * seen);
  }
}

/** Purposes wear off, members review, and those who are in it together no longer part. */
function end(w: World): void {
  const p = w.p.ending;
  const before = w.collaborativeRows.map((c) => ({
    c,
    ends: c.ends,
    members: w.rosterOf(c).map((m) => w.holder(m)),
  }));
  wear(w);
  review(w);
  if (!p.on) return;
  for (const { c, ends, members } of before) {
    const stays = (a: School) => w.membershipsOf(a).some((m) => m.of === c.index);
    const cost = p.disappointment * (atAnAgreedEnd(w, c, ends) ? 1 - p.evaluation : 1);
    members.forEach((a, n) => {
      for (const b of members.slice(n + 1)) if (!stays(a) || !stays(b)) sever(w, a, b, cost);
    });
  }
}

function atAnAgreedEnd(w: World, c: Collaborative, ends: number): boolean {
  const { aim } = w.formOf(c);
  const due = ends >= 0 && w.week >= ends;
  return c.life === LIFE.none && (due || (aim > 0 && c.attainment >= aim));
}

function sever(w: World, a: School, b: School, cost: number): void {
  const r = w.relationBetween(a, b);
  if (r === undefined || r.stage === STAGE.none || w.sharedBy(a, b).length > 0) return;
  for (const [from, to] of [
    [a, b],
    [b, a],
  ]) {
    const ties = w.staffOf(from).flatMap((i) => w.tiesOf(i, true));
    for (const tie of ties) {
      if (w.posts[tie.target].school === to.index) tie.trust *= 1 - (cost * r.stage) / STAGE.collegiality;
    }
  }
}

/** What reviews alone write, which come between the two steps. */
export const spared = [...lifeWrites];

export const rules: Rule[] = [
  step('ending: wear', writes, wear),
  {
    name: 'ending: part',
    writes: [...writes, ...lifeWrites],
    real: (m, week) => {
      for (const name of ['ending: wear', 'collaborative life: review', 'ending: part'])
        stepOf(name)(m, week);
    },
    naive: end,
  },
];
