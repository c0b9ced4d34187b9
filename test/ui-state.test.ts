import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frameOf, placeOf } from '../analysis/frames.ts';
import { fingerprint } from '../scenarios/fingerprint.ts';
import {
  groups,
  metrics,
  PHASES,
  plainScenario,
  type Scenario,
  STAGES,
  start,
  WEEKS_A_YEAR,
} from '../sim/index.ts';
import { hull } from '../ui/charts/hull.ts';
import { placeOnAxis, standardised } from '../ui/charts/interval.ts';
import { schoolAt, schoolTowards } from '../ui/network/pick.ts';
import { Projection } from '../ui/network/projection.ts';
import { Comparison } from '../ui/state/comparison.svelte.ts';
import { besides, type Card, library, spokenNames } from '../ui/state/library.svelte.ts';
import { linkOf } from '../ui/state/linking.ts';
import { byGroup, FIRST_METRIC, indexOf, stageShares } from '../ui/state/metrics.ts';
import { differenceOf, pairedOf, Results, viewOf } from '../ui/state/results.ts';
import { factsOf, gradeOf, lackingIn, pupilsOf } from '../ui/state/schools.ts';
import { moved, Screen, WHOLE, zoomed } from '../ui/state/screen.svelte.ts';
import { datesOf, differences, marksOf, search, sections, settle, shortest } from '../ui/state/settings.ts';
import type { SideKey } from '../ui/state/sides.ts';
import { addressOf } from '../ui/state/views.ts';
import { WatchChoice } from '../ui/state/watch-choice.svelte.ts';
import type { Workspace } from '../ui/state/workspace.svelte.ts';
import type { Pool } from '../ui/worker/client.ts';
import { LACKS } from '../ui/worker/contract.ts';
import { libraryScenario } from './browser/visit.ts';

describe('settings', () => {
  test('hold every parameter once, levers before assumptions', () => {
    const paths = sections.flatMap(({ levers, assumptions }) =>
      [...levers, ...assumptions].map(({ path }) => path),
    );
    const declared = Object.entries(groups).flatMap(([group, { params }]) =>
      Object.keys(params).map((name) => `${group}.${name}`),
    );
    expect([...paths].sort()).toEqual(declared.sort());
    for (const { levers } of sections) expect(levers.every(({ parameter }) => parameter.lever)).toBe(true);
  });

  test('are searched by name, path and description, all words at once', () => {
    const found = search('league WEIGHT tables').flatMap(({ levers, assumptions }) => [
      ...levers,
      ...assumptions,
    ]);
    for (const { label, path, parameter } of found) {
      expect(`${label} ${path} ${parameter.doc}`.toLowerCase()).toMatch(/league|tables|weight/);
    }
    expect(search('zebra crossing')).toEqual([]);
    expect(search('  ')).toBe(sections);
  });

  test('changed give the scenario they would give if written so', () => {
    const base = libraryScenario('hampshire-competition');
    const { scenario } = settle(base, new Map([['market.choice', 0.3]]), 4);
    expect(scenario?.parameters.market.choice).toBe(0.3);
    expect(scenario?.parameters.competition).toEqual(base.parameters.competition);
    expect(scenario?.years).toBe(4);
    expect(settle(base, new Map([['market.choice', 3]]), 4).problems[0].path).toEqual(['market', 'choice']);
  });

  test('know the fewest years in which all that is dated still happens', () => {
    const ladder = libraryScenario('ladder');
    const fewest = shortest(ladder);
    expect(settle(ladder, new Map(), fewest).scenario).not.toBeNull();
    expect(settle(ladder, new Map(), fewest - 1).scenario).toBeNull();
    expect(shortest(libraryScenario('hampshire'))).toBe(1);
  });

  test('dated in both scenarios are marked once', () => {
    const ladder = libraryScenario('ladder');
    const marks = marksOf([
      { letter: 'A', scenario: ladder },
      { letter: 'B', scenario: ladder },
    ]);
    expect(marks.length).toBeGreaterThan(0);
    expect(marks.every(({ sides }) => sides === 'A and B')).toBe(true);
    const [hampshire, other] = [libraryScenario('hampshire'), libraryScenario('ladder')];
    const mixed = [hampshire, ladder, hampshire, other].map((scenario, i) => ({
      letter: 'ABCD'[i],
      scenario,
    }));
    expect(marksOf(mixed).every(({ sides }) => sides === 'B and D')).toBe(true);
    const dates = datesOf(marks);
    expect(dates.flatMap((date) => date.marks)).toEqual(marks);
    expect(new Set(dates.map(({ week }) => week)).size).toBe(dates.length);
    expect(marks.map(({ week }) => week)).toEqual(marks.map(({ week }) => week).sort((p, q) => p - q));
  });
});

