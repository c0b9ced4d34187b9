/** Networks as they are laid out, read, pointed at and told: on a run of the model, and on small ones by hand. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { frameOf, placeOf } from '../analysis/frames.ts';
import { advance, type MetricKey, STAGES, start, WEEKS_A_TERM } from '../sim/index.ts';
import { type Held, standing, stepOf } from '../ui/network/keys.ts';
import { layout, tiesOf, turnedTowards } from '../ui/network/layout.ts';
import { bundlesOf, ownRelation, radiiOf, widthOf } from '../ui/network/look.ts';
import { membersOf, outlinesOf } from '../ui/network/members.ts';
import { MOUSE, pick } from '../ui/network/pick.ts';
import { Projection } from '../ui/network/projection.ts';
import { relationOf, rowOf, rowsOf, type Selection, sameSelection, sayOf } from '../ui/network/selection.ts';
import { saySummary, summaryOf } from '../ui/network/summary.ts';
import { WHOLE, zoomed } from '../ui/state/screen.svelte.ts';
import type { Frame, Place } from '../ui/worker/contract.ts';
import { libraryScenario } from './browser/visit.ts';

/** Three years of eight networks in a town of 58 schools, a frame a term. */
const run = start(libraryScenario('urban-networking'), { seed: 'network' });
const place = placeOf(run);
const frames: Frame[] = [frameOf(run)];
while (frames.length < 10) {
  advance(run, WEEKS_A_TERM);
  frames.push(frameOf(run));
}
const last = frames[frames.length - 1];
const stages = STAGES.map((_, i) => i > 0);

/** Four schools in a row and one apart; 0-1 cooperates, 1-2 is collegial, and 0, 1, 2 are a collaborative. */
const small: Place = {
  names: ['West', 'Mid', 'East', 'Far', 'North'],
  ids: Int32Array.of(1, 2, 3, 4, 5),
  phases: new Uint8Array(5),
  x: Float64Array.of(0, 10, 20, 40, 10),
  y: Float64Array.of(0, 0, 0, 0, 12),
};
const tied: Frame = {
  ...last,
  a: Uint16Array.of(0, 1),
  b: Uint16Array.of(1, 2),
  stage: Uint8Array.of(2, 4),
  trust: Float32Array.of(0.3, 0.8),
  lacks: Uint8Array.of(4, 0),
  pupils: Float32Array.of(100, 400, 100, 100, 100),
  closed: Uint8Array.of(0, 0, 0, 1, 0),
  special: new Uint8Array(5),
  grade: Uint8Array.of(1, 2, 2, 2, 2),
  memberships: Int16Array.from({ length: 20 }, (_, i) => (i === 0 || i === 4 || i === 8 ? 3 : -1)),
  forms: new Uint8Array(8),
};

afterEach(() => void vi.restoreAllMocks());

