/** What makes this page a room's host: taken from the trainer's link, kept for this window alone, and gone with it. */
const KEY = 'collegium.room.host';
let here: string | null = null;

export function hostToken(): string | null {
  try {
    return sessionStorage.getItem(KEY) ?? here;
  } catch {
    return here; // storage is switched off
  }
}

export function keepHostToken(token: string | null): void {
  here = token;
  try {
    if (token === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, token);
  } catch {
    // Switched off: it lasts as long as the page.
  }
}
