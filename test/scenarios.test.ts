import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildLibrary, type LibraryEntry, OTHER, scenarioId, THEMES } from '../scenarios/library.ts';
import { readRegister } from '../scenarios/register.ts';
import { formatProblem, readScenario, writeScenario } from '../scenarios/yaml.ts';
import { advance, checkScenario, digest, metrics, type SchoolRecord, start, TOP_KEYS } from '../sim/index.ts';

const folder = new URL('../scenarios/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const files = Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
const library = buildLibrary(files);
const entry = (id: string) => library.entries.find((e) => e.id === id) as LibraryEntry;

describe('the library', () => {
  test('reads every file', () => {
    expect(library.problems.map(formatProblem)).toEqual([]);
    expect(library.entries).toHaveLength(names.length);
    expect(names.length).toBeGreaterThanOrEqual(8);
  });

  test('shows them in the declared order, each under its theme, and has all that are declared', () => {
    expect(library.entries.map(({ id }) => id)).toEqual(THEMES.flatMap(({ ids }) => ids));
    expect(library.entries.map(({ theme }) => theme)).toEqual(
      THEMES.flatMap(({ theme, ids }) => ids.map(() => theme)),
    );
  });

  test('takes in a file dropped into the folder, after the others, and paths as bundlers give them', () => {
    const { entries } = buildLibrary({
      '../scenarios/zebra.yaml': 'title: Z',
      './apple.yaml': 'title: A',
      'C:\\x\\ladder.yaml': 'title: L',
    });
    expect(entries.map(({ id, theme }) => `${id}: ${theme}`)).toEqual([
      'ladder: Relations',
      `apple: ${OTHER}`,
      `zebra: ${OTHER}`,
    ]);
  });

  test('leaves out a file that does not read, and says why', () => {
    const { entries, problems } = buildLibrary({ 'a.yaml': 'title: A', 'b.yaml': 'titel: B' });
    expect(entries.map(({ id }) => id)).toEqual(['a']);
    expect(problems.map(({ file }) => file)).toContain('b.yaml');
  });

  test('has names that are safe everywhere', () => {
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]{1,40}\.yaml$/);
    expect(scenarioId('/a/b/head-who-left.yaml')).toBe('head-who-left');
  });
});

describe.each(names)('%s', (name) => {
  const text = files[name];
  const written = parse(text) as Record<string, unknown>;
  const reading = readScenario(text, name);

  test('has a title, two to five sentences about it, and a source', () => {
    const { title, about, source } = reading.scenario ?? { title: '', about: '', source: '' };
    expect(title.length).toBeGreaterThan(5);
    const sentences = about.split(/[.?!](?:\s|$)/).filter((sentence) => sentence.trim() !== '');
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    expect(sentences.length).toBeLessThanOrEqual(5);
    expect(source).toMatch(/\bB \d|\b[GOEN]\b|Open Government Licence/);
  });

  test('names in quotes only scenarios that there are', () => {
    const titles = library.entries.map(({ scenario }) => scenario.title);
    for (const [, title] of (reading.scenario?.about ?? '').matchAll(/"([^"]+)"/g))
      expect(titles).toContain(title);
  });

  test('has its keys in order and only what differs from the defaults', () => {
    expect(Object.keys(written)).toEqual(TOP_KEYS.filter((key) => Object.hasOwn(written, key)));
    const again = parse(writeScenario(reading.scenario ?? entry('ladder').scenario)) as Record<
      string,
      unknown
    >;
    const parts = (o: Record<string, unknown>) => ({ ...o, timeline: undefined });
    expect(parts(written)).toEqual(parts(again));
  });

  test('is written and read back the same', () => {
    expect(readScenario(writeScenario(entry(scenarioId(name)).scenario), name).scenario).toEqual(
      reading.scenario,
    );
  });
});

const data = (name: string) => readFileSync(new URL(`data/${name}`, folder), 'utf8');
const registers = new Map<string, SchoolRecord[]>();

function schoolsOf({ scenario: { files } }: LibraryEntry): { schools?: SchoolRecord[] } {
  if (files === null) return {};
  let schools = registers.get(files.register);
  if (schools === undefined) {
    const results =
      files.results === null ? undefined : { text: data(files.results), fileName: files.results };
    const reading = readRegister(data(files.register), files.register, results);
    expect(reading.problems.map(formatProblem)).toEqual([]);
    schools = reading.schools ?? [];
    registers.set(files.register, schools);
  }
  return { schools };
}

describe('a year of', { timeout: 120_000 }, () => {
  test.each(library.entries.map((e) => [e.id, e] as const))('%s', (_, e) => {
    const { schools } = schoolsOf(e);
    const run = start(e.scenario, schools ? { schools } : {});
    const atStart = digest(run);
    advance(run, 39);
    expect(run.week).toBe(39);
    expect(digest(run)).not.toBe(atStart);
    if (schools) expect(run.names).toHaveLength(schools.length);
    for (const { key } of metrics) {
      for (let i = 0; i <= 3; i++)
        expect(Number.isFinite(run.series[key][i]), `${key} in term ${i}`).toBe(true);
    }
  });
});

describe('the regimes differ in what they are about', { timeout: 120_000 }, () => {
  const year: Record<string, Record<string, number>> = {};
  beforeAll(() => {
    for (const id of ['hampshire', 'hampshire-competition', 'hampshire-partnership']) {
      const run = start(entry(id).scenario, { ...schoolsOf(entry(id)) });
      advance(run, 39);
      year[id] = Object.fromEntries(metrics.map(({ key }) => [key, run.series[key][3]]));
    }
  }, 120_000);

  test('competition weighs more under competition and less under partnership', () => {
    expect(year['hampshire-competition'].competition).toBeGreaterThan(year.hampshire.competition);
    expect(year['hampshire-partnership'].competition).toBeLessThan(year.hampshire.competition);
  });

  test('fewer schools are left out under partnership', () => {
    expect(year['hampshire-partnership'].schoolsLeftOut).toBeLessThan(
      year['hampshire-competition'].schoolsLeftOut,
    );
  });

  test('same schools, same seed: the runs begin with the same results', () => {
    const first = ['hampshire', 'hampshire-competition'].map((id) => {
      const run = start(entry(id).scenario, { ...schoolsOf(entry(id)) });
      return [run.series.attainment[0], run.series.schoolShareOfVariance[0]];
    });
    expect(first[0]).toEqual(first[1]);
  });
});

test('a scenario without anything but a title is the default district', () => {
  expect(checkScenario({ title: 'x' }).scenario).toEqual(readScenario('title: x', 'x.yaml').scenario);
});
