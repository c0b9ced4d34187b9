import { cholesky, inverse, type Matrix, matrix } from './cholesky.ts';

/**
 * The two-level linear model with a random intercept, as in B 7.3.2: pupils i in schools j,
 *
 *   y_ij = b0 + x_ij' b + u_j + e_ij,   u_j ~ N(0, between),   e_ij ~ N(0, within),
 *
 * by maximum likelihood (ML) or by restricted maximum likelihood (REML). With q = between / within, everything
 * else has its best value in closed form (profile likelihood): with c_j = n_j / (1 + n_j q),
 *
 *   A(q) = sum of squares and products inside schools + sum over schools of c_j xbar_j xbar_j',
 *
 * b solves the normal equations in A, and -2 log likelihood is
 *
 *   ML    n (1 + log(2 pi r / n)) + sum log(1 + n_j q)
 *   REML  (n - p) (1 + log(2 pi r / (n - p))) + sum log(1 + n_j q) + log det A,
 *
 * with r the sum of squares left. q is where the derivative of that crosses zero, and of several such places, or
 * q = 0, the one with the highest likelihood. Pupils are read once: schools' means and one matrix hold all that is needed.
 */
export type Method = 'REML' | 'ML';

export interface Coefficient {
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number;
}

export interface TwoLevelFit {
  readonly method: Method;
  readonly outcome: string;
  /** The intercept first, then the predictors in the order in which they were asked for. */
  readonly coefficients: readonly Coefficient[];
  /** Variance of what differs between schools, and of what differs between pupils of a school. */
  readonly between: number;
  readonly within: number;
  /** Share of that variance which lies between schools: 0 to 1. */
  readonly share: number;
  /** Of the restricted likelihood with REML; only of use between models with the same predictors then. */
  readonly logLikelihood: number;
  readonly observations: number;
  readonly groups: number;
  /** The estimate of the variance between schools is 0: the data show no more of it than chance makes. */
  readonly atBoundary: boolean;
  readonly converged: boolean;
  /** Times that the likelihood or its derivative was worked out. */
  readonly evaluations: number;
}

export type Fault =
  | 'no observations'
  | 'not a finite number'
  | 'unknown column'
  | 'one group'
  | 'one observation a group'
  | 'too few observations'
  | 'too few groups'
  | 'collinear predictors'
  | 'no variation within groups';

/** Why a model cannot be fitted; `fault` is the same for the same reason, whatever the data. */
export class TwoLevelError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, detail: string) {
    super(`${fault}: ${detail}`);
    this.name = 'TwoLevelError';
    this.fault = fault;
  }
}

export const INTERCEPT = 'intercept';
/** Part of a predictor's variation that must be its own, and of the outcome's that must lie inside groups. */
const OWN = 1e-10;

/**
 * Sums over pupils by school for any number of columns, outcomes and predictors alike: whatever model of them is
 * wanted is fitted from the sums. Pupils may come in any order.
 */
export class TwoLevelSums {
  readonly columns: readonly string[];
  private readonly rows = new Map<number, number>();
  private readonly counts: number[] = [];
  /** First row of each group, from which deviations are taken: sums stay small, so little is lost to rounding. */
  private readonly origins: number[] = [];
  private readonly sums: number[] = [];
  /** Products of deviations from the origins, over all groups. */
  private readonly products: Matrix;
  private readonly deviation: Float64Array;
  private n = 0;

  constructor(columns: readonly string[]) {
    this.columns = columns;
    this.products = matrix(columns.length);
    this.deviation = new Float64Array(columns.length);
  }

  /** Adds a pupil of school `group`; `values` in the order of the columns. */
  add(group: number, values: ArrayLike<number>): void {
    const { columns, deviation, products } = this;
    const width = columns.length;
    for (let k = 0; k < width; k++) {
      if (!Number.isFinite(values[k]))
        throw new TwoLevelError('not a finite number', `${columns[k]} is ${values[k]} in group ${group}`);
    }
    let row = this.rows.get(group);
    if (row === undefined) {
      row = this.counts.length;
      this.rows.set(group, row);
      this.counts.push(0);
      for (let k = 0; k < width; k++) {
        this.origins.push(values[k]);
        this.sums.push(0);
      }
    }
    this.counts[row]++;
    this.n++;
    const at = row * width;
    for (let k = 0; k < width; k++) {
      deviation[k] = values[k] - this.origins[at + k];
      this.sums[at + k] += deviation[k];
      for (let l = 0; l <= k; l++) products[k][l] += deviation[k] * deviation[l];
    }
  }

