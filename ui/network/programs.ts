/**
 * What sigma draws with on the graphics card: schools as discs with a thin ring of ground around them, relations with
 * the strokes of their stages. Lengths are in pixels of the page, as on the plain canvas. Both take their rows from
 * frames as they are: an object for each school and relation would cost more every week than all the drawing.
 */
import { EdgeProgram, NodeProgram } from 'sigma/rendering';
import type { RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';
import { bundlesOf, CORE, DASHES, radiiOf } from './look.ts';
import type { Scene } from './paint.ts';
import { extentOf } from './projection.ts';

const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;

/** Red, green and blue from 0 to 1. */
export type Colour = readonly [number, number, number];

/** What programs read anew with every drawing. */
export interface Now {
  ground: Colour;
  /** By how much schools are larger than when their rows were written: they grow as the drawing is enlarged. */
  grown: number;
}

/** Positions as sigma frames them: the longer side of the whole from 0 to 1. */
function framed({ at }: Scene): (school: number) => readonly [number, number] {
  const { x, y, width, height } = extentOf(at);
  const extent = Math.max(width, height);
  return (school) => [0.5 + (at.x[school] - x) / extent, 0.5 + (at.y[school] - y) / extent];
}

/** Room beside a line for its soft edge, in pixels. */
const SOFT = '1.0';

const EDGE_VERTEX = /* glsl */ `
attribute vec2 a_from;
attribute vec2 a_to;
attribute vec4 a_color;
attribute float a_width;
attribute float a_stage;
attribute float a_end;
attribute float a_side;

uniform mat3 u_matrix;
uniform float u_pixel;

varying vec4 v_color;
varying float v_width;
varying float v_stage;
varying float v_across;
varying float v_along;
varying float v_length;

void main() {
  vec2 line = a_to - a_from;
  float whole = length(line);
  vec2 along = whole > 0.0 ? line / whole : vec2(1.0, 0.0);
  float reach = a_width / 2.0 + ${SOFT};
  vec2 out_ = vec2(-along.y, along.x) * a_side * reach + along * (a_end * 2.0 - 1.0) * reach;
  gl_Position = vec4((u_matrix * vec3(mix(a_from, a_to, a_end) + out_ * u_pixel, 1.0)).xy, 0.0, 1.0);
  v_color = a_color;
  v_color.a *= 255.0 / 254.0;
  v_width = a_width;
  v_stage = a_stage;
  v_across = a_side * reach;
  v_length = whole / u_pixel;
  v_along = a_end * v_length + (a_end * 2.0 - 1.0) * reach;
}
`;

const stageDash = (stage: number, part: 0 | 1) => (DASHES[stage][part] ?? 0).toFixed(3);

/** Dots and dashes are lines with round ends that are repeated; a point's distance from the nearest one decides. */
const EDGE_FRAGMENT = /* glsl */ `
precision highp float;

varying vec4 v_color;
varying float v_width;
varying float v_stage;
varying float v_across;
varying float v_along;
varying float v_length;

uniform vec3 u_ground;
uniform float u_soft;

void main() {
  float stroke = 0.0;
  float gap = 0.0;
  if (v_stage < 1.5) { stroke = ${stageDash(1, 0)}; gap = ${stageDash(1, 1)}; }
  else if (v_stage < 2.5) { stroke = ${stageDash(2, 0)}; gap = ${stageDash(2, 1)}; }
  float beyond = max(-v_along, v_along - v_length);
  if (gap > 0.0) {
    float period = (stroke + gap) * v_width;
    float at = mod(v_along + gap * v_width / 2.0, period) - gap * v_width / 2.0;
    beyond = max(beyond, max(-at, at - stroke * v_width));
  }
  float away = length(vec2(max(beyond, 0.0), v_across));
  float cover = 1.0 - smoothstep(v_width / 2.0 - u_soft, v_width / 2.0 + u_soft, away);
  vec3 colour = v_color.rgb;
  if (v_stage > 3.5) {
    float core = ${(CORE / 2).toFixed(3)} * v_width;
    colour = mix(u_ground, colour, smoothstep(core - u_soft, core + u_soft, abs(v_across)));
  }
  float alpha = cover * v_color.a;
  gl_FragColor = vec4(colour * alpha, alpha);
}
`;

type Info = Parameters<EdgeProgram['setUniforms']>[1];

/** Half the width of a soft edge, in pixels of the page: about one pixel of the screen. */
function setCommon({ gl, uniformLocations: at }: Info, params: RenderParams, { ground }: Now): void {
  gl.uniformMatrix3fv(at.u_matrix, false, params.matrix);
  // One pixel of the page in the units of positions: what the correction ratio of sigma stands for, twice.
  gl.uniform1f(at.u_pixel, 2 * params.correctionRatio);
  gl.uniform1f(at.u_soft, 0.5 / params.pixelRatio);
  gl.uniform3fv(at.u_ground, ground);
}

/** Numbers of one relation: both ends, colour, width, stage. */
const EDGE_ROW = 7;

/** `made` is called with each program that sigma makes. */
export function relationProgram(now: Now, made: (program: RelationRows) => void) {
  return class Relations extends EdgeProgram<string> implements RelationRows {
    constructor(...args: ConstructorParameters<typeof EdgeProgram<string>>) {
      super(...args);
      made(this);
    }

    getDefinition() {
      return {
        VERTICES: 6,
        VERTEX_SHADER_SOURCE: EDGE_VERTEX,
        FRAGMENT_SHADER_SOURCE: EDGE_FRAGMENT,
        METHOD: TRIANGLES,
        UNIFORMS: ['u_matrix', 'u_pixel', 'u_soft', 'u_ground'],
        ATTRIBUTES: [
          { name: 'a_from', size: 2, type: FLOAT },
          { name: 'a_to', size: 2, type: FLOAT },
          { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: 'a_width', size: 1, type: FLOAT },
          { name: 'a_stage', size: 1, type: FLOAT },
        ],
        CONSTANT_ATTRIBUTES: [
          { name: 'a_end', size: 1, type: FLOAT },
          { name: 'a_side', size: 1, type: FLOAT },
        ],
        CONSTANT_DATA: [
          [0, 1],
          [0, -1],
          [1, 1],
          [1, 1],
          [0, -1],
          [1, -1],
        ],
      };
    }

    take(scene: Scene): void {
      const { frame, look } = scene;
      const bundles = bundlesOf(frame).filter(({ stage }) => look.stages[stage]);
      const rows = bundles.reduce((sum, bundle) => sum + bundle.rows.length, 0);
      super.reallocate(rows);
      const place = framed(scene);
      let i = 0;
      for (const { stage, width, rows } of bundles) {
        const colour = floatColor(look.theme.stages[stage]);
        for (const r of rows) {
          this.array.set(place(frame.a[r]), i);
          this.array.set(place(frame.b[r]), i + 2);
          this.array[i + 4] = colour;
          this.array[i + 5] = width;
          this.array[i + 6] = stage;
          i += EDGE_ROW;
        }
      }
    }

    // Rows come from `take`, not from a graph.
    override reallocate(): void {}
    override process(): void {}
    processVisibleItem(): void {}

    setUniforms(params: RenderParams, info: Info) {
      setCommon(info, params, now);
    }
  };
}

export interface RelationRows {
  /** Takes over the relations of a scene. */
  take(scene: Scene): void;
}

const NODE_VERTEX = /* glsl */ `
attribute vec2 a_position;
attribute vec4 a_color;
attribute float a_radius;
attribute vec2 a_corner;

uniform mat3 u_matrix;
uniform float u_pixel;
uniform float u_grown;

varying vec4 v_color;
varying float v_radius;
varying vec2 v_from;

void main() {
  float radius = a_radius * u_grown;
  v_from = radius > 0.0 ? a_corner * (radius + 2.0) : vec2(0.0);
  gl_Position = vec4((u_matrix * vec3(a_position + v_from * u_pixel, 1.0)).xy, 0.0, 1.0);
  v_color = a_color;
  v_color.a *= 255.0 / 254.0;
  v_radius = radius;
}
`;

const NODE_FRAGMENT = /* glsl */ `
precision highp float;

varying vec4 v_color;
varying float v_radius;
varying vec2 v_from;

uniform vec3 u_ground;
uniform float u_soft;

void main() {
  float away = length(v_from);
  float alpha = (1.0 - smoothstep(v_radius + 0.4 - u_soft, v_radius + 0.4 + u_soft, away)) * v_color.a;
  vec3 colour = mix(v_color.rgb, u_ground, smoothstep(v_radius - 0.4 - u_soft, v_radius - 0.4 + u_soft, away));
  gl_FragColor = vec4(colour * alpha, alpha);
}
`;

/** Numbers of one school: place, colour, radius. */
const NODE_ROW = 4;

export interface SchoolRows {
  /** Takes over the schools of a scene, save those with a mark of their own, and says how large they are. */
  take(scene: Scene): Float64Array;
}

export function schoolProgram(now: Now, made: (program: SchoolRows) => void) {
  return class Schools extends NodeProgram<string> implements SchoolRows {
    constructor(...[gl, , renderer]: ConstructorParameters<typeof NodeProgram<string>>) {
      // What lies under the pointer is found from the positions: nothing is drawn a second time for it.
      super(gl, null, renderer);
      made(this);
    }

    getDefinition() {
      return {
        VERTICES: 6,
        VERTEX_SHADER_SOURCE: NODE_VERTEX,
        FRAGMENT_SHADER_SOURCE: NODE_FRAGMENT,
        METHOD: TRIANGLES,
        UNIFORMS: ['u_matrix', 'u_pixel', 'u_soft', 'u_ground', 'u_grown'],
        ATTRIBUTES: [
          { name: 'a_position', size: 2, type: FLOAT },
          { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: 'a_radius', size: 1, type: FLOAT },
        ],
        CONSTANT_ATTRIBUTES: [{ name: 'a_corner', size: 2, type: FLOAT }],
        CONSTANT_DATA: [
          [-1, -1],
          [1, -1],
          [-1, 1],
          [-1, 1],
          [1, -1],
          [1, 1],
        ],
      };
    }

    take(scene: Scene): Float64Array {
      const { frame, look, at } = scene;
      const radii = radiiOf(frame, look);
      super.reallocate(at.x.length);
      const place = framed(scene);
      const colour = floatColor(look.theme.ink);
      for (let school = 0; school < at.x.length; school++) {
        const i = school * NODE_ROW;
        const shown = frame.closed[school] === 0 && frame.special[school] === 0;
        this.array.set(place(school), i);
        this.array[i + 2] = colour;
        this.array[i + 3] = shown ? radii[school] : 0;
      }
      return radii;
    }

    override reallocate(): void {}
    override process(): void {}
    processVisibleItem(): void {}

    setUniforms(params: RenderParams, info: Info) {
      setCommon(info, params, now);
      info.gl.uniform1f(info.uniformLocations.u_grown, now.grown);
    }
  };
}