test('marks name the schools that a shock names, and the share where a lot decides', () => {
  const base = libraryScenario('hampshire');
  const shock = { week: 40, kind: 'closure', share: 0.25, severity: 0.5, weeks: 39 } as const;
  const said = (schools: number[]) => {
    const shocks = [{ ...shock, schools }];
    const scenario = { ...base, timeline: [], foundings: [], shocks, decisions: [] };
    return marksOf([{ letter: 'A', scenario }])[0].text;
  };
  expect(said([])).toBe('Shock: closure (25 % of schools)');
  expect(said([7])).toBe('Shock: closure (school 7)');
  expect(said([7, 9])).toBe('Shock: closure (schools 7, 9)');
  expect(said([1, 2, 3, 4, 5, 6])).toBe('Shock: closure (6 schools named)');
});

test('marks tell a single decision of a week, and of more how many', () => {
  const base = libraryScenario('hampshire');
  const one = { week: 40, school: 3, post: 0, kind: 'offer', with: 5, hours: -1 } as const;
  const two = { ...one, week: 50, post: 2, kind: 'spend time', with: 0, hours: 1 } as const;
  const said = (decisions: Scenario['decisions']) =>
    marksOf([{ letter: 'A', scenario: { ...base, decisions } }]).map(({ week, text }) => `${week} ${text}`);
  expect(said([one, two])).toEqual([
    '40 Decision: the head of school 3 offers partnership to school 5',
    '50 Decision: post 2 of school 3 spends 1 hour a week on work with other schools',
  ]);
  expect(said([one, { ...two, week: 40 }, { ...one, kind: 'share', week: 41 }])).toEqual([
    '40 2 decisions',
    '41 Decision: the head of school 3 shares with other schools',
  ]);
  expect(shortest({ ...base, decisions: [{ ...one, week: 300 }] })).toBe(8);
});