  /** Fits the model of `outcome` on `predictors`, by name. Throws TwoLevelError where the data cannot say. */
  fit(outcome: string, predictors: readonly string[], method: Method = 'REML'): TwoLevelFit {
    const profile = this.profile(outcome, predictors, method);
    const best = highest(profile);
    return { ...profile.fitAt(best.q), atBoundary: best.q === 0, ...best.search, method, outcome };
  }

  /** The chosen columns, centred and scaled, as means by group and products inside groups. */
  private profile(outcome: string, predictors: readonly string[], method: Method): Profile {
    const chosen = [...predictors, outcome].map((name) => this.columnOf(name));
    const groups = this.counts.length;
    const { n } = this;
    const p = predictors.length + 1;
    if (n === 0) throw new TwoLevelError('no observations', 'there is nothing to fit');
    if (groups === 1) throw new TwoLevelError('one group', 'variance between groups needs two or more');
    if (n === groups)
      throw new TwoLevelError('one observation a group', 'groups cannot be told from observations');
    if (n <= p) throw new TwoLevelError('too few observations', `${n} for ${p} coefficients`);

    const width = this.columns.length;
    const value = (row: number, column: number) => this.origins[row * width + column];
    const total = (row: number, column: number) => this.sums[row * width + column];
    const centre = chosen.map((column) => {
      let sum = 0;
      for (let j = 0; j < groups; j++)
        sum += this.counts[j] * (value(j, column) - value(0, column)) + total(j, column);
      return value(0, column) + sum / n;
    });
    const means = chosen.map((column, c) =>
      Float64Array.from(
        { length: groups },
        (_, j) => value(j, column) - centre[c] + total(j, column) / this.counts[j],
      ),
    );
    const inside = matrix(chosen.length);
    chosen.forEach((k, a) => {
      for (let b = 0; b <= a; b++) {
        const l = chosen[b];
        let sum = k >= l ? this.products[k][l] : this.products[l][k];
        for (let j = 0; j < groups; j++) sum -= (total(j, k) * total(j, l)) / this.counts[j];
        inside[a][b] = inside[b][a] = sum;
      }
    });
    const scale = chosen.map((_, c) => {
      let squares = inside[c][c];
      for (let j = 0; j < groups; j++) squares += this.counts[j] * means[c][j] * means[c][j];
      return Math.sqrt(Math.max(0, squares) / n);
    });
    predictors.forEach((name, c) => {
      if (!(scale[c] > OWN * Math.max(1, Math.abs(centre[c]))))
        throw new TwoLevelError('collinear predictors', `${name} is the same for all`);
    });
    return new Profile({ counts: this.counts, n, names: predictors, centre, scale, means, inside, method });
  }

  private columnOf(name: string): number {
    const column = this.columns.indexOf(name);
    if (column < 0)
      throw new TwoLevelError('unknown column', `'${name}'; there are ${this.columns.join(', ')}`);
    return column;
  }
}

/** The columns of one model, predictors first and the outcome last. */
interface Columns {
  readonly counts: readonly number[];
  readonly n: number;
  readonly names: readonly string[];
  /** Mean and standard deviation of each column over all pupils. */
  readonly centre: readonly number[];
  readonly scale: readonly number[];
  /** Means by group, from the centre. */
  readonly means: readonly Float64Array[];
  /** Products of deviations from the group's mean. */
  readonly inside: Matrix;
  readonly method: Method;
}

interface State {
  /** -2 log likelihood. */
  deviance: number;
  /** Its derivative by q. */
  slope: number;
  factor: Matrix;
  coefficients: Float64Array;
  rest: number;
}

/** The profile likelihood of one model, in columns with mean 0 and, predictors, standard deviation 1. */
class Profile {
  evaluations = 0;
  readonly p: number;
  private readonly free: number;
  /** Means by group: the intercept's 1 first, the outcome last. */
  private readonly means: Float64Array[];
  private readonly inside: Matrix;
  private readonly logScale: number;
  private readonly counts: readonly number[];
  private readonly n: number;
  private readonly names: readonly string[];
  private readonly centre: readonly number[];
  private readonly scale: readonly number[];
  private readonly method: Method;

