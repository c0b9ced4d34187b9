/** Colours of the page on paper, for files that have no style sheet: those of ui/style.css on a white ground. */
import type { Theme } from '../charts/theme.ts';

export const PAPER: Theme = {
  paper: '#ffffff',
  raised: '#ffffff',
  ink: '#1c1f24',
  muted: '#575d68',
  rule: '#dcd9cf',
  control: '#80858f',
  focus: '#1b5fa6',
  sides: { a: '#1b5fa6', b: '#b8480c', c: '#14532d', d: '#8e2a7c' },
  difference: '#4a3d7c',
  stages: ['#c9c7c0', '#8b9097', '#2f8068', '#0f5748', '#04292a'],
  text: 12,
};
