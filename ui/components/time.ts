/** Time left, as people say it. */
export function timeLeft(seconds: number): string {
  if (seconds < 1.5) return 'about a second left';
  if (seconds < 100) return `about ${Math.round(seconds)} seconds left`;
  return `about ${Math.round(seconds / 60)} minutes left`;
}

/** The same to follow "12 of 40 runs"; nothing while it cannot be told. */
export function andTimeLeft(seconds: number | null): string {
  return seconds === null ? '' : `, ${timeLeft(seconds)}`;
}
