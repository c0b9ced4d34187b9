/**
 * The seeds of a comparison. They come from one seed of the comparison itself, never from the seeds that the
 * scenarios name: both scenarios run with the same list, so that replicate i meets the same schools and the
 * same luck under either, and the difference between its two runs is the policy's doing.
 */

/** The seed of a comparison where nobody names one: page and command line then agree. */
export const COMPARISON_SEED = 'collegium';

/** The text seeds `<seed>/1` to `<seed>/<replicates>`. A longer list begins with every shorter one. */
export function replicateSeeds(seed: string, replicates: number): string[] {
  return Array.from({ length: replicates }, (_, i) => `${seed}/${i + 1}`);
}
