import xor4096 from 'seedrandom/lib/xor4096.js';
import { shuffled } from './shuffled.ts';

/** What a factor of a Morris design can be: `levels` steps in order, or that many categories without one. */
export interface MorrisFactor {
  readonly levels: number;
  readonly ordered: boolean;
}

export interface MorrisRow {
  readonly trajectory: number;
  /** From 0, where the trajectory starts. */
  readonly step: number;
  /** The factor that differs from the step before; null at the start. */
  readonly factor: number | null;
  /** One level a factor, from 0. */
  readonly levels: readonly number[];
}

/**
 * How many of `levels` steps (an even number) an ordered factor moves. On the unit interval, where levels lie 1/(p-1)
 * apart, that is Morris's delta = p / (2 (p - 1)): every level is then moved from as often as to.
 */
export const morrisStep = (levels: number) => levels / 2;

/**
 * Trajectories in which each factor moves once, in random order (Morris 1991, "Factorial sampling plans for preliminary
 * computational experiments", Technometrics 33; Campolongo, Cariboni and Saltelli 2007). An ordered factor moves
 * `morrisStep` up or down from a level drawn uniformly among those from which it can; a category moves to another one,
 * each equally likely from any, so that nothing hangs on the order in which categories are written. A trajectory has its
 * luck from the seed and its own number: more of them begin with fewer.
 */
export function morris(factors: readonly MorrisFactor[], trajectories: number, seed: string): MorrisRow[] {
  const rows: MorrisRow[] = [];
  for (let trajectory = 0; trajectory < trajectories; trajectory++) {
    const random = xor4096(`${seed}/morris/${trajectory}`);
    const below = (n: number) => Math.floor(random() * n);
    const moves = factors.map(({ levels, ordered }) => {
      const from = below(levels);
      if (!ordered) return { from, to: (from + 1 + below(levels - 1)) % levels };
      const step = morrisStep(levels);
      return { from, to: from < step ? from + step : from - step };
    });
    let levels = moves.map(({ from }) => from);
    rows.push({ trajectory, step: 0, factor: null, levels });
    shuffled(factors.length, random).forEach((factor, i) => {
      levels = levels.map((level, j) => (j === factor ? moves[factor].to : level));
      rows.push({ trajectory, step: i + 1, factor, levels });
    });
  }
  return rows;
}
