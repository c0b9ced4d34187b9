import { exp } from '../../sim/math/index.ts';
import { writes } from '../../sim/mechanisms/market.ts';
import { type Rule, step } from './rule.ts';
import { held, type School, total, type World } from './world.ts';

/** Families of one school's neighbourhood and one stratum who would go to a school. */
interface Wish {
  from: School;
  to: School;
  stratum: number;
  families: number;
}

function yearsAt(a: School): number {
  return Math.max(1, a.highAge - a.lowAge);
}

function wishes(w: World, from: School, stratum: number): Wish[] {
  const p = w.p.market;
  const sharpness = [p.lowSharpness, 1, p.highSharpness][stratum];
  const pull = sharpness * p.resultsWeight * w.p.competition.leagueTables * p.choice;
  const offers = [{ to: from, odds: exp(p.home + p.leaving * (1 - p.choice) + pull * from.standing) }];
  for (const near of w.neighboursOf(from)) {
    if (near.overlap <= 0) continue;
    const to = w.schools[near.school];
    const faith = to.denomination === from.denomination ? 0 : p.faith;
    offers.push({ to, odds: exp(pull * to.standing - near.distance / from.scale - faith) });
  }
  const all = total(offers.map(({ odds }) => odds));
  const each = from.resident[stratum] / yearsAt(from) / all;
  return offers.map(({ to, odds }) => ({ from, to, stratum, families: each * odds }));
}

export function rollOf(a: School): number {
  return a.pupils[0] + a.pupils[1] + a.pupils[2];
}

export function enrol(w: World): void {
  const wanted = w.schools.flatMap((a) => [0, 1, 2].flatMap((k) => wishes(w, a, k)));
  const share = new Map<School, number>();
  for (const a of w.schools) {
    const own = total(
      wanted.filter(({ from, to }) => to === a && from === a).map(({ families }) => families),
    );
    const asking = total(
      wanted.filter(({ from, to }) => to === a && from !== a).map(({ families }) => families),
    );
    const staying = rollOf(a) * (1 - 1 / yearsAt(a));
    const room = Math.max(0, w.p.market.places * a.places - staying) - own;
    share.set(a, asking > 0 ? held(room / asking) : 1);
  }
  const arriving = w.schools.map(() => [0, 0, 0]);
  for (const { from, to, stratum, families } of wanted) {
    const taken = to === from ? 1 : (share.get(to) ?? 0);
    arriving[to.index][stratum] += families * taken;
    if (to !== from) arriving[from.index][stratum] += families * (1 - taken);
  }
  for (const a of w.schools) {
    const before = rollOf(a);
    for (let k = 0; k < 3; k++) a.pupils[k] += arriving[a.index][k] - a.pupils[k] / yearsAt(a);
    a.rollChange = before > 0 ? rollOf(a) / before - 1 : 0;
  }
}

export const rules: Rule[] = [step('market', writes, enrol)];
