import type { Design, Factor, FactorValue } from '../sweep/plan.ts';
import { grid } from './grid.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { morris } from './morris.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { type SaltelliMatrix, saltelli } from './saltelli.ts';
import { sobolSequence } from './sobol-sequence.ts';
import { levelAt, levelsOf, valueAt } from './values.ts';

/** One setting of all factors. */
export interface DesignPoint {
  /** One value a factor. */
  readonly values: readonly FactorValue[];
  /** Where the point stands in a design whose points belong together; null elsewhere. */
  readonly place: SaltelliPlace | MorrisPlace | null;
}

export interface SaltelliPlace {
  readonly kind: 'saltelli';
  readonly matrix: SaltelliMatrix;
  /** From 0, below the plan's `rows`. */
  readonly row: number;
}

export interface MorrisPlace {
  readonly kind: 'morris';
  readonly trajectory: number;
  /** 0 at the start of a trajectory, up to the number of factors. */
  readonly step: number;
  /** Index of the factor that differs from the step before; null at the start. */
  readonly factor: number | null;
}

/** The points of a design in order. The same factors, design and seed give the same points, in every engine. */
export function designOf(factors: readonly Factor[], design: Design, seed: string): DesignPoint[] {
  const plain = (values: readonly FactorValue[]): DesignPoint => ({ values, place: null });
  const sampled = (unit: readonly number[]) => unit.map((u, i) => valueAt(factors[i], u));
  switch (design.kind) {
    case 'list':
      return design.points.map(plain);
    case 'grid': {
      const levels = factors.map((factor) => levelsOf(factor, design.levels));
      return grid(levels.map(({ length }) => length)).map((row) =>
        plain(row.map((level, i) => levels[i][level])),
      );
    }
    case 'one-at-a-time': {
      const levels = factors.map((factor) => levelsOf(factor, design.levels));
      return oneAtATime(levels, design.base).map(plain);
    }
    case 'latin-hypercube': {
      const columns = factors.map((factor) => (factor.kind === 'category' ? factor.levels.length : null));
      return latinHypercube(columns, design.points, seed).map((unit) => plain(sampled(unit)));
    }
    case 'sobol-sequence': {
      const rows = sobolSequence(factors.length, design.points, design.scramble ? seed : null);
      return rows.map((unit) => plain(sampled(unit)));
    }
    case 'saltelli':
      return saltelli(factors.length, design.rows, seed).map(({ matrix, row, unit }) => ({
        values: sampled(unit),
        place: { kind: 'saltelli', matrix, row },
      }));
    case 'morris': {
      const { levels, trajectories } = design;
      const moving = factors.map((factor) =>
        factor.kind === 'category'
          ? { levels: factor.levels.length, ordered: false }
          : { levels, ordered: true },
      );
      return morris(moving, trajectories, seed).map(({ levels: row, trajectory, step, factor }) => ({
        values: row.map((level, i) => {
          const own = factors[i];
          return own.kind === 'category' ? own.levels[level].name : levelAt(own, level / (levels - 1));
        }),
        place: { kind: 'morris', trajectory, step, factor },
      }));
    }
  }
}

/** How many points `designOf` gives, without making them. */
export function pointCount(factors: readonly Factor[], design: Design): number {
  switch (design.kind) {
    case 'list':
      return design.points.length;
    case 'grid':
      return factors.reduce((points, factor) => points * levelsOf(factor, design.levels).length, 1);
    case 'one-at-a-time':
      return factors.reduce((points, factor, i) => {
        const others = levelsOf(factor, design.levels).filter((value) => value !== design.base[i]);
        return points + others.length;
      }, 1);
    case 'latin-hypercube':
    case 'sobol-sequence':
      return design.points;
    case 'saltelli':
      return design.rows * (factors.length + 2);
    case 'morris':
      return design.trajectories * (factors.length + 1);
  }
}
