/** Small choices that the browser keeps for the next visit. Where it refuses to, they last as long as the page. */
const PREFIX = 'collegium.';
const here = new Map<string, string>();

export type Remembered = 'theme' | 'tour' | 'question-key';

export function remembered(name: Remembered): string | null {
  try {
    return localStorage.getItem(PREFIX + name) ?? here.get(name) ?? null;
  } catch {
    return here.get(name) ?? null; // storage is switched off
  }
}

export function remember(name: Remembered, value: string): void {
  here.set(name, value);
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Switched off or full: the choice then lasts as long as the page.
  }
}