  constructor({ counts, n, names, centre, scale, means, inside, method }: Columns) {
    this.counts = counts;
    this.n = n;
    this.names = names;
    this.centre = centre;
    this.scale = scale;
    this.method = method;
    const last = names.length; // the outcome keeps its scale
    const by = (c: number) => (c < last ? scale[c] : 1);
    this.p = last + 1;
    this.free = method === 'REML' ? n - this.p : n;
    this.means = [
      new Float64Array(counts.length).fill(1),
      ...means.map((column, c) => column.map((mean) => mean / by(c))),
    ];
    this.inside = matrix(this.p + 1);
    for (let a = 0; a <= last; a++)
      for (let b = 0; b <= last; b++) this.inside[a + 1][b + 1] = inside[a][b] / (by(a) * by(b));
    this.logScale = names.reduce((sum, _, c) => sum + 2 * Math.log(scale[c]), 0);
    this.checkOwnVariation();
  }

  private checkOwnVariation(): void {
    const { n, p, inside, counts, names, scale } = this;
    const varying = names.map((_, c) => c + 1).filter((c) => inside[c][c] > OWN * n);
    const flat = p - varying.length;
    if (flat >= counts.length)
      throw new TwoLevelError('too few groups', `${counts.length} for ${flat} coefficients between groups`);
    this.factorAt(0); // finds predictors that others make up
    const k = varying.length;
    const block = matrix(k + 1);
    [...varying, p].forEach((a, row) => {
      [...varying, p].forEach((b, column) => {
        block[row][column] = inside[a][b];
      });
    });
    const { factor } = cholesky(block, k, OWN);
    const left = block[k][k] - sumOfSquares(factor[k], k);
    if (!(left > OWN * n * scale[p - 1] * scale[p - 1]))
      throw new TwoLevelError(
        'no variation within groups',
        'predictors and groups explain the outcome whole',
      );
  }

  private normal(q: number): Matrix {
    const { p, counts, means } = this;
    const a = this.inside.map((row) => row.slice());
    for (let j = 0; j < counts.length; j++) {
      const c = counts[j] / (1 + counts[j] * q);
      for (let k = 0; k <= p; k++) {
        const weighted = c * means[k][j];
        for (let l = 0; l <= k; l++) a[k][l] += weighted * means[l][j];
      }
    }
    return a;
  }

  private factorAt(q: number): Matrix {
    const { factor, weak } = cholesky(this.normal(q), this.p, OWN);
    if (weak >= 0)
      throw new TwoLevelError('collinear predictors', `${this.names[weak - 1]} follows from those before it`);
    return factor;
  }

  at(q: number): State {
    this.evaluations++;
    const { p, counts, means, method, free } = this;
    const a = this.normal(q);
    const { factor } = cholesky(a, p, 0);
    const rest = a[p][p] - sumOfSquares(factor[p], p);
    const coefficients = new Float64Array(p);
    for (let k = p - 1; k >= 0; k--) {
      let sum = factor[p][k];
      for (let l = k + 1; l < p; l++) sum -= factor[l][k] * coefficients[l];
      coefficients[k] = sum / factor[k][k];
    }
    const inverted = method === 'REML' ? inverse(factor, p) : null;
    let deviance = free * (1 + Math.log((2 * Math.PI * rest) / free));
    let slope = 0;
    let restSlope = 0;
    for (let j = 0; j < counts.length; j++) {
      const c = counts[j] / (1 + counts[j] * q);
      deviance += Math.log1p(counts[j] * q);
      let residual = means[p][j];
      for (let k = 0; k < p; k++) residual -= coefficients[k] * means[k][j];
      restSlope -= c * c * residual * residual;
      let leverage = 0;
      if (inverted !== null) {
        for (let k = 0; k < p; k++) {
          let sum = 0.5 * inverted[k][k] * means[k][j];
          for (let l = 0; l < k; l++) sum += inverted[k][l] * means[l][j];
          leverage += 2 * means[k][j] * sum;
        }
      }
      slope += c - c * c * leverage;
    }
    slope += (free * restSlope) / rest;
    if (method === 'REML') {
      deviance += this.logScale;
      for (let k = 0; k < p; k++) deviance += 2 * Math.log(factor[k][k]);
    }
    return { deviance, slope, factor, coefficients, rest };
  }

