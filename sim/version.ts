/** Version of the simulation: moves whenever a result moves, and stands in every output. */
export const VERSION = '0.1.0';
