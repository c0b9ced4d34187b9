import { writes } from '../../sim/mechanisms/spread.ts';
import { COUNTER, LIFE } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import { type Collaborative, held, type School, total, type World } from './world.ts';

/** The collaborative through which practice is laid down for `a`: the strictest of which it is not the centre, of equals the older. */
function centreOf(w: World, a: School): Collaborative | undefined {
  return w
    .membershipsOf(a)
    .map((m) => w.collaborativeRows[m.of])
    .filter((c) => c.life === LIFE.embedded && c.lead >= 0 && c.lead !== a.index)
    .filter((c) => w.formOf(c).standardisation > 0)
    .filter((c) => w.membershipsOf(w.schools[c.lead]).some((m) => m.of === c.index))
    .reduce<Collaborative | undefined>((best, c) => {
      if (best === undefined) return c;
      const stricter = w.formOf(c).standardisation - w.formOf(best).standardisation;
      return stricter > 0 || (stricter === 0 && c.founded < best.founded) ? c : best;
    }, undefined);
}

function spread(w: World): void {
  const p = w.p.spread;
  if (!p.on) return;
  const before = w.schools.map((a) => Array.from({ length: 6 }, (_, e) => a.practice[e]));
  for (const a of w.schools) {
    const c = centreOf(w, a);
    const standard = c === undefined ? 0 : w.formOf(c).standardisation;
    const pull = c === undefined ? 0 : standard / w.formOf(c).decisionWeeks;
    const centre = c === undefined ? a : w.schools[c.lead];
    const quick = Math.min(1, p.pace * (1 + p.incentive * Math.min(2, a.release))) * (1 - standard);
    const mean = total(w.staffOf(a).map((i) => i.threshold)) / a.posts;
    const threshold = held(mean - p.openness * (a.openness - 0.45));
    for (let e = 0; e < 6; e++) {
      const now = before[a.index][e];
      // Partners by trust, and through platforms and centres the mean of all others in the network.
      const seen = w
        .relationsOf(a)
        .map((r) => ({ weight: r.trust, practice: before[w.other(r, a).index][e] }));
      for (const m of w.membershipsOf(a)) {
        const network = w.collaborativeRows[m.of];
        const roster = w.rosterOf(network).map((n) => before[w.holder(n).index][e]);
        const { reach } = w.formOf(network);
        if (roster.length < 2 || reach === 0) continue;
        seen.push({ weight: reach, practice: (total(roster) - now) / (roster.length - 1) });
      }
      const further = seen.filter(({ practice }) => practice >= now + 0.02);
      const ahead = total(further.map(({ weight }) => weight));
      let change = -p.fade * now;
      if (ahead > 0 && ahead >= threshold * total(seen.map(({ weight }) => weight))) {
        const target = total(further.map(({ weight, practice }) => weight * practice)) / ahead;
        change += quick * (target - now);
      }
      change += p.push * pull * (before[centre.index][e] - now);
      a.practice[e] = held(now + change);
    }
    for (const i of w.staffOf(a)) {
      for (let v = 0; v < 4; v++) i.view[v] += p.views * pull * (centre.view[v] - i.view[v]);
    }
  }
  invent(w);
}

/** What the term has created comes into use where it was created. */
function invent(w: World): void {
  const created = w.innovations.slice(0, w.counter[COUNTER.innovations]);
  // The latest are looked at first, back to the first that is older than the term.
  for (const innovation of [...created].reverse()) {
    if (innovation.week <= w.week - 13) break;
    const a = w.schoolOf(w.posts[innovation.author]);
    const c = centreOf(w, a);
    const free = 1 - (c === undefined ? 0 : w.formOf(c).standardisation);
    a.practice[innovation.subject] += w.p.spread.invention * free * (1 - a.practice[innovation.subject]);
  }
}

export const rules: Rule[] = [step('spread', writes, spread)];
