import {
  ACQUAINTANCE,
  ACROSS,
  type Fading,
  fillFading,
  INSIDE,
  makeFading,
  type Run,
  STAGES,
  type State,
  TIES,
} from '../../sim/index.ts';

/** What the writers read of a run. */
export type Source = Pick<Run, 'week' | 'state' | 'names' | 'parameters' | 'sampleWeeks' | 'series'>;

/** Trust of two schools in each other. */
export interface MutualTrust {
  /** By relation: mean trust of the ties from staff of the first school to staff of the second; NaN without ties. */
  readonly forth: Float64Array;
  /** The same from the second school to the first. */
  readonly back: Float64Array;
}

/**
 * A run as it stands after so many weeks, with what follows from its state: each worked out when it is first asked for. To
 * be read before the run goes on.
 */
export class Moment {
  /** Weeks done. */
  readonly week: number;
  readonly state: State;
  /** Names of the schools by index. */
  readonly names: readonly string[];
  /** Weeks at which the series are read, those to come included. */
  readonly sampleWeeks: Run['sampleWeeks'];
  readonly series: Run['series'];
  readonly #parameters: Source['parameters'];
  #fading: Fading | undefined;
  #stages: Uint16Array | undefined;
  #trust: MutualTrust | undefined;

  constructor(source: Source) {
    this.week = source.week;
    this.state = source.state;
    this.names = source.names;
    this.sampleWeeks = source.sampleWeeks;
    this.series = source.series;
    this.#parameters = source.parameters;
  }

  /** Relations of school `a` at `stage`. */
  relationsAt(a: number, stage: number): number {
    this.#stages ??= countStages(this.state);
    return this.#stages[a * STAGES.length + stage];
  }

  /** Trust that tie `t` holds now: what it held when it was last used, faded since. */
  tieTrust(t: number): number {
    return this.state.tieTrust[t] * this.#faded().trust[this.#idle(t)];
  }

  /** How much tie `t` is used now, contacts a week. */
  tieStrength(t: number): number {
    return this.state.tieStrength[t] * this.#faded().strength[this.#idle(t)];
  }

  /** Trust by relation, each way, weighted by how much each tie is used, as the model takes the mean of both. */
  get mutualTrust(): MutualTrust {
    this.#trust ??= this.#sumTrust();
    return this.#trust;
  }

  /** Weeks since tie `t` was brought up to date, seen from the last week done, as the model sees it at the end of a term. */
  #idle(t: number): number {
    return Math.max(0, this.week - 1 - this.state.tieSince[t]);
  }

  #faded(): Fading {
    if (this.#fading === undefined) {
      this.#fading = makeFading(this.week + 1);
      fillFading(this.#fading, this.#parameters.trust);
    }
    return this.#fading;
  }

  #sumTrust(): MutualTrust {
    const { schoolFirst, schoolPosts, staffSchool, tieTarget, relationA } = this.state;
    const relations = relationA.length;
    const sums = { forth: new Float64Array(relations), back: new Float64Array(relations) };
    const uses = { forth: new Float64Array(relations), back: new Float64Array(relations) };
    const relationOf = relationsByPair(this.state);
    for (let a = 0; a < schoolPosts.length; a++) {
      for (let i = schoolFirst[a]; i < schoolFirst[a] + schoolPosts[a]; i++) {
        const first = i * TIES + INSIDE;
        for (let t = first; t < first + ACROSS && tieTarget[t] >= 0; t++) {
          const b = staffSchool[tieTarget[t]];
          const r = relationOf.get(pairOf(a, b, schoolPosts.length));
          if (r === undefined) continue;
          const way = a < b ? 'forth' : 'back';
          const use = this.tieStrength(t) + ACQUAINTANCE;
          sums[way][r] += use * this.tieTrust(t);
          uses[way][r] += use;
        }
      }
    }
    return {
      forth: sums.forth.map((sum, r) => sum / uses.forth[r]),
      back: sums.back.map((sum, r) => sum / uses.back[r]),
    };
  }
}

/** One number for a pair of schools, whichever is named first. */
export function pairOf(a: number, b: number, schools: number): number {
  return a < b ? a * schools + b : b * schools + a;
}

function relationsByPair({ relationA, relationB, schoolPosts }: State): Map<number, number> {
  const found = new Map<number, number>();
  for (let r = 0; r < relationA.length; r++)
    if (relationA[r] >= 0) found.set(pairOf(relationA[r], relationB[r], schoolPosts.length), r);
  return found;
}

function countStages({ relationA, relationB, relationStage, schoolPosts }: State): Uint16Array {
  const counts = new Uint16Array(schoolPosts.length * STAGES.length);
  for (let r = 0; r < relationA.length; r++) {
    if (relationA[r] < 0) continue;
    counts[relationA[r] * STAGES.length + relationStage[r]]++;
    counts[relationB[r] * STAGES.length + relationStage[r]]++;
  }
  return counts;
}
