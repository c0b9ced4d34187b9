/** Schools and relations of large networks, drawn on the graphics card by sigma. Its camera follows the projection. */
import Graph from 'graphology';
import Sigma from 'sigma';
import { radiiOf } from './look.ts';
import type { Scene } from './paint.ts';
import {
  type Colour,
  type Now,
  type RelationRows,
  relationProgram,
  type SchoolRows,
  schoolProgram,
} from './programs.ts';
import { extentOf, MARGIN } from './projection.ts';

export class WebglNetwork {
  readonly #sigma: Sigma;
  readonly #now: Now = { ground: [1, 1, 1], grown: 1 };
  #relations: RelationRows | undefined;
  #schools: SchoolRows | undefined;
  #scene: Scene | null = null;
  #radii: Float64Array = new Float64Array();

  /** Throws where the browser has no WebGL. */
  constructor(container: HTMLElement) {
    // Sigma draws nothing for a graph without nodes; this one is not drawn, and holds nothing.
    const graph = new Graph();
    graph.addNode('whole', { x: 0, y: 0, hidden: true });
    this.#sigma = new Sigma(graph, container, {
      renderLabels: false,
      renderEdgeLabels: false,
      defaultNodeType: 'school',
      defaultEdgeType: 'relation',
      nodeProgramClasses: {
        // The first is for schools, the next for a hovered one, which is drawn elsewhere.
        school: schoolProgram(this.#now, (program) => {
          this.#schools ??= program;
        }),
      },
      edgeProgramClasses: {
        relation: relationProgram(this.#now, (program) => {
          this.#relations ??= program;
        }),
      },
      minCameraRatio: null,
      maxCameraRatio: null,
      stagePadding: MARGIN,
      allowInvalidContainer: true,
    });
  }

  draw(scene: Scene): void {
    if (this.#scene === null || differs(this.#scene, scene)) this.#take(scene);
    this.#scene = scene;
    this.#now.grown = this.#growth(scene);
    this.#sigma.getCanvases().edges.style.opacity = scene.look.selection === null ? '1' : '0.3';
    this.#follow(scene);
    // Nothing is read again: it only draws, at once.
    this.#sigma.refresh({ partialGraph: { nodes: [], edges: [] }, skipIndexation: true });
  }

  end(): void {
    this.#sigma.kill();
  }

  #take(scene: Scene): void {
    if (this.#scene?.at !== scene.at) {
      const { x, y, width, height } = extentOf(scene.at);
      this.#sigma.setCustomBBox({ x: [x - width / 2, x + width / 2], y: [y - height / 2, y + height / 2] });
      // Only this makes sigma take the new extent into account.
      this.#sigma.refresh();
    }
    this.#now.ground = colourOf(scene.look.theme.raised);
    this.#radii = this.#schools?.take(scene) ?? this.#radii;
    this.#relations?.take(scene);
  }

  /** All schools grow alike, so one of them tells by how much. */
  #growth({ frame, look }: Scene): number {
    const open = frame.closed.indexOf(0);
    return open < 0 ? 1 : radiiOf(frame, look)[open] / this.#radii[open];
  }

  /** Puts the camera where the projection is. */
  #follow({ at, look, project }: Scene): void {
    const { x, y, width, height } = extentOf(at);
    const middle = { x: 0.5, y: 0.5, angle: 0, ratio: 1 };
    this.#sigma.resize();
    const [p, q] = [0, 1].map((east) =>
      this.#sigma.graphToViewport({ x: x + east, y }, { cameraState: middle }),
    );
    const extent = Math.max(width, height);
    this.#sigma.getCamera().setState({
      x: 0.5 + (project.east(look.width / 2) - x) / extent,
      y: 0.5 + (project.north(look.height / 2) - y) / extent,
      angle: 0,
      ratio: (q.x - p.x) / project.scale,
    });
  }
}

/** Programs that play a graphics card: SwiftShader, llvmpipe and softpipe of Mesa, WARP of Windows, Apple's. */
const PLAYED = /swiftshader|llvmpipe|softpipe|basic render|software/i;

/** Whether there is a graphics card to draw on. Where a program only plays one, the plain canvas is faster. */
export function hasCard(): boolean {
  const context = document
    .createElement('canvas')
    .getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (context === null) return false;
  const named = context.getExtension('WEBGL_debug_renderer_info');
  const name = String(context.getParameter(named?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !PLAYED.test(name);
}

/** Whether more than the camera has changed. */
function differs(p: Scene, q: Scene): boolean {
  const shown = p.look.stages.every((one, i) => one === q.look.stages[i]);
  return p.frame !== q.frame || p.at !== q.at || p.look.theme !== q.look.theme || !shown;
}

function colourOf(hex: string): Colour {
  const channel = (i: number) => Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
  return [channel(0), channel(1), channel(2)];
}
