/** The one generator file of seedrandom that `sim/` may import; the published types cover only the package's entry. */
declare module 'seedrandom/lib/xor4096.js' {
  export interface Xor4096State {
    readonly i: number;
    readonly w: number;
    readonly X: readonly number[];
  }

  export interface Xor4096 {
    /** Next draw in [0, 1) with 32 random bits. */
    (): number;
    /** Next draw in [0, 1) with 52 random bits. */
    double(): number;
    /** Next draw as a signed 32-bit integer. */
    int32(): number;
    quick(): number;
    /** Present only when the generator was made with `state: true` or from a state. */
    state?(): Xor4096State;
  }

  export default function xor4096(
    seed?: number | string | null,
    options?: { state?: boolean | Xor4096State },
  ): Xor4096;
}
