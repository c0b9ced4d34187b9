/** Small choices that the browser keeps for the next visit. Where it refuses to, they last as long as the page. */
const PREFIX = 'collegium.';
const here = new Map<string, string>();

export type Remembered = 'theme' | 'tour' | 'question-key' | 'placement' | 'offline' | `answers.${string}`;

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

/** False where the browser would not keep it longer than the page lasts. */
export function lasts(name: Remembered): boolean {
  try {
    return localStorage.getItem(PREFIX + name) !== null;
  } catch {
    return false;
  }
}

export function forget(name: Remembered): void {
  here.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Switched off: nothing is kept there.
  }
}
