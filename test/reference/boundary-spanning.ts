import { writes } from '../../sim/mechanisms/boundary-spanning.ts';
import { type Rule, step } from './rule.ts';
import { fading, left, type Tie, total, type World } from './world.ts';

export function span(w: World): void {
  const p = w.p.boundarySpanning;
  for (const a of w.schools) {
    const people = w.staffOf(a).map((i) => {
      const use = (tie: Tie) => tie.strength * left(w.p.trust.memory, w.week - tie.since);
      const live = w.tiesOf(i, true).filter((tie) => use(tie) > p.live);
      return { i, held: total(live.map((tie) => use(tie) * tie.trust * fading(w, tie))) };
    });
    const spanners = p.on ? people.filter(({ held }) => held > 0) : [];
    const sum = total(spanners.map(({ held }) => held));
    const most = Math.max(0, ...spanners.map(({ held }) => held));
    a.spanning = sum / (sum + p.half);
    a.spanners = spanners.length;
    a.spanner = spanners.find(({ held }) => held === most)?.i.index ?? -1;
    a.reliance = sum > 0 ? most / sum : 0;
  }
}

export const rules: Rule[] = [step('boundary spanning', writes, span)];
