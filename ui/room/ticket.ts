/**
 * What brings somebody back into the room after the page was left or loaded anew: kept for this window alone, and gone
 * with it. Where a browser keeps nothing it lasts as long as the page.
 */
const KEY = 'collegium.room';
let here: Ticket | null = null;

export interface Ticket {
  token: string;
  /** Number of the next input: the room answers a number that it knows as it did the first time. */
  next: number;
}

export function ticket(): Ticket | null {
  try {
    const { token, next } = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') ?? {};
    if (typeof token === 'string' && Number.isInteger(next)) return { token, next };
  } catch {
    // Storage is switched off, or holds something else.
  }
  return here;
}

export function keepTicket(kept: Ticket | null): void {
  here = kept;
  try {
    if (kept === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Switched off: it lasts as long as the page.
  }
}
