/** The lock installs everywhere: no addresses in it, every platform's packages, and nothing left to chance. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Entry {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
}

const read = (path: string) => readFileSync(path, 'utf8');
const manifest = JSON.parse(read('package.json'));
const lock = JSON.parse(read('package-lock.json'));
const packages: Record<string, Entry> = lock.packages;
const installed = Object.entries(packages).filter(([path]) => path !== '');

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Where Node would look for a package from inside another: its own folder first, then outwards. */
function isLocked(name: string, from: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

describe('package-lock.json', () => {
  test('holds hashes and no download addresses', () => {
    expect(installed.length).toBeGreaterThan(50);
    expect(read('package-lock.json')).not.toMatch(/https?:\/\/\S*\.tgz/);
    expect(installed.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(installed.filter(([, entry]) => !entry.integrity?.startsWith('sha512-'))).toEqual([]);
  });

  test("holds every platform's packages", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isLocked(name, path))
        .map((name) => `${path} wants ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('is of the package.json beside it, whose versions are all exact', () => {
    const { dependencies, devDependencies } = manifest;
    expect(packages['']).toMatchObject({ version: manifest.version, dependencies, devDependencies });
    for (const [name, version] of Object.entries<string>({ ...dependencies, ...devDependencies })) {
      expect(version, name).toMatch(EXACT);
      expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });

  test('says the same version as the citation', () => {
    expect(read('CITATION.cff')).toContain(`\nversion: ${manifest.version}\n`);
  });
});
