/** Serves the built page: `node scripts/serve.mjs [--port 4173] [--host 127.0.0.1]`. */
import { createReadStream, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, isMain, root } from './support.mjs';

const DEFAULT_PORT = 4173;

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

/** @param {string} folder what is served */
export function createPageServer(folder) {
  const base = realpathSync(folder);
  return createServer((request, response) => {
    const { method } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { ...HEADERS, Allow: 'GET, HEAD' }).end();
      return;
    }
    const file = fileFor(base, request.url ?? '/');
    if (file === undefined) {
      response.writeHead(404, { ...HEADERS, 'Content-Type': TYPES['.txt'] }).end('Not found\n');
      return;
    }
    response.writeHead(200, {
      ...HEADERS,
      'Content-Type': TYPES[extname(file.path)] ?? 'application/octet-stream',
      'Content-Length': file.size,
      // Built assets carry a hash of their content in the name; everything else may change under its name.
      'Cache-Control': file.path.startsWith(join(base, 'assets') + sep)
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    });
    if (method === 'HEAD') response.end();
    else
      createReadStream(file.path)
        .on('error', () => response.destroy())
        .pipe(response);
  });
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

/**
 * Serves the built page until it is stopped, and says where.
 * @param {string[]} args
 */
export async function servePage(args) {
  const { port, host } = readArguments(args);
  const server = createPageServer(join(root, 'dist', 'page'));
  const actual = await listen(server, {
    port: port ?? DEFAULT_PORT,
    host,
    orNext: port === undefined,
  }).catch((error) => fail(`Cannot serve the page: ${error.message}`));
  const shown = host.includes(':') ? `[${host}]` : host;
  console.log(`Collegium is running at http://${shown}:${actual}/ (stop it with Ctrl+C)`);
  const stop = () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  // npm passes a signal on to the shell between, which dies of it alone and would leave this server behind.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || stop(), 500).unref();
}

/** @param {string[]} args */
function readArguments(args) {
  try {
    const { values } = parseArgs({ args, options: { port: { type: 'string' }, host: { type: 'string' } } });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535)) {
      throw new Error(`--port ${values.port}: not a port (0 to 65535)`);
    }
    return { port, host: values.host ?? '127.0.0.1' };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

if (isMain(import.meta.url)) await servePage(process.argv.slice(2));
