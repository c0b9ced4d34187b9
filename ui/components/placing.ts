/** Where a small panel stands: below what it belongs to where there is room, else above, always within the window. */
const GAP = 8;

export function placeBeside(panel: HTMLElement, beside: Element | null): void {
  for (const side of ['left', 'top', 'bottom']) panel.style.removeProperty(side);
  const { width, height } = panel.getBoundingClientRect();
  const anchor = beside?.getBoundingClientRect();
  const [right, bottom] = [innerWidth - width - GAP, innerHeight - height - GAP];
  // As wide as the window it stays at its foot.
  if (anchor === undefined || right < 2 * GAP) return;
  const below = anchor.bottom + GAP;
  const top = below <= bottom ? below : anchor.top - height - GAP;
  panel.style.setProperty('left', `${Math.max(GAP, Math.min(right, anchor.left))}px`);
  panel.style.setProperty('top', `${Math.max(GAP, Math.min(bottom, top))}px`);
  panel.style.setProperty('bottom', 'auto');
}