  fitAt(q: number): Omit<TwoLevelFit, 'method' | 'outcome' | 'atBoundary' | 'converged' | 'evaluations'> {
    const { p, names, centre, scale, counts, n, free } = this;
    const { deviance, factor, coefficients, rest } = this.at(q);
    const within = rest / free;
    const between = q * within;
    const inverted = inverse(factor, p);
    // The intercept of the columns as they were given is b0 - sum of b_k centre_k.
    const back = Float64Array.from({ length: p }, (_, k) => (k === 0 ? 1 : -centre[k - 1] / scale[k - 1]));
    let intercept = centre[p - 1];
    let variance = 0;
    for (let k = 0; k < p; k++) {
      intercept += back[k] * coefficients[k];
      for (let l = 0; l < p; l++) variance += back[k] * back[l] * inverted[k][l];
    }
    return {
      coefficients: [
        { name: INTERCEPT, estimate: intercept, standardError: Math.sqrt(within * variance) },
        ...names.map((name, c) => ({
          name,
          estimate: coefficients[c + 1] / scale[c],
          standardError: Math.sqrt(within * inverted[c + 1][c + 1]) / scale[c],
        })),
      ],
      between,
      within,
      share: between / (between + within),
      logLikelihood: -deviance / 2,
      observations: n,
      groups: counts.length,
    };
  }
}

const LEAST = 1e-8;
const MOST = 1e8;
const STEPS_A_DECADE = 1;

/** The q of the highest likelihood: all places where the slope turns from down to up are tried, and 0. */
function highest(profile: Profile): {
  q: number;
  search: Pick<TwoLevelFit, 'converged' | 'evaluations'>;
} {
  let best = { q: 0, deviance: Number.POSITIVE_INFINITY };
  let converged = true;
  const consider = (q: number, deviance: number) => {
    if (deviance < best.deviance) best = { q, deviance };
  };
  let low = 0;
  let here = profile.at(0);
  if (here.slope >= 0) consider(0, here.deviance);
  const steps = Math.round(Math.log10(MOST / LEAST) * STEPS_A_DECADE);
  for (let k = 0; k <= steps; k++) {
    const high = LEAST * 10 ** (k / STEPS_A_DECADE);
    const next = profile.at(high);
    if (here.slope < 0 && next.slope >= 0) {
      const found = crossing(profile, low, here.slope, high, next.slope);
      consider(found.q, found.deviance);
      converged = found.converged;
    }
    low = high;
    here = next;
  }
  if (best.deviance === Number.POSITIVE_INFINITY) {
    // The likelihood rises to the end of the range: groups hold all the variance that can be told.
    best = { q: MOST, deviance: here.deviance };
    converged = false;
  }
  return { q: best.q, search: { converged, evaluations: profile.evaluations } };
}

/** Where the slope, below 0 at `a` and not below at `b`, crosses 0: false position that never stalls (Illinois). */
function crossing(profile: Profile, a: number, slopeA: number, b: number, slopeB: number) {
  let [low, high, down, up] = [a, b, slopeA, slopeB];
  let state = profile.at(high);
  let q = high;
  let side = 0;
  for (let turn = 0; turn < 200; turn++) {
    if (up === 0) return { q: high, deviance: profile.at(high).deviance, converged: true };
    q = (low * up - high * down) / (up - down);
    if (!(q > low && q < high)) q = (low + high) / 2;
    state = profile.at(q);
    if (state.slope < 0) {
      low = q;
      down = state.slope;
      if (side === -1) up /= 2;
      side = -1;
    } else {
      high = q;
      up = state.slope;
      if (side === 1) down /= 2;
      side = 1;
    }
    if (high - low <= 1e-12 * high || Math.abs(state.slope) * q <= 1e-12)
      return { q, deviance: state.deviance, converged: true };
  }
  return { q, deviance: state.deviance, converged: false };
}

function sumOfSquares(row: Float64Array, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += row[k] * row[k];
  return sum;
}
