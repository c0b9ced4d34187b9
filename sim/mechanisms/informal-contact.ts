import { type Draw, STREAM } from '../draw.ts';
import { clamp } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { INSIDE, NEIGHBOURS, type State, TIES } from '../state.ts';

/**
 * Contact between schools outside any programme: people who trust one another call, and those who share an
 * identity do so most. It is what remains when the task and the money have gone (B 11.12, 3.2).
 */
export const params = {
  base: number({
    default: 0.015,
    min: 0,
    max: 1,
    unit: 'contacts a week',
    doc: 'Chance contacts a week between two schools whose staff know each other.',
    source: 'assumption',
  }),
  trustWeight: number({
    default: 0.12,
    min: 0,
    max: 2,
    unit: 'contacts a week',
    doc: 'What full trust adds to contacts a week.',
    source: 'assumption',
  }),
  identityWeight: number({
    default: 4,
    min: 0,
    max: 10,
    unit: 'contacts a week',
    doc: 'What a full common identity adds to contacts a week; half of one adds a quarter of it.',
    source: 'assumption, after B 11.12',
  }),
  chance: number({
    default: 0.01,
    min: 0,
    max: 0.2,
    unit: 'probability a week',
    doc: 'Probability that a head meets a neighbouring head at an event of the district.',
    source: 'assumption',
  }),
};
export const writes = ['contactFrom', 'contactTo'] as const;

/**
 * Calls `add(from, to, relation)` for each informal contact of the week between related schools. Of every
 * related pair somebody with a tie is sought by lot, heads first.
 */
export function call(
  s: State,
  p: Values<typeof params>,
  draw: Draw,
  week: number,
  add: (from: number, to: number, relation: number) => void,
): void {
  draw.open(STREAM.informalContact, week);
  for (let r = 0; r < s.relationA.length; r++) {
    const a = s.relationA[r];
    if (a < 0 || s.relationTies[r] === 0) continue;
    const b = s.relationB[r];
    const address = a * 32768 + b;
    const held = 1 - s.relationCompetition[r] * (1 - s.relationIdentity[r]);
    // A network that looks inward keeps its staff from those outside.
    const kept = s.relationShared[r] > 0 ? 1 : (1 - s.schoolInward[a]) * (1 - s.schoolInward[b]);
    const rate =
      (p.base + p.trustWeight * s.relationTrust[r] * s.relationTrust[r]) * held +
      p.identityWeight * s.relationIdentity[r] * s.relationIdentity[r];
    if (draw.uniform(address, 0) >= clamp(rate * kept, 0, 1)) continue;
    const near = draw.uniform(address, 1) < 0.5 ? a : b;
    const far = near === a ? b : a;
    for (let attempt = 0; attempt < 6; attempt++) {
      const post =
        attempt === 0 && draw.uniform(address, 2) < 0.4
          ? 0
          : draw.integer(s.schoolPosts[near], address, 3 + attempt);
      const from = s.schoolFirst[near] + post;
      const to = partnerOf(s, from, far);
      if (to >= 0) {
        add(from, to, r);
        break;
      }
    }
  }
}

/** Calls `add(from, to)` for each head who happens to meet a neighbouring head this week. */
export function mingle(
  s: State,
  p: Values<typeof params>,
  draw: Draw,
  week: number,
  add: (from: number, to: number) => void,
): void {
  draw.open(STREAM.chanceMeeting, week);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    if (draw.uniform(a, 0) >= p.chance * (1 - s.schoolInward[a])) continue;
    const b = s.neighbourSchool[a * NEIGHBOURS + draw.integer(8, a, 1)];
    if (b >= 0) add(s.schoolFirst[a], s.schoolFirst[b]);
  }
}

/** Whom `i` knows at school `b`, the most trusted first; -1 for nobody. */
function partnerOf(s: State, i: number, b: number): number {
  let best = -1;
  let trust = -1;
  for (let t = i * TIES + INSIDE; t < (i + 1) * TIES; t++) {
    const j = s.tieTarget[t];
    if (j < 0) break;
    if (s.staffSchool[j] === b && s.tieTrust[t] > trust) {
      trust = s.tieTrust[t];
      best = j;
    }
  }
  return best;
}
