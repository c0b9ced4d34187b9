/** Files in one archive, stored as they are (PKWARE APPNOTE 6.3, method 0): every system opens it. */

export interface ArchiveFile {
  /** Plain letters, digits and signs (ASCII). */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** 1 January 1980, the first day there is: the same files give the same archive. */
const FIRST_DAY = 0x0021;

/** The archive; at most 65,535 files and 4 GiB. */
export function zip(files: readonly ArchiveFile[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const path = Uint8Array.from(name, (letter) => letter.charCodeAt(0));
    const facts = factsOf(bytes);
    const local = record(0x04034b50, [20, 0, 0, 0, FIRST_DAY], facts, [path.length, 0]);
    parts.push(local, path, bytes);
    directory.push(central(facts, path.length, offset), path);
    offset += local.length + path.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = record(0x06054b50, [0, 0, files.length, files.length], [size, offset], [0]);
  return joined([...parts, ...directory, end]);
}

/** Checksum, and length twice: stored is as long as plain. */
function factsOf(bytes: Uint8Array): number[] {
  return [crc32(bytes), bytes.length, bytes.length];
}

function central(facts: readonly number[], name: number, offset: number): Uint8Array {
  const head = record(0x02014b50, [20, 20, 0, 0, 0, FIRST_DAY], facts, [name, 0, 0, 0, 0]);
  return joined([head, words([0, offset], 4)]);
}

function record(
  signature: number,
  shorts: readonly number[],
  longs: readonly number[],
  more: readonly number[],
): Uint8Array {
  return joined([words([signature], 4), words(shorts, 2), words(longs, 4), words(more, 2)]);
}

function words(values: readonly number[], bytes: 2 | 4): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * bytes));
  values.forEach((value, i) => {
    if (bytes === 2) view.setUint16(i * 2, value, true);
    else view.setUint32(i * 4, value, true);
  });
  return new Uint8Array(view.buffer);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
