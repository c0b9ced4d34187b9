/** Files of an archive that holds them as they are, read by its directory, each held against its checksum. */
import { crc32 } from 'node:zlib';

export type Archive = ReadonlyMap<string, Buffer>;

export function filesIn(archive: Buffer): Archive {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  const files = new Map<string, Buffer>();
  for (let i = 0; i < count; i++) {
    const [sum, size, name] = [
      archive.readUInt32LE(at + 16),
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
    ];
    const local = archive.readUInt32LE(at + 42);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(from, from + size);
    const path = archive.toString('utf8', at + 46, at + 46 + name);
    if (crc32(bytes) !== sum) throw new Error(`${path} is damaged`);
    files.set(path, bytes);
    at += 46 + name + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}
