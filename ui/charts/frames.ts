/**
 * Drawing waits its turn: several pictures that change at once never hold the page for long.
 */
const waiting = new Map<object, () => void>();
let frame = 0;

/** Draws at the owner's turn; what it had asked for before and did not get is dropped. */
export function drawSoon(owner: object, draw: () => void): void {
  waiting.set(owner, draw);
  if (frame === 0) frame = requestAnimationFrame(drawNext);
}

export function forgetDrawing(owner: object): void {
  waiting.delete(owner);
}

/** What fits into this much of a frame is drawn together; at least one is. */
const BUDGET_MS = 7;

function drawNext(): void {
  frame = 0;
  const began = performance.now();
  for (const [owner, draw] of waiting) {
    waiting.delete(owner);
    draw();
    if (performance.now() - began > BUDGET_MS) break;
  }
  if (waiting.size > 0 && frame === 0) frame = requestAnimationFrame(drawNext);
}