describe('a layout', () => {
  const at = layout({ place, frames });

  test('gives every school one place, spread out', () => {
    expect(at.x.length).toBe(place.names.length);
    expect([...at.x, ...at.y].every(Number.isFinite)).toBe(true);
    const places = new Set(Array.from(at.x, (x, i) => `${x.toFixed(3)} ${at.y[i].toFixed(3)}`));
    expect(places.size).toBe(place.names.length);
  });

  test('is the same every time, whatever the order of its frames, and draws on no chance', () => {
    vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('drawn on chance');
    });
    expect(layout({ place, frames })).toEqual(at);
    expect(layout({ place, frames: [...frames].reverse() })).toEqual(at);
  });

  test('draws those near to one another who were long and closely related', () => {
    const ties = tiesOf(58, frames);
    const distance = (i: number, j: number) => Math.hypot(at.x[i] - at.x[j], at.y[i] - at.y[j]);
    let all = 0;
    for (let i = 0; i < 58; i++) for (let j = 0; j < i; j++) all += distance(i, j) / ((58 * 57) / 2);
    const strong = [...ties.from.keys()].filter((e) => ties.to[e] < 58 && ties.weight[e] > 0.4);
    expect(strong.length).toBeGreaterThan(10);
    const mean = strong.reduce((sum, e) => sum + distance(ties.from[e], ties.to[e]), 0) / strong.length;
    expect(mean).toBeLessThan(0.35 * all);
  });

  test('weighs pairs by stage and duration, memberships by duration', () => {
    const without = { ...tied, a: Uint16Array.of(1), b: Uint16Array.of(2), stage: Uint8Array.of(2) };
    const { nodes, from, to, weight } = tiesOf(5, [tied, { ...without, memberships: tied.memberships }]);
    const of = (p: number, q: number) =>
      weight[[...from.keys()].find((e) => from[e] === p && to[e] === q) as number];
    expect(nodes).toBe(5 + 4);
    expect(of(0, 1)).toBeCloseTo((2 / 4 + 0) / 2, 12);
    expect(of(1, 2)).toBeCloseTo((4 / 4 + 2 / 4) / 2, 12);
    expect(of(0, 5 + 3)).toBe(1);
  });

  test('keeps the places it is given, and puts a new school amid its partners', () => {
    const old = 57;
    const ids = place.ids.slice(0, old);
    const keep = { ids, x: at.x.slice(0, old), y: at.y.slice(0, old) };
    const grown = layout({ place, frames, keep });
    for (let i = 0; i < old; i++) {
      expect(grown.x[i]).toBeCloseTo(at.x[i], 3);
      expect(grown.y[i]).toBeCloseTo(at.y[i], 3);
    }
    expect(Number.isFinite(grown.x[57])).toBe(true);
  });

  test('is turned, and mirrored if need be, towards the map', () => {
    const [cos, sin] = [Math.cos(2), Math.sin(2)];
    for (const mirror of [1, -1]) {
      const turned = {
        x: small.x.map((x, i) => 3 * (x * cos - mirror * small.y[i] * sin)),
        y: small.x.map((x, i) => 3 * (x * sin + mirror * small.y[i] * cos)),
      };
      const back = turnedTowards(small, turned);
      const middle = (values: Float64Array) => values.reduce((sum, value) => sum + value / values.length, 0);
      for (let i = 0; i < 5; i++) {
        expect(back.x[i]).toBeCloseTo(3 * (small.x[i] - middle(small.x)), 9);
        expect(back.y[i]).toBeCloseTo(3 * (small.y[i] - middle(small.y)), 9);
      }
    }
  });

  test('of schools at one address, without any relation, still parts them', () => {
    const together = { ids: small.ids, x: new Float64Array(5), y: new Float64Array(5) };
    const alone = layout({ place: together, frames: [] });
    expect(new Set(alone.x).size).toBe(5);
    expect(
      layout({ place: { ids: new Int32Array(), x: new Float64Array(), y: new Float64Array() }, frames: [] }).x
        .length,
    ).toBe(0);
  });
});

describe('a summary', () => {
  test('counts what the metrics of the same names count, in every term', () => {
    const series = (key: MetricKey) => run.series[key];
    expect(series('meanDegree')[9]).toBeGreaterThan(0);
    frames.forEach((frame, term) => {
      const { density, meanDegree, isolates, schools } = summaryOf(frame);
      expect(meanDegree).toBeCloseTo(series('meanDegree')[term], 12);
      expect(density).toBeCloseTo(series('density')[term], 12);
      expect(isolates / schools).toBeCloseTo(series('isolatedSchools')[term], 12);
    });
  });

  test('finds components, and leaves closed schools out', () => {
    const summary = summaryOf(tied);
    expect(summary).toMatchObject({
      schools: 4,
      isolates: 1,
      largestComponent: 3,
      collaboratives: 1,
      largest: 3,
    });
    expect(summary.stages).toEqual([0, 0, 1, 0, 1]);
    expect(summary.density).toBeCloseTo(2 / 6, 12);
    expect(saySummary(summary)).toBe(
      '4 schools; relations 0 in association, 1 in cooperation, 0 in collaboration, 1 in collegiality. 1 collaborative, the largest with 3 schools. ' +
        'From cooperation upwards: mean degree 1.00, density 0.3333, 1 isolate, 3 schools in the largest component.',
    );
  });
});

