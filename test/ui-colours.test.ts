/** The stages are told apart by every eye, on paper without colour, and from the ground they are drawn on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../scripts/support.mjs';
import { STAGES } from '../sim/index.ts';
import { CORE, DASHES, widthOf } from '../ui/network/look.ts';
import { contrast, DEFICIENCIES, distance, lab, linear, luminance, seenWith } from './support/colour.ts';

/** CIEDE2000: neighbours in a legend of four are told apart from about 10 on (a just noticeable difference is 1). */
const APART = 12;
/** Steps of lightness (CIELAB), so that grey prints keep the order. */
const STEP = 10;
/** What WCAG 2.2 asks of graphics that carry meaning (1.4.11). */
const CONTRAST = 3;

/** Tokens of every block of the style sheets that sets colours: light, print, dark; over those of the first. */
function themes(): Map<string, string>[] {
  const css = ['style.css', 'dark.css']
    .map((name) => readFileSync(join(root, 'ui', name), 'utf8'))
    .join('\n');
  const blocks = [...css.matchAll(/\{([^{}]*)\}/g)]
    .map(
      ([, body]) =>
        new Map([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\s*;/g)].map(([, k, v]) => [k, v])),
    )
    .filter((tokens) => tokens.has('paper'));
  return blocks.map((tokens) => new Map([...blocks[0], ...tokens]));
}

const all = themes();
const colour = (tokens: Map<string, string>, name: string) => linear(tokens.get(name) as string);
const stages = (tokens: Map<string, string>) =>
  STAGES.slice(1).map((_, i) => colour(tokens, `stage-${i + 1}`));

test('the measures are those of their sources', () => {
  // Sharma, Wu and Dalal (2005), table 1: pairs 1, 7, 10, 11, 17, 25.
  for (const [p, q, expected] of [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.49, -0.001], [50, -2.49, 0.001], 7.1792],
    [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  ] as const) {
    expect(distance(p, q)).toBeCloseTo(expected, 4);
    expect(distance(q, p)).toBeCloseTo(expected, 4);
  }
  expect(contrast(linear('#ffffff'), linear('#000000'))).toBeCloseTo(21, 6);
  expect(contrast(linear('#777777'), linear('#ffffff'))).toBeCloseTo(4.48, 2);
  // Greys have no hue to lose: every deficiency sees them as they are.
  for (const matrix of Object.values(DEFICIENCIES)) {
    for (const value of seenWith(matrix, linear('#808080')))
      expect(value).toBeCloseTo(linear('#808080')[0], 3);
  }
});

test('there are colours for light, dark and print', () => {
  expect(all.length).toBeGreaterThanOrEqual(3);
  for (const tokens of all) for (const rgb of stages(tokens)) expect(rgb.every(Number.isFinite)).toBe(true);
});

describe.each(all.map((tokens, i) => [i, tokens] as const))('the stages of theme %i', (_, tokens) => {
  const plain = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ] as const;

  test.each(Object.entries({ 'full colour vision': plain, ...DEFICIENCIES }))(
    'are apart with %s',
    (_, matrix) => {
      const seen = stages(tokens).map((rgb) => lab(seenWith(matrix, rgb)));
      for (let i = 0; i < seen.length; i++)
        for (let j = i + 1; j < seen.length; j++) expect(distance(seen[i], seen[j])).toBeGreaterThan(APART);
    },
  );

  test('grow darker or lighter, one way, in even steps', () => {
    const light = stages(tokens).map((rgb) => lab([luminance(rgb), luminance(rgb), luminance(rgb)])[0]);
    const away = Math.sign(light[0] - lab(colour(tokens, 'raised'))[0]);
    for (let i = 1; i < light.length; i++) expect((light[i] - light[i - 1]) * away).toBeGreaterThan(STEP);
  });

  test('stand out from their ground, as do outlines, schools and the ring of what is chosen', () => {
    const marks = [...stages(tokens), ...['control', 'ink', 'focus'].map((name) => colour(tokens, name))];
    for (const ground of ['raised', 'paper'])
      for (const mark of marks) expect(contrast(mark, colour(tokens, ground))).toBeGreaterThan(CONTRAST);
  });
});

test('strokes tell the stages apart without any colour', () => {
  const strokes = STAGES.slice(1).map((_, i) => `${DASHES[i + 1]} ${i + 1 === STAGES.length - 1 ? CORE : 0}`);
  expect(new Set(strokes).size).toBe(strokes.length);
  for (let stage = 1; stage < STAGES.length; stage++) {
    expect(widthOf(stage, 1)).toBeGreaterThan(widthOf(stage, 0));
    expect(widthOf(stage, 2)).toBe(widthOf(stage, 1));
  }
});
