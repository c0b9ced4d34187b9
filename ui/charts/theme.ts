/** The colours of charts and map, read from the style sheet so that they follow light, dark and print. */
import { STAGES } from '../../sim/index.ts';
import type { BySide } from '../state/sides.ts';

export interface Theme {
  paper: string;
  /** Ground of maps and networks. */
  raised: string;
  ink: string;
  muted: string;
  rule: string;
  control: string;
  focus: string;
  /** Of the sides of a comparison. */
  sides: BySide<string>;
  difference: string;
  /** By stage, from none to collegiality. */
  stages: readonly string[];
  /** Size of the text on axes, pixels; larger on a projector. */
  text: number;
}

export function readTheme(element: Element = document.documentElement): Theme {
  const style = getComputedStyle(element);
  const colour = (name: string) => sixDigits(style.getPropertyValue(`--${name}`).trim());
  return {
    paper: colour('paper'),
    raised: colour('raised'),
    ink: colour('ink'),
    muted: colour('muted'),
    rule: colour('rule'),
    control: colour('control'),
    focus: colour('focus'),
    sides: { a: colour('a'), b: colour('b'), c: colour('c'), d: colour('d') },
    difference: colour('difference'),
    stages: STAGES.map((_, i) => colour(`stage-${i}`)),
    text: pixels(style.getPropertyValue('--chart-text')),
  };
}

/** A size given in `px` or `rem`. */
function pixels(size: string): number {
  const unit = size.trim().endsWith('rem') ? getComputedStyle(document.documentElement).fontSize : '1';
  return Number.parseFloat(size) * Number.parseFloat(unit);
}

/** The build shortens `#ffffff` to `#fff`. */
function sixDigits(colour: string): string {
  return colour.replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i, '#$1$1$2$2$3$3');
}

/** `#rrggbb` with an opacity. */
export function faded(colour: string, opacity: number): string {
  const alpha = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0');
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour + alpha : colour;
}

/** The document says so when its reader has chosen light or dark, or larger text. */
export const THEME_CHOSEN = 'themechosen';

/** Calls back whenever the colours of the page change, or the size of its text. */
export function onThemeChange(call: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', 'print'].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', call);
  document.addEventListener(THEME_CHOSEN, call);
  return () => {
    for (const query of queries) query.removeEventListener('change', call);
    document.removeEventListener(THEME_CHOSEN, call);
  };
}