describe('results', () => {
  const sample = (value: number) => new Float64Array(metrics.length).fill(value);

  function grow(results: Results, key: SideKey, pair: number, samples: number, slope = 1): void {
    const had = results.runs[key][pair]?.samples ?? 0;
    for (let i = had; i < samples; i++) results.add(key, pair, sample(i * slope));
  }

  test('show nothing before the first year, then whole years that all pairs under way have done', () => {
    const results = new Results(['s/1', 's/2', 's/3'], 2);
    expect(viewOf(results)).toBeNull();
    for (const pair of [0, 1]) for (const key of ['a', 'b'] as const) grow(results, key, pair, 3);
    expect(viewOf(results)).toBeNull();
    for (const pair of [0, 1]) for (const key of ['a', 'b'] as const) grow(results, key, pair, 6);
    grow(results, 'b', 1, 7);
    expect(viewOf(results)).toMatchObject({ pairs: [0, 1], samples: 4, years: 1, whole: false });
  });

  test('show finished pairs only, from the second one on', () => {
    const results = new Results(['s/1', 's/2', 's/3'], 1);
    for (const key of ['a', 'b'] as const) {
      grow(results, key, 0, 4);
      grow(results, key, 2, 4);
      grow(results, key, 1, 2);
    }
    expect(viewOf(results)).toMatchObject({ pairs: [0, 2], samples: 4, whole: true });
  });

  test('show a single pair where only one is asked for', () => {
    const results = new Results(['s/1'], 1);
    for (const key of ['a', 'b'] as const) grow(results, key, 0, 4);
    expect(viewOf(results)).toMatchObject({ pairs: [0], whole: true });
  });

  test('wait for every side, and take over what is finished of earlier ones', () => {
    const results = new Results(['s/1', 's/2'], 1, ['a', 'b', 'c']);
    for (const key of ['a', 'c'] as const) for (const pair of [0, 1]) grow(results, key, pair, 4, 2);
    expect(viewOf(results)).toBeNull();
    for (const run of results.runs.c) if (run) run.digest = 'done';
    const next = new Results(['s/1', 's/2', 's/3'], 1, ['a', 'b']);
    next.takeOver('a', results, 'a');
    expect(next.finishedRuns, 'without a digest no run is finished').toBe(0);
    next.takeOver('a', results, 'c');
    expect(next.finishedRuns).toBe(2);
    for (const pair of [0, 1]) grow(next, 'b', pair, 4, 3);
    const view = viewOf(next);
    if (view === null) throw new Error('nothing to show');
    expect(pairedOf(view, 'b', 0)).toMatchObject({ pairs: 2, a: 6, b: 9, difference: 3 });
  });

  test('are paired run by run', () => {
    const results = new Results(['s/1', 's/2'], 1);
    grow(results, 'a', 0, 4, 1);
    grow(results, 'b', 0, 4, 2);
    grow(results, 'a', 1, 4, 1);
    grow(results, 'b', 1, 4, 4);
    const view = viewOf(results);
    if (view === null) throw new Error('nothing to show');
    // By hand: differences 0, 1, 2, 3 and 0, 3, 6, 9.
    expect([...differenceOf(view, 'b', 0).mean]).toEqual([0, 2, 4, 6]);
    expect(pairedOf(view, 'b', indexOf('trustBetweenSchools'))).toMatchObject({
      pairs: 2,
      difference: 6,
      probability: 1,
    });
  });
});

describe('a comparison of several scenarios', () => {
  const names = ['hampshire', 'hampshire-competition', 'hampshire-partnership', 'ladder', 'outsider'];
  const cards = names.map((name): Card => {
    const scenario = libraryScenario(name);
    return { name, theme: '', scenario, base: fingerprint(plainScenario(scenario)) };
  });
  const made = (...chosen: string[]) => new Comparison({} as Pool, ...chosen);
  const said = ({ sides }: Comparison) => sides.map(({ letter, card }) => `${letter} ${card.name}`);

  beforeAll(() => {
    library.cards = cards;
  });
  afterAll(() => {
    library.cards = [];
  });

  test('grows to four, at first on the same schools, and lasts as long as they need', () => {
    const comparison = made('hampshire-competition', 'hampshire-partnership');
    expect(comparison.add()?.card.name).toBe('hampshire');
    comparison.years = 2;
    const ladder = comparison.add(cards[3]);
    expect(comparison.years).toBe(comparison.fewestYears);
    expect(said(comparison).at(-1)).toBe('D ladder');
    expect(comparison.add()).toBeNull();
    expect(ladder?.key).toBe('d');
    expect(comparison.settled.map(({ scenario }) => scenario?.years)).toEqual(
      Array(4).fill(comparison.years),
    );
  });

  test('lasts as long as changes of what is dated need', () => {
    const comparison = made('hampshire', 'hampshire-competition');
    const late = [{ week: 3 * WEEKS_A_YEAR, set: { market: { choice: 0.2 } } }];
    comparison.sides[1].changes = new Map([['timeline', late]]);
    expect(comparison.fewestYears).toBe(4);
  });

  test('loses sides down to two, and those behind move up with their changes', () => {
    const comparison = made('hampshire', 'hampshire-competition', 'ladder');
    const [, b, c] = comparison.sides;
    c.set('market.choice', 0.3, 0);
    comparison.remove(b);
    expect(said(comparison)).toEqual(['A hampshire', 'B ladder']);
    expect(comparison.side('b')?.changes.get('market.choice')).toBe(0.3);
    comparison.remove(c);
    expect(comparison.sides.length).toBe(2);
  });

  test('takes any side for its baseline', () => {
    const comparison = made('hampshire', 'hampshire-competition', 'ladder');
    const before = comparison.signature;
    comparison.makeBaseline(comparison.sides[2]);
    expect(said(comparison)).toEqual(['A ladder', 'B hampshire', 'C hampshire-competition']);
    expect(comparison.baseline.card.name).toBe('ladder');
    expect(comparison.signature).not.toBe(before);
  });

  test('is brought back by what it shares', () => {
    const comparison = made('hampshire', 'hampshire-competition');
    comparison.sides[1].set('market.choice', 0.3, 0);
    const other = made('ladder', 'outsider');
    const link = linkOf(
      { comparison, screen: new Screen(FIRST_METRIC), watch: new WatchChoice() } as Workspace,
      'compare',
    );
    expect(other.restore(link)).toEqual({ notes: [] });
    expect(other.signature).toBe(comparison.signature);
  });
});

