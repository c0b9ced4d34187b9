#!/usr/bin/env node
/**
 * `npx collegium ...` in a checkout: the built command line, after installing the packages and building it
 * where that is due, so that it works straight after a clone and never runs older than its sources. A host serves
 * the page too.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ready } from '../scripts/ready.mjs';
import { root } from '../scripts/support.mjs';

ready('cli', ...(process.argv[2] === 'host' ? ['page'] : []));
await import(pathToFileURL(join(root, 'dist', 'cli', 'main.js')).href);
