import { HEADLINES } from '../analysis/phrases.ts';
import { metrics } from '../sim/index.ts';

/** The declarations of the metrics that are told of in sentences, in the order of the telling. */
export function headlines() {
  return HEADLINES.flatMap((headline) => metrics.filter(({ key }) => key === headline));
}
