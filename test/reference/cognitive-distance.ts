import { exp } from '../../sim/math/index.ts';
import { writes } from '../../sim/mechanisms/cognitive-distance.ts';
import { type Rule, step } from './rule.ts';
import type { World } from './world.ts';

const CELLS = 4096;

export function perceive(w: World): void {
  const { reach, noveltyScale } = w.p.cognitiveDistance;
  for (const c of w.contacts) {
    const theirs = w.posts[c.to].view;
    const squares = Array.from(
      w.posts[c.from].view as Float32Array,
      (x, v) => (x - theirs[v]) * (x - theirs[v]),
    );
    const distance = Math.sqrt(squares[0] + squares[1] + squares[2] + squares[3]) / 2;
    // Understanding and novelty are those at the middle of the 4,096th of distance in which it lies.
    const d = (Math.floor(distance * CELLS) + 0.5) / CELLS;
    c.understanding = exp(-(d / reach) * (d / reach));
    c.novelty = 1 - exp(-d / noveltyScale);
  }
}

export function converge(w: World): void {
  for (const c of w.contacts) {
    if (c.success === 0) continue;
    const share = w.p.cognitiveDistance.convergence * c.trust * c.understanding;
    const mine = w.posts[c.from].view;
    const theirs = w.posts[c.to].view;
    for (let v = 0; v < 4; v++) {
      const step = share * (theirs[v] - mine[v]);
      mine[v] += step;
      theirs[v] -= step;
    }
  }
}

export const rules: Rule[] = [
  step('cognitive distance: perceive', writes, perceive, { contacts: true }),
  step('cognitive distance: converge', writes, converge, { contacts: true }),
];
