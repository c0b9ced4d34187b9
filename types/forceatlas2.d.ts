/** One step of ForceAtlas2 on matrices, which the package's own types leave out. */
declare module 'graphology-layout-forceatlas2/iterate.js' {
  import type { ForceAtlas2Settings } from 'graphology-layout-forceatlas2';

  /** Ten numbers a node: x, y, four of forces, mass, convergence, size, fixed; three an edge: both ends as offsets, weight. */
  export default function iterate(
    settings: Required<ForceAtlas2Settings>,
    nodes: Float32Array,
    edges: Float32Array,
  ): object;
}
