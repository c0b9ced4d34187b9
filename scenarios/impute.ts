import type { SchoolRecord } from '../sim/index.ts';
import type { Bond } from './bonds.ts';
import { type Counts, count, median } from './cells.ts';
import type { Draft } from './draft.ts';
import {
  MEAN_ATTAINMENT_8,
  MEAN_SCALED_SCORE,
  type Phase,
  SCALED_POINTS_AN_ATTAINMENT_8_POINT,
  USUAL,
} from './register-codes.ts';
import type { Results } from './results.ts';

/** Places for each pupil where the register gives only one of the two (assumption: schools are nearly full). */
const PLACES_A_PUPIL = 1.05;
/** A district's median of fewer schools than this says too little. */
const FEWEST_FOR_A_DISTRICT = 3;

/** The records of the schools in the order of `drafts`; what was not given is filled in and counted in `imputed`. */
export function fillIn(
  drafts: readonly Draft[],
  bonds: readonly (readonly Bond[])[],
  results: Results | null,
  imputed: Record<string, Counts>,
): SchoolRecord[] {
  const rolls = new Medians(drafts, ({ roll }) => roll);
  const lowMeans = new Medians(drafts, (draft) => draft.lowMeans);

  return drafts.map((draft, i): SchoolRecord => {
    const usual = USUAL[draft.phase];
    const fill = (field: string, reason: string, value: number): number => {
      count(imputed, field, reason);
      return value;
    };
    const rollOf = (): number => {
      if (draft.places) return fill('roll', 'from capacity', Math.round(draft.places / PLACES_A_PUPIL));
      const typical = rolls.ofPhase(draft.phase);
      if (typical !== null) return fill('roll', 'median of the phase', Math.round(typical));
      return fill('roll', 'usual for the phase', usual.roll);
    };
    const lowMeansOf = (): number => {
      const near = lowMeans.ofDistrict(draft.phase, draft.district);
      if (near !== null) return fill('deprivation', 'median of the district', near / 100);
      const typical = lowMeans.ofPhase(draft.phase);
      if (typical !== null) return fill('deprivation', 'median of the phase', typical / 100);
      return fill('deprivation', 'usual for the phase', usual.lowMeans);
    };
    const roll = draft.roll ?? rollOf();
    return {
      id: draft.id,
      name: draft.name,
      phase: draft.phase,
      lowAge:
        draft.lowAge ??
        fill('lowAge', 'usual for the phase', Math.min(usual.lowAge, (draft.highAge ?? 99) - 1)),
      highAge:
        draft.highAge ??
        fill('highAge', 'usual for the phase', Math.max(usual.highAge, (draft.lowAge ?? 0) + 1)),
      x: draft.position?.x ?? 0,
      y: draft.position?.y ?? 0,
      roll,
      places:
        draft.places ||
        fill(
          'places',
          draft.places === 0 ? 'from roll (given as 0)' : 'from roll',
          Math.round(roll * PLACES_A_PUPIL),
        ),
      deprivation: draft.lowMeans !== null ? draft.lowMeans / 100 : lowMeansOf(),
      denomination: draft.denomination,
      grade: draft.grade ?? fill('grade', 'not inspected yet: taken as good', 2),
      attainment: attainment(draft, results, (reason) => count(imputed, 'attainment', reason)),
      bonds: bonds[i],
    };
  });
}

/** Mean result on the scaled-score scale, or null where the model is to draw it. */
function attainment(draft: Draft, results: Results | null, note: (reason: string) => void): number | null {
  const figure = results?.attainment.get(draft.id);
  if (figure && 'score' in figure) {
    if (figure.from === 'one') note('from one subject');
    return figure.score;
  }
  if (draft.progress !== null) {
    note('from progress in reading and mathematics');
    return MEAN_SCALED_SCORE + draft.progress;
  }
  if (draft.attainment8 !== null) {
    note('from Attainment 8');
    return MEAN_SCALED_SCORE + (draft.attainment8 - MEAN_ATTAINMENT_8) * SCALED_POINTS_AN_ATTAINMENT_8_POINT;
  }
  if (figure) note(`drawn: ${figure.reason}`);
  else note(results ? 'drawn: not in the results file' : 'drawn: no results');
  return null;
}

/** Medians of what was given, by phase and by phase within a district; worked out once each. */
class Medians {
  private readonly values = new Map<string, number[]>();
  private readonly known = new Map<string, number | null>();

  constructor(drafts: readonly Draft[], given: (draft: Draft) => number | null) {
    for (const draft of drafts) {
      const value = given(draft);
      if (value === null) continue;
      this.add(draft.phase, value);
      if (draft.district !== '') this.add(`${draft.phase} ${draft.district}`, value);
    }
  }

  private add(key: string, value: number): void {
    const list = this.values.get(key);
    if (list) list.push(value);
    else this.values.set(key, [value]);
  }

  ofPhase(phase: Phase): number | null {
    return this.of(phase, 1);
  }

  ofDistrict(phase: Phase, district: string): number | null {
    return district === '' ? null : this.of(`${phase} ${district}`, FEWEST_FOR_A_DISTRICT);
  }

  private of(key: string, fewest: number): number | null {
    let value = this.known.get(key);
    if (value === undefined) {
      const values = this.values.get(key) ?? [];
      value = values.length < fewest ? null : median(values);
      this.known.set(key, value);
    }
    return value;
  }
}
