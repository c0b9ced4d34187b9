/** Pictures as files: text of every figure, names that stay names, and nothing that another file would have to bring. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Drawing, lineDrawing } from '../analysis/report/drawing.ts';
import { rowKeys, rowsDrawing } from '../analysis/report/rows.ts';
import { scatterDrawing } from '../analysis/report/scatter.ts';
import { wrapped } from '../analysis/report/sheet.ts';
import { root } from '../scripts/support.mjs';
import { SvgPen } from '../ui/network/pen.ts';
import { PAPER } from '../ui/report/colours.ts';
import { parseXml } from './support/xml.ts';

const HOSTILE = '</text><script>alert(1)</script> & "St Mary\'s" \u202e\ufffe';
const TOLD = { title: HOSTILE, summary: HOSTILE, unit: HOSTILE, provenance: `n = 3 pairs; ${HOSTILE}` };
const line: Drawing = {
  ...TOLD,
  years: 2,
  areas: [{ low: [0, 0], high: [1, 2], colour: '#123456', opacity: 1, label: HOSTILE, hatch: 2 }],
  lines: [{ label: HOSTILE, values: [0, Number.NaN, 2], colour: '#123456', from: 1, every: 0.5 }],
  marks: [{ year: 1, label: HOSTILE }],
  zero: true,
};
const axis = { title: HOSTILE, place: (value: number) => value, ticks: [{ at: 0, text: HOSTILE }] };
const drawings = {
  lines: lineDrawing(line).text,
  scatter: scatterDrawing({
    ...TOLD,
    x: axis,
    y: axis,
    zero: { x: true, y: true },
    threshold: { at: 0.5, label: HOSTILE, colour: '#123456' },
    clouds: [
      {
        label: HOSTILE,
        colour: '#123456',
        opacity: 0.5,
        points: [[0.2, 0.4]],
        shape: (x, y, size) => `M${x} ${y}h${size}`,
        mean: { at: [0.2, 0.4], letter: HOSTILE },
        ring: {
          points: [
            [0, 0],
            [1, 1],
          ],
          dash: [2, 2],
        },
      },
    ],
  }).text,
  rows: rowsDrawing({
    ...TOLD,
    keys: rowKeys(HOSTILE, HOSTILE, '#123456'),
    head: HOSTILE,
    columns: [{ title: HOSTILE, width: 60 }],
    groups: [
      {
        title: HOSTILE,
        rows: [
          {
            head: HOSTILE,
            figure: {
              centre: 0.4,
              interval: [0.3, 0.5],
              base: 0.5,
              wanted: [0, 1],
              bar: true,
              clear: true,
              colour: '#123456',
            },
            cells: [HOSTILE],
          },
        ],
      },
    ],
    ticks: [{ at: 0.5, text: HOSTILE }],
  }).text,
};

describe.each(Object.entries(drawings))('%s', (_, svg) => {
  test('are well-formed, whatever names hold, and ask for nothing', () => {
    const { name, children } = parseXml(`<?xml version="1.0" encoding="UTF-8"?>\n${svg}`);
    expect([name, children[0].name]).toEqual(['svg', 'title']);
    expect(svg).not.toMatch(/<script|<style|<image|<foreignObject|href=|\son\w+=|url\((?!#)/i);
    expect(svg).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('\u202e');
  });
});

test('a line begins where its first value lies', () => {
  expect(drawings.lines).toMatch(/<path d="M381 [\d.]+L704 [\d.]+" fill="none" stroke="#123456"/);
});

test('text is broken between words, and within one that no line holds', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapped('a'.repeat(10), 4)).toEqual(['aaaa', 'aaaa', 'aa']);
  expect(wrapped('😀😀😀', 2)).toEqual(['😀😀', '😀']);
});

test('the colours of pictures are those of the page, on white', () => {
  const css = readFileSync(join(root, 'ui/style.css'), 'utf8').split('}')[0];
  const token = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css)?.[1];
  const { sides, stages, paper, raised, text, ...plain } = PAPER;
  expect([paper, raised]).toEqual(['#ffffff', '#ffffff']);
  expect(css).toContain(`--chart-text: ${text}px;`);
  for (const [name, colour] of Object.entries({ ...plain, ...sides }))
    expect([name, colour]).toEqual([name, token(name)]);
  for (const [i, colour] of stages.entries()) expect(colour).toBe(token(`stage-${i}`));
});

describe('the pen of networks', () => {
  const drawn = (strokes: (pen: SvgPen) => void) => {
    const pen = new SvgPen(() => ({ width: 10 }) as TextMetrics);
    strokes(pen);
    return JSON.stringify(pen.drawn);
  };

  test('draws a whole turn as two halves and joins arcs with lines, as a canvas does', () => {
    const circle = drawn((pen) => {
      pen.beginPath();
      pen.arc(10, 10, 5, 0, 2 * Math.PI);
      pen.fill();
    });
    expect(circle).toContain('M15 10A5 5 0 0 1 5 10A5 5 0 0 1 15 10');
    const capsule = drawn((pen) => {
      pen.beginPath();
      pen.arc(0, 0, 1, Math.PI / 2, -Math.PI / 2, true);
      pen.arc(4, 0, 1, -Math.PI / 2, Math.PI / 2, true);
      pen.closePath();
      pen.stroke();
    });
    expect(capsule).toMatch(/M0 1A1 1 0 0 0 0 -1L4 -1A1 1 0 0 0 4 1Z/);
  });

  test('keeps dashes, widths and opacity, and takes names as text', () => {
    const svg = drawn((pen) => {
      pen.setLineDash([1.234, 2]);
      pen.lineWidth = 2.5;
      pen.globalAlpha = 0.3;
      pen.strokeStyle = '#123456';
      pen.beginPath();
      pen.moveTo(0, 0);
      pen.lineTo(3, 4);
      pen.stroke();
      pen.font = '600 13px system-ui, sans-serif';
      pen.fillText('<b>', 1, 2);
    });
    expect(svg).toContain('stroke-dasharray=\\"1.23 2\\" opacity=\\"0.3\\"');
    expect(svg).toContain('font-size=\\"13\\" font-weight=\\"600\\"');
    expect(svg).toContain('&lt;b&gt;');
  });
});
