/** Serves the built page: `node scripts/serve.mjs [--port 4173] [--host 127.0.0.1]`. */
import { createReadStream, realpathSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HEADERS, listen, pageFile } from './serving.mjs';
import { fail, isMain, root } from './support.mjs';

const DEFAULT_PORT = 4173;

/** @param {string} folder what is served */
export function createPageServer(folder) {
  const base = realpathSync(folder);
  return createServer((request, response) => {
    const { method } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { ...HEADERS, Allow: 'GET, HEAD' }).end();
      return;
    }
    const file = pageFile(base, request.url ?? '/');
    if (file === null) {
      response.writeHead(404, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
      return;
    }
    response.writeHead(200, file.headers);
    if (method === 'HEAD') response.end();
    else
      createReadStream(file.path)
        .on('error', () => response.destroy())
        .pipe(response);
  });
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
