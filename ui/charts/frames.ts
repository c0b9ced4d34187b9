/**
 * Drawing waits its turn, one canvas a frame: several pictures that change at once never hold the page for long.
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

function drawNext(): void {
  const [next] = waiting;
  frame = 0;
  if (next === undefined) return;
  const [owner, draw] = next;
  waiting.delete(owner);
  if (waiting.size > 0) frame = requestAnimationFrame(drawNext);
  draw();
}
