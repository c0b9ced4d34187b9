/** jstat ships no types: the part of it that Collegium uses. */
declare module 'jstat' {
  interface StudentT {
    pdf(x: number, df: number): number;
    cdf(x: number, df: number): number;
    inv(p: number, df: number): number;
  }

  interface Normal {
    pdf(x: number, mean: number, sd: number): number;
    cdf(x: number, mean: number, sd: number): number;
    inv(p: number, mean: number, sd: number): number;
  }

  interface NoncentralT {
    cdf(x: number, df: number, noncentrality: number): number;
  }

  interface CentralF {
    cdf(x: number, df1: number, df2: number): number;
  }

  interface JStat {
    centralF: CentralF;
    studentt: StudentT;
    noncentralt: NoncentralT;
    normal: Normal;
    sum(values: readonly number[]): number;
    mean(values: readonly number[]): number;
    median(values: readonly number[]): number;
    /** Standard deviation; `sample` divides by n - 1. */
    stdev(values: readonly number[], sample?: boolean): number;
    /** Variance; `sample` divides by n - 1. */
    variance(values: readonly number[], sample?: boolean): number;
    /** Quantiles by (alphap, betap); the defaults 3/8, 3/8 are approximately unbiased for the normal. */
    quantiles(
      values: readonly number[],
      quantiles: readonly number[],
      alphap?: number,
      betap?: number,
    ): number[];
  }

  /** CommonJS: Node sees a default export only. `import jstat from 'jstat'; const { jStat } = jstat;` */
  const module: { readonly jStat: JStat };
  export default module;
}
