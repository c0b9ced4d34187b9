/** Part of the build of the page: its service worker, which is told every file that was built. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const WORKER = 'sw.js';

/**
 * Builds the service worker at the root of the page, where its scope is all of it, and writes into it what is there.
 * @param {string} id its source
 * @param {(dir: string) => Promise<unknown>} rest builds what else goes into the folder
 * @returns {import('vite').Plugin}
 */
export function serviceWorker(id, rest) {
  return {
    name: 'service-worker',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id, fileName: WORKER, preserveSignature: false });
    },
    async writeBundle({ dir = '' }) {
      await rest(dir);
      const file = join(dir, WORKER);
      const code = readFileSync(file, 'utf8');
      // Browsers take it for a plain script: not all know workers of this kind as modules.
      if (/^\s*(import|export)\b/m.test(code)) throw new Error(`${WORKER} imports or exports something`);
      if (!/\bBUILT\b/.test(code)) throw new Error(`${WORKER} asks for no files`);
      writeFileSync(file, `const BUILT=${JSON.stringify(builtIn(dir))};\n${code}`);
    },
  };
}

/**
 * All files of a folder but the worker itself, in order, as `Built` in ui/worker/offline-contract.ts says.
 * @param {string} dir
 */
export function builtIn(dir) {
  const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== WORKER && !path.endsWith('.map'))
    .sort();
  const files = paths.map((path) => [
    // The page itself goes by its folder: some hosts send those who ask for index.html there.
    path.replace(/(^|\/)index\.html$/, '$1') || './',
    `sha256-${createHash('sha256')
      .update(readFileSync(join(dir, path)))
      .digest('base64')}`,
  ]);
  return {
    version: createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16),
    files,
  };
}
