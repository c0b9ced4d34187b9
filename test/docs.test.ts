import { describe, expect, test } from 'vitest';
import { groundOf, placesIn, sourceInWords } from '../analysis/citations.ts';
import { assumptionsOf, INFLUENCE, onDistrict } from '../analysis/influence/study.ts';
import type { SweepPlan } from '../analysis/sweep/plan.ts';
import { analysisBlocks } from '../docs/analysis.ts';
import { calibrationPage } from '../docs/calibration.ts';
import { formatBlocks } from '../docs/formats.ts';
import { pages } from '../docs/generate.ts';
import { influencePage } from '../docs/influence.ts';
import { fill } from '../docs/markdown.ts';
import { oddBlocks } from '../docs/odd.ts';
import { planBlocks } from '../docs/plans.ts';
import { resultsBlocks } from '../docs/results.ts';
import { sourcesPage } from '../docs/sources.ts';
import { storyBlocks } from '../docs/stories.ts';
import { traceBlocks } from '../docs/trace.ts';
import { readSweepPlan } from '../scenarios/plans.ts';
import { formatProblem } from '../scenarios/problem.ts';
import { buildStories, readStory } from '../scenarios/stories.ts';
import { columns, metrics } from '../sim/index.ts';
import { library } from './support/library.ts';
import { modelFacts } from './support/model.ts';
import { projectFiles, read } from './support/project.ts';

const facts = await modelFacts();

const calibration: Record<string, string> =
  facts.calibration === null ? {} : { 'calibration.md': calibrationPage(facts.calibration, facts) };

const regimes = library().filter(({ id }) => INFLUENCE.regimes.includes(id));
const assumptions = assumptionsOf(regimes.map(({ scenario }) => onDistrict(scenario, INFLUENCE)));
const influence = influencePage(
  JSON.parse(read('scenarios/influence/record.json')),
  assumptions.map(({ path }) => path),
);

test.each(
  Object.entries({
    ...pages(),
    'sources.md': sourcesPage(facts),
    'influence.md': influence,
    ...calibration,
  }),
)('docs/%s says what the declarations say; `npm run golden` writes it anew', async (name, text) => {
  await expect(text).toMatchFileSnapshot(`../docs/${name}`);
});

test.each(
  Object.entries({
    'analysis.md': analysisBlocks,
    'odd.md': oddBlocks,
    'trace.md': traceBlocks,
    'formats.md': formatBlocks,
    'results.md': resultsBlocks,
  }),
)('docs/%s is written by hand, and its lists say what the code says', async (name, blocks) => {
  await expect(fill(read(`docs/${name}`), blocks(facts))).toMatchFileSnapshot(`../docs/${name}`);
});

