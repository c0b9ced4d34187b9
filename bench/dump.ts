import { readFileSync, writeFileSync } from 'node:fs';
import { logitOf } from '../sim/math/index.ts';
import { COUNTER } from '../sim/state.ts';
import type { Model } from '../sim/week.ts';

/** What bench/contact.c reads and writes: the same arrays in the same order, each on 64 bytes. */

const MAGIC = 0x636f6c6c;
const LINE = 64;

type Part = Int32Array | Float64Array | Float32Array | Int16Array | Uint8Array;

/** The columns that the contact step inside schools writes. */
function changing(m: Model): Part[] {
  const s = m.state;
  return [
    s.staffView,
    s.staffExplicit,
    s.tieTarget,
    s.tieTrust,
    s.tieStrength,
    s.tieSince,
    s.tieSuccesses,
    s.innovationWeek,
    s.innovationAuthor,
    s.innovationPartner,
    s.innovationSubject,
  ];
}

function unchanging(m: Model): Part[] {
  const { state: s, parameters, fading, curves, draw } = m;
  const { colleagueChoice, trust: t, cognitiveDistance, encounter: e, learning: l } = parameters;
  const head = [MAGIC, s.counts.staff, s.counts.schools, m.batch, fading.trust.length, s.counts.innovations];
  return [
    Int32Array.of(...head, s.counter[COUNTER.innovations], 0, ...draw.key),
    Float64Array.of(
      ...[colleagueChoice.exploration],
      ...[t.gain, t.firstInside, t.propensityWeight, t.contractCost, t.memory, cognitiveDistance.convergence],
      ...[e.ease, e.trustWeight, e.understandingWeight, e.facilitationWeight, e.guardWeight],
      ...[e.overloadWeight, e.contractSubstitution],
      ...[l.rate, l.innovationRate],
    ),
    fading.trust,
    fading.strength,
    fading.hurt,
    curves.understanding,
    curves.novelty,
    logitOf,
    s.schoolFirst,
    s.schoolPosts,
    s.staffOverload,
    s.staffPropensity,
  ];
}

function together(parts: readonly Part[]): Buffer {
  const room = (part: Part) => Math.ceil(part.byteLength / LINE) * LINE;
  const all = Buffer.alloc(parts.reduce((sum, part) => sum + room(part), 0));
  let at = 0;
  for (const part of parts) {
    all.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += room(part);
  }
  return all;
}

export function writeDump(file: string, m: Model): void {
  writeFileSync(file, together([...unchanging(m), ...changing(m)]));
}

/** Whether the C program's result is the model's state, bit for bit. */
export function sameBits(file: string, m: Model): boolean {
  return readFileSync(file).equals(together(changing(m)));
}
