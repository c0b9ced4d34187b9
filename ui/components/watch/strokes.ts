/** Dashes that tell the run and its branches apart where colours do not, in their order. */
export const DASHES: readonly string[] = ['', '7 4', '2 3', '11 3 2 3'];