test('metrics are listed once each, and those the page names exist', () => {
  expect(byGroup.flatMap(({ entries }) => entries).length).toBe(metrics.length);
  expect(indexOf(FIRST_METRIC)).toBeGreaterThanOrEqual(0);
  expect(stageShares.length).toBe(STAGES.length - 1);
  expect(stageShares.every((index) => index >= 0)).toBe(true);
});

test('titles that begin alike are told apart by the rest', () => {
  const hampshire = ['Hampshire under competition', 'Hampshire under partnership'];
  expect(spokenNames(hampshire)).toEqual(['competition', 'partnership']);
  expect(spokenNames([...hampshire, 'Hampshire with a grant'])).toEqual([
    'competition',
    'partnership',
    'a grant',
  ]);
  expect(spokenNames([...hampshire, 'The outsider'])[2]).toBe('“The outsider”');
  expect(spokenNames(['The outsider', 'A grant that ends'])).toEqual([
    '“The outsider”',
    '“A grant that ends”',
  ]);
  expect(spokenNames(['The ladder', 'The ladder, changed'])).toEqual(['ladder', 'ladder, changed']);
  expect(spokenNames(['X', 'X now'])).toEqual(['“X”', '“X now”']);
  expect(spokenNames(['X', 'Y', 'X'])).toEqual(['A', 'B', 'C']);
});

test('the axis of standardised differences is even around 0, rises throughout and ends', () => {
  expect(placeOnAxis(0)).toBe(0);
  expect(placeOnAxis(-3)).toBeCloseTo(-placeOnAxis(3), 12);
  for (let d = -9.5; d < 10; d += 0.5) expect(placeOnAxis(d + 0.5)).toBeGreaterThan(placeOnAxis(d));
  expect(placeOnAxis(1e9)).toBe(1);
  const paired = { pairs: 4, a: 0, b: 0, probability: 1, varianceRatio: null };
  const intervals = { 50: [1, 3], 80: [0.5, 3.5], 95: [-1, 5] } as const;
  expect(standardised({ ...paired, difference: 2, effect: 0.5, intervals })).toEqual({
    centre: 0.5,
    low: -0.25,
    high: 1.25,
  });
  expect(standardised({ ...paired, difference: 2, effect: null, intervals })).toBeNull();
});

