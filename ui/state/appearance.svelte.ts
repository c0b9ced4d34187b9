/** Light, dark, or as the system has it: which of the two sets of colours is in use, and that it is remembered. */
import { THEME_CHOSEN } from '../charts/theme.ts';
import { remember, remembered } from './remember.ts';

export const APPEARANCES = [
  { choice: 'system', label: 'as the system' },
  { choice: 'light', label: 'light' },
  { choice: 'dark', label: 'dark' },
] as const;
export type Choice = (typeof APPEARANCES)[number]['choice'];

/**
 * When dark.css counts. Where the system forces its own colours, the ground is its own too, and what is drawn on it
 * follows the system whatever has been chosen here.
 */
const FORCED = 'screen and (forced-colors: active) and (prefers-color-scheme: dark)';
const DARK: Readonly<Record<Choice, string>> = {
  system: 'screen and (prefers-color-scheme: dark)',
  light: FORCED,
  dark: `screen and (forced-colors: none), ${FORCED}`,
};

/** Of the strip that some browsers colour above the page, by choice: the light one, the dark one. */
const STRIP: Readonly<Record<Choice, readonly [string, string]>> = {
  system: ['(prefers-color-scheme: light)', '(prefers-color-scheme: dark)'],
  light: ['all', 'not all'],
  dark: ['not all', 'all'],
};

class Appearance {
  choice = $state<Choice>(kept());

  choose(choice: Choice): void {
    this.choice = choice;
    remember('theme', choice);
    this.apply();
    document.dispatchEvent(new Event(THEME_CHOSEN));
  }

  apply(): void {
    const link = document.querySelector<HTMLLinkElement>('link[data-dark]');
    if (link !== null) link.media = DARK[this.choice];
    const strips = document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]');
    strips.forEach((strip, i) => {
      strip.media = STRIP[this.choice][i];
    });
  }
}

function kept(): Choice {
  const choice = remembered('theme');
  return APPEARANCES.find((one) => one.choice === choice)?.choice ?? 'system';
}

export const appearance = new Appearance();
