/** By which long records know of which simulation they are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/support.mjs';

/** A golden digest, which test/golden.test.ts keeps true: of a district where much happens, decisions of people among it. */
export function simulationDigest(): string {
  const { digests } = JSON.parse(readFileSync(join(root, 'test', 'golden', 'digests.json'), 'utf8'));
  return digests['decisions-of-heads'];
}
