import { STREAM } from '../../sim/draw.ts';
import { logit } from '../../sim/math/index.ts';
import { writes } from '../../sim/mechanisms/encounter.ts';
import { CONTACT } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import type { World } from './world.ts';

export function meet(w: World): void {
  const p = w.p.encounter;
  w.draw.open(STREAM.encounter, w.week);
  for (const c of w.contacts) {
    const overload = (w.posts[c.from].overload + w.posts[c.to].overload) / 2;
    const effective = c.trust + (1 - c.trust) * (1 - c.trust) * c.formality * p.contractSubstitution;
    const z =
      p.ease +
      p.trustWeight * (effective - 0.5) +
      p.understandingWeight * (c.understanding - 0.5) +
      p.facilitationWeight * c.facilitation -
      p.guardWeight * c.guard -
      p.overloadWeight * overload -
      (c.kind >= CONTACT.development ? p.jointDemand : 0);
    c.candour = effective * (1 - c.guard);
    // Chance comes in 65,536 equal steps, each standing at its middle: success where the logit of it lies below z.
    const chance = w.draw.uniform(c.from, c.to * 8 + c.kind);
    c.success = logit((Math.floor(chance * 65536) + 0.5) / 65536) < z ? 1 : 0;
  }
}

export const rules: Rule[] = [step('encounter', writes, meet, { contacts: true })];