describe('the page on plans', () => {
  const examples = projectFiles()
    .filter((path) => /^scenarios\/plans\/[^/]+\.yaml$/.test(path))
    .map((path) => ({ file: path.slice('scenarios/plans/'.length), plan: planOf(read(path)) }));

  function planOf(text: string): SweepPlan {
    const { value, problems } = readSweepPlan(text, 'plan.yaml');
    if (value === null) throw new Error(problems.map(formatProblem).join('\n'));
    return value;
  }

  test('is written by hand, and its tables say what the declarations say', async () => {
    await expect(fill(read('docs/plans.md'), planBlocks(examples))).toMatchFileSnapshot('../docs/plans.md');
  });

  test('shows plans that can be read', () => {
    const shown = [...read('docs/plans.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    expect(shown.length).toBeGreaterThanOrEqual(3);
    for (const text of shown) expect(planOf(text).title).not.toBe('');
  });
});

describe('the page on stories', () => {
  const scenarios = Object.fromEntries(library().map(({ id, scenario }) => [id, scenario]));
  const files = projectFiles().filter((path) => /^scenarios\/stories\/[^/]+\.yaml$/.test(path));

  test('is written by hand, and its tables say what the declarations say', async () => {
    const { entries } = buildStories(Object.fromEntries(files.map((path) => [path, read(path)])), scenarios);
    expect(entries.length).toBeGreaterThan(0);
    await expect(fill(read('docs/stories.md'), storyBlocks(entries))).toMatchFileSnapshot(
      '../docs/stories.md',
    );
  });

  test('shows a story that can be told', () => {
    const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(read('docs/stories.md')) ?? [];
    const { value, problems } = readStory(text, 'story.yaml', scenarios);
    expect(problems.map(formatProblem)).toEqual([]);
    expect(value?.steps.map(({ ask }) => ask?.kind)).toEqual(['difference', 'curve', undefined]);
  });
});

describe('the description of the model', () => {
  const text = fill(read('docs/odd.md'), oddBlocks(facts));
  /** What is written by hand below each heading of this depth. */
  const sections = new Map(
    text
      .replace(/<!-- made: [\w -]+ -->[\s\S]*?<!-- end -->/g, '')
      .split(/^(?=### )/m)
      .slice(1)
      .map((section) => [/^### (.*)/.exec(section)?.[1] ?? '', section.replace(/^## [\s\S]*/m, '')]),
  );
  const words = new Set(
    projectFiles()
      .filter((path) => path.startsWith('sim/'))
      .flatMap((path) => read(path).match(/\w+/g) ?? []),
  );

  test('has all seven elements of ODD and every design concept', () => {
    const headings = [...text.matchAll(/^#+ (.*)/gm)].map(([, heading = '']) => heading);
    for (const heading of [
      '1 Purpose and patterns',
      '2 Entities, state variables and scales',
      '3 Process overview and scheduling',
      '4 Design concepts',
      'Basic principles',
      'Emergence',
      'Adaptation',
      'Objectives',
      'Learning',
      'Prediction',
      'Sensing',
      'Interaction',
      'Stochasticity',
      'Collectives',
      'Observation',
      '5 Initialization',
      '6 Input data',
      '7 Submodels',
    ])
      expect(headings).toContain(heading);
  });

  test('names every step, column and metric', () => {
    const names = [
      ...facts.schedule.map(({ name }) => `| ${name} |`),
      ...Object.keys(columns).map((name) => `\`${name}\``),
      ...metrics.map(({ key }) => `\`${key}\``),
    ];
    expect(names.length).toBeGreaterThan(250);
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
    expect(facts.schedule.filter(({ calls }) => calls.length === 0)).toEqual([]);
  });

  test.each(facts.parts)('says in words what $path does, with each of its parameters', (part) => {
    const section = sections.get(part.name) ?? '';
    expect(section.length, `docs/odd.md needs a section "### ${part.name}" in words`).toBeGreaterThan(200);
    expect(section, 'the section says where it comes from').toMatch(/\b[BOENG]\b|assumption/);
    const unnamed = part.parameters
      .map((path) => path.slice(path.indexOf('.') + 1))
      .filter((name) => !new RegExp(`\\b${name}\\b`).test(section));
    expect(unnamed, `parameters that "### ${part.name}" of docs/odd.md should explain`).toEqual([]);
  });

  test('uses no name that the model does not know', () => {
    const names = [...text.matchAll(/`[^`]+`|```[\s\S]*?```/g)].flatMap(
      ([code]) => code.match(/\b[a-z]+[A-Z]\w*/g) ?? [],
    );
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => !words.has(name))).toEqual([]);
  });

  test('writes no number about a mechanism that its file does not hold', () => {
    let seen = 0;
    const wrong = facts.parts.flatMap(({ name, path }) => {
      const code = read(path);
      const section = sections.get(name) ?? '';
      const equations = (section.match(/```[\s\S]*?```/g) ?? []).join(' ');
      // In prose only what has a decimal point, sections of sources aside.
      const prose = section
        .replace(/```[\s\S]*?```/g, '')
        .replace(/\b[BOENG]\s\d[\d.]*(?:[-,]\s?\d[\d.]*)*/g, '');
      const numbers = [
        ...(equations.match(/(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\w)/g) ?? []),
        ...(prose.match(/(?<![\w.])\d+\.\d+(?![\w.]*\w)/g) ?? []),
      ];
      seen += numbers.length;
      return numbers
        .filter((number) => Number(number) > 2 || number.includes('.'))
        .filter((number) => !new RegExp(`(?<![\\w.])${number.replace('.', '\\.')}(?![\\w.])`).test(code))
        .map((number) => `${name}: ${number}`);
    });
    expect(wrong).toEqual([]);
    expect(seen).toBeGreaterThan(100);
  });
});

describe('sources', () => {
  test('are read place by place', () => {
    const named = (source: string) =>
      placesIn(source).map(({ work, section }) => `${work} ${section}`.trim());
    expect(named('B 8.3, 13.3')).toEqual(['B 8.3', 'B 13.3']);
    expect(named('assumption, after B 5.2.2, table 5.5')).toEqual(['B 5.2.2', 'B table 5.5']);
    expect(named('O table 1; E: near all schools start as same-age')).toEqual(['O table 1', 'E']);
    expect(named('B 5.2.10, 6.3.1; G')).toEqual(['B 5.2.10', 'B 6.3.1', 'G']);
    expect(named('N, common pitfalls')).toEqual(['N']);
    expect(named('B 8.4-8.5, 13.3')).toEqual(['B 8.4-8.5', 'B 13.3']);
    expect(named('key stage 2 results of Hampshire, 2019')).toEqual([]);
  });

  test('say what a number rests on', () => {
    expect(groundOf('B 13.4; value assumed')).toBe('assumption');
    expect(groundOf('model description 4, after B 3.1')).toBe('design');
    expect(groundOf('B 2.4')).toBe('source');
    expect(groundOf('scenario, after B 3.1')).toBe('scenario');
  });

  test('are spelled out', () => {
    const book = 'Collaboration and Networking in Education (Muijs, Ainscow, Chapman and West, 2011)';
    expect(sourceInWords('B 8.3')).toBe(`${book}, section 8.3`);
    expect(sourceInWords('B 8.4-8.5')).toBe(`${book}, sections 8.4-8.5`);
    expect(sourceInWords('assumption, after B 5.2.2, table 5.5')).toBe(
      `Assumption, after ${book}, section 5.2.2, table 5.5`,
    );
    expect(sourceInWords('N, common pitfalls')).toBe(
      'A guide for school leaders to home-school partnership, common pitfalls',
    );
    expect(sourceInWords('scenario')).toBe('Scenario');
  });
});