test('a hull keeps the corners and drops what lies inside', () => {
  const corners = [
    [0, 0],
    [4, 0],
    [4, 3],
    [0, 3],
  ] as const;
  expect(
    hull([...corners, [1, 1], [2, 2], [2, 0]])
      .map(String)
      .sort(),
  ).toEqual(corners.map(String).sort());
  expect(
    hull([
      [1, 2],
      [1, 2],
    ]),
  ).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

describe('the map', () => {
  const place = {
    names: ['West', 'East', 'North'],
    ids: Int32Array.of(1, 2, 3),
    phases: new Uint8Array(3),
    x: Float64Array.of(0, 10, 5),
    y: Float64Array.of(0, 0, 8),
  };
  const project = new Projection(place, { width: 428, height: 428, zoom: WHOLE });

  test('puts north up and keeps distances true', () => {
    expect(project.y(8)).toBeLessThan(project.y(0));
    expect(project.x(10) - project.x(0)).toBeCloseTo(400, 9);
    expect(project.y(0) - project.y(8)).toBeCloseTo(320, 9);
    expect((project.x(0) + project.x(10)) / 2).toBeCloseTo(214, 9);
  });

  test('finds schools by place and by direction', () => {
    expect(schoolAt(place, project, project.x(10) + 5, project.y(0), 10)).toBe(1);
    expect(schoolAt(place, project, project.x(5), project.y(3), 10)).toBeNull();
    expect(schoolTowards(place, 0, 1, 0)).toBe(1);
    expect(schoolTowards(place, 0, 0, 1)).toBe(2);
    expect(schoolTowards(place, 2, 0, 1)).toBe(2);
  });

  test('enlarges and moves within its edges', () => {
    expect(zoomed(WHOLE, 0.5)).toEqual(WHOLE);
    const near = moved(zoomed(WHOLE, 4), 99, -99);
    expect(near).toEqual({ scale: 4, x: 0.875, y: 0.125 });
    expect(zoomed(near, 1 / 4)).toEqual(WHOLE);
  });
});

test('a closed school is said to be closed, and has no figures', () => {
  const run = start(libraryScenario('ladder'), { seed: 'closed' });
  run.state.schoolClosed[1] = 1;
  const [place, frame] = [placeOf(run), frameOf(run)];
  expect(factsOf(place, frame, 1)).toEqual([
    { name: 'Phase', value: PHASES[place.phases[1]] },
    { name: 'Pupils', value: 'closed' },
  ]);
  expect(gradeOf(frame, 1)).toBe('none');
  expect(Number(pupilsOf(frame, 0))).toBeGreaterThan(0);
});

test('what a relation lacks is read from its bits', () => {
  expect(lackingIn(0b1001, 1)).toBe(`${LACKS[0]}, ${LACKS[3]}`);
  expect(lackingIn(0, 2)).toBe('nothing: collaboration comes next');
  expect(lackingIn(0, 4)).toBe('nothing: there is no further stage');
});

test('a scenario is set beside those it names in quotes, once each and never itself', () => {
  const card = (name: string, title: string, about = ''): Card => ({
    name,
    theme: '',
    base: '',
    scenario: { ...libraryScenario('ladder'), title, about },
  });
  const about = 'Compare "Two" with "One", then "Three", then "Two" again and "Nobody".';
  const cards = [card('one', 'One', about), card('two', 'Two'), card('three', 'Three')];
  expect(besides(cards[0], cards).map(({ name }) => name)).toEqual(['two', 'three']);
  expect(besides(cards[1], cards)).toEqual([]);
});

describe('differences', () => {
  test('turn one scenario into another, whatever they differ in', () => {
    for (const [from, to] of [
      ['hampshire', 'hampshire-competition'],
      ['hampshire-competition', 'ladder'],
      ['crisis-fire', 'outsider'],
    ]) {
      const [base, other] = [libraryScenario(from), libraryScenario(to)];
      expect(settle(base, differences(base, other)).scenario).toEqual(other);
    }
  });

  test('are none between a scenario and itself', () => {
    const ladder = libraryScenario('ladder');
    expect(differences(ladder, ladder).size).toBe(0);
  });
});

test('an address is a view, a part of one, or a link', () => {
  expect(addressOf('')).toEqual({ view: 'compare', part: '' });
  expect(addressOf('evidence/E07')).toEqual({ view: 'evidence', part: 'E07' });
  expect(addressOf('AQAA')).toEqual({ link: 'AQAA' });
});
