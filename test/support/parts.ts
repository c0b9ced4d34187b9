/** The parts of sweeps on disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many parts a sweep's folder holds. */
export function partCount(folder: string): number {
  return partFiles(folder).length;
}

/** What would make two sweeps differ: the text of every part by its file, but for the engine that did the run and its sum. */
export function partTexts(folder: string): Record<string, string> {
  return Object.fromEntries(
    partFiles(folder)
      .sort()
      .map((file) => {
        const { engine, ...part } = JSON.parse(
          readFileSync(join(folder, 'parts', file), 'utf8').split('\n')[0],
        );
        return [file, JSON.stringify(part)];
      }),
  );
}

function partFiles(folder: string): string[] {
  const top = join(folder, 'parts');
  return readdirIfThere(top).flatMap((name) =>
    readdirIfThere(join(top, name))
      .filter((file) => !file.startsWith('.'))
      .map((file) => join(name, file)),
  );
}

function readdirIfThere(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Waits until something is so, looking every few milliseconds. */
export async function until(isSo: () => boolean, seconds = 60): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`not so after ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
