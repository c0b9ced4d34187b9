import type { PlacementSide } from '../../../analysis/partnership/placement.ts';
import type { SideKey } from '../../state/sides.ts';

/** The two stands as the sides of a comparison: their colours and strokes are those of A and B. */
export const SIDES: readonly {
  readonly side: PlacementSide;
  readonly key: SideKey;
  readonly word: string;
}[] = [
  { side: 'now', key: 'a', word: 'Now' },
  { side: 'wanted', key: 'b', word: 'Wanted' },
];