describe('drawing', () => {
  test('bundles every relation once, furthest grown last, in widths that grow with trust', () => {
    const bundles = bundlesOf(last);
    const rows = bundles.flatMap((bundle) => [...bundle.rows]);
    expect(rows.sort((p, q) => p - q)).toEqual([...last.stage.keys()]);
    for (const { stage, width, rows } of bundles) {
      for (const r of rows) {
        expect(last.stage[r]).toBe(stage);
        expect(Math.abs(width - widthOf(stage, last.trust[r]))).toBeLessThanOrEqual(
          (widthOf(stage, 1) - widthOf(stage, 0)) / 8 + 1e-6,
        );
      }
    }
    expect(bundles.map(({ stage }) => stage)).toEqual(bundles.map(({ stage }) => stage).sort());
  });

  test('gives schools areas by roll', () => {
    const radii = radiiOf(tied, { width: 400, height: 400, zoom: WHOLE });
    expect((radii[1] / radii[0]) ** 2).toBeCloseTo(4, 6);
    expect(bundlesOf(tied)).toBe(bundlesOf(tied));
  });

  test('outlines collaboratives around all their members, the largest first', () => {
    const outlines = outlinesOf(last, place);
    expect(outlines.length).toBeGreaterThan(5);
    expect(outlines.map(({ size }) => size)).toEqual(outlines.map(({ size }) => size).sort((p, q) => q - p));
    for (const { collaborative, members } of outlines)
      expect(membersOf(last).get(collaborative)).toBe(members);
  });

  test('keeps the point under the pointer in place while it enlarges', () => {
    const before = new Projection(small, { width: 400, height: 300, zoom: WHOLE });
    const [east, north] = [before.east(120), before.north(90)];
    const after = new Projection(small, {
      width: 400,
      height: 300,
      zoom: zoomed(WHOLE, 3, 120 / 400, 90 / 300),
    });
    expect(after.scale).toBeCloseTo(3 * before.scale, 9);
    expect(after.x(east)).toBeCloseTo(120, 6);
    expect(after.y(north)).toBeCloseTo(90, 6);
  });
});

describe('pointing', () => {
  const project = new Projection(small, { width: 428, height: 428, zoom: WHOLE });
  const under = (east: number, north: number, shown = { stages, collaboratives: true }) =>
    pick(small, tied, project, shown, project.x(east), project.y(north), MOUSE);

  test('finds a school before a relation, and a relation before a collaborative', () => {
    expect(under(10, 0)).toEqual({ kind: 'school', school: 1 });
    expect(under(5, 0)).toEqual({ kind: 'relation', a: 0, b: 1 });
    expect(under(5, 0.7)).toEqual({ kind: 'collaborative', collaborative: 3 });
    expect(under(30, 6)).toBeNull();
  });

  test('finds nothing that is not drawn', () => {
    const hidden = { stages: STAGES.map((_, i) => i === 4), collaboratives: true };
    expect(under(5, 0, hidden)).toEqual({ kind: 'collaborative', collaborative: 3 });
    expect(under(5, 0, { ...hidden, collaboratives: false })).toBeNull();
  });
});

