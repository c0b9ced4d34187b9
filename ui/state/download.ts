/** Hands a file to the reader's disk. */
export function download(
  name: string,
  content: string | Uint8Array<ArrayBuffer> | Blob,
  type = 'text/plain',
): void {
  const kind = typeof content === 'string' ? `${type};charset=utf-8` : type;
  const url = URL.createObjectURL(new Blob([content], { type: kind }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the file over by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** `Two schools, “ours”` -> `two-schools-ours` */
export function fileStem(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return plain === '' ? 'scenario' : plain;
}
