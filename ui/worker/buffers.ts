/** The buffers of a message, to be handed over instead of copied. */
export function buffersOf(...parts: (object | null)[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const part of parts) {
    if (part === null) continue;
    for (const value of ArrayBuffer.isView(part) ? [part] : Object.values(part)) {
      if (ArrayBuffer.isView(value)) buffers.add(value.buffer as ArrayBuffer);
    }
  }
  return [...buffers];
}
