/** What every server of the built page shares: which file it hands out with which headers, and where it listens. Only node: built-ins. */
import { realpathSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.yaml': 'text/yaml; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** The page runs only its own files, talks to nobody but its own server, and makes no markup from strings. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The second is Svelte's own, for the constant markup of its compiled templates.
  'trusted-types collegium svelte-trusted-html',
].join('; ');

/** The policy as far as a page can carry it itself: who may frame it, browsers read from headers alone. */
export const POLICY_IN_PAGE = POLICY.split('; ')
  .filter((directive) => !directive.startsWith('frame-ancestors'))
  .join('; ');

/** Sent with every answer; docs/hosting.md says how other servers send them. */
export const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // For browsers that do not know frame-ancestors.
  'X-Frame-Options': 'DENY',
};

/**
 * What a server answers to a request for `url`: the file and its headers, or null where there is none.
 * @param {string} base what is served, as a real path
 * @param {string} url as it was sent
 */
export function pageFile(base, url) {
  const file = fileFor(base, url);
  if (file === undefined) return null;
  return {
    ...file,
    headers: {
      ...HEADERS,
      'Content-Type': TYPES[extname(file.path)] ?? 'application/octet-stream',
      'Content-Length': String(file.size),
      // Built assets carry a hash of their content in the name; everything else may change under its name.
      'Cache-Control': file.path.startsWith(join(base, 'assets') + sep)
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    },
  };
}

/**
 * The file a URL names, if it lies in the served folder, also after links are followed. Dot files do not count.
 * @param {string} base @param {string} url
 */
function fileFor(base, url) {
  try {
    const { pathname } = new URL(`http://page${url}`);
    const decoded = decodeURIComponent(pathname);
    if (/[\0\\]|\/\./.test(decoded)) return undefined;
    const path = realpathSync(join(base, decoded.endsWith('/') ? `${decoded}index.html` : decoded));
    const stat = statSync(path);
    return stat.isFile() && path.startsWith(base + sep) ? { path, size: stat.size } : undefined;
  } catch {
    return undefined; // no such file, or no such thing as this URL
  }
}

/**
 * Listens on the wanted port, or when `orNext` on the first free one after it.
 * @param {import('node:http').Server} server
 * @param {{ port: number, host: string, orNext: boolean }} where
 * @returns {Promise<number>} the port
 */
export async function listen(server, { port, host, orNext }) {
  for (let candidate = port; ; candidate += 1) {
    const error = await new Promise((resolve) => {
      server.once('error', resolve);
      server.listen(candidate, host, () => {
        server.off('error', resolve);
        resolve(undefined);
      });
    });
    const address = server.address();
    if (error === undefined && address !== null && typeof address === 'object') return address.port;
    if (error.code !== 'EADDRINUSE' || !orNext || candidate >= port + 100) throw error;
  }
}