describe('keys', () => {
  const held = (selection: Selection | null, from: number | null = null): Held => ({
    at: small,
    frame: tied,
    stages,
    collaboratives: true,
    selection,
    from,
  });
  const school = (index: number): Selection => ({ kind: 'school', school: index });
  const press = (key: string, selection: Selection | null, from: number | null = null, shift = false) =>
    stepOf(key, shift, undefined, held(selection, from));

  test('go from school to school, and begin with the first', () => {
    expect(stepOf('ArrowRight', false, [1, 0], held(null))?.selection).toEqual(school(0));
    expect(stepOf('ArrowRight', false, [1, 0], held(school(0)))?.selection).toEqual(school(1));
    expect(stepOf('ArrowUp', false, [0, 1], held(school(1)))?.selection).toEqual(school(4));
    expect(stepOf('ArrowRight', false, [1, 0], held(relationOf(1, 2), 2))?.selection).toEqual(school(3));
  });

  test('go round the relations of a school, the furthest grown first, and across them', () => {
    const first = press('r', school(1));
    expect(first).toEqual({ selection: relationOf(2, 1), from: 1 });
    const second = press('r', first?.selection ?? null, 1);
    expect(second?.selection).toEqual(relationOf(0, 1));
    expect(press('r', second?.selection ?? null, 1)?.selection).toEqual(relationOf(1, 2));
    expect(press('R', school(1), null, true)?.selection).toEqual(relationOf(0, 1));
    expect(press('o', relationOf(1, 2), 1)?.selection).toEqual(school(2));
    expect(press('r', school(4))).toBeUndefined();
    expect(press('r', null)).toBeUndefined();
    expect(rowsOf(tied, 1, stages)).toEqual([1, 0]);
  });

  test('go to the collaboratives of a school, or to any, and back step by step', () => {
    expect(press('c', school(2))).toEqual({
      selection: { kind: 'collaborative', collaborative: 3 },
      from: 2,
    });
    expect(press('c', null)?.selection).toEqual({ kind: 'collaborative', collaborative: 3 });
    expect(press('Escape', { kind: 'collaborative', collaborative: 3 }, 2)?.selection).toEqual(school(2));
    expect(press('Escape', school(2))?.selection).toBeNull();
    expect(press('x', school(2))).toBeUndefined();
    expect(standing(held(relationOf(1, 2)))).toBe(1);
  });
});

test('what is chosen is said in one sentence', () => {
  expect(sayOf({ kind: 'school', school: 1 }, small, tied)).toBe(
    'Mid, 400 pupils, grade 2 (good); relations: 1 in collegiality, 1 in cooperation.',
  );
  expect(sayOf({ kind: 'school', school: 3 }, small, tied)).toBe('Far, closed.');
  expect(sayOf({ kind: 'school', school: 4 }, small, tied)).toContain('no relations');
  expect(sayOf(relationOf(1, 0), small, tied)).toBe(
    'West and Mid: cooperation, trust 0.30; lacks for the next stage: joint task.',
  );
  expect(sayOf(relationOf(3, 0), small, tied)).toContain('no relation at this time');
  expect(sayOf({ kind: 'collaborative', collaborative: 3 }, small, tied)).toMatch(
    /^Collaborative, .*, 3 schools: West, Mid, East\.$/,
  );
  expect(sayOf({ kind: 'collaborative', collaborative: 7 }, small, tied)).toContain('without members');
  expect(rowOf(tied, 2, 1)).toBe(1);
});

test('what stands out with a selection is its own', () => {
  const none = new Set<number>();
  expect(ownRelation({ kind: 'school', school: 1 }, 0, 1, none)).toBe(true);
  expect(ownRelation({ kind: 'school', school: 2 }, 0, 1, none)).toBe(false);
  expect(ownRelation(relationOf(1, 0), 0, 1, none)).toBe(true);
  expect(ownRelation({ kind: 'collaborative', collaborative: 3 }, 0, 1, new Set([0, 1]))).toBe(true);
  expect(sameSelection(relationOf(1, 0), relationOf(0, 1))).toBe(true);
  expect(sameSelection(relationOf(1, 0), null)).toBe(false);
});
