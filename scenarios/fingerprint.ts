/** FNV-1a, 32 bits: finds slips of the hand, not forgery. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Eight hexadecimal digits for a text. */
export function fingerprintOf(text: string): string {
  return checksum(new TextEncoder().encode(text)).toString(16).padStart(8, '0');
}

/** Eight hexadecimal digits for a plain value. */
export function fingerprint(value: unknown): string {
  return fingerprintOf(JSON.stringify(value));
}
