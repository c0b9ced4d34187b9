/** From the page to a link, back to the page and on to the command line: each run ends in the same digest. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replicateSeeds } from '../analysis/seeds.ts';
import { type Compared, type CompareOptions, linked, named } from '../batch/compare.ts';
import { createProgram } from '../batch/program.ts';
import { differences, settle } from '../scenarios/changes.ts';
import { compareCommand, runCommand } from '../scenarios/command.ts';
import { fingerprint, fingerprintOf } from '../scenarios/fingerprint.ts';
import { decodeLink, encodeLink, type Link } from '../scenarios/link.ts';
import type { Plain } from '../scenarios/plain.ts';
import { advance, digest, plainScenario, type Scenario, start, WEEKS_A_YEAR } from '../sim/index.ts';
import { anyScenario, anyText } from './support/any-scenario.ts';
import {
  collegium,
  expectBadInput,
  SMALL,
  start as startCommand,
  useBuiltCommand,
  useFolder,
} from './support/cli.ts';
import { library } from './support/library.ts';
import { plainLink } from './support/links.ts';

const cards = library().filter(({ scenario }) => scenario.files === null);
const cardOf = (name: string) => cards.find(({ id }) => id === name)?.scenario as Scenario;
const undated = cards.filter(
  ({ scenario: { timeline, foundings, shocks, decisions } }) =>
    timeline.length + foundings.length + shocks.length + decisions.length === 0,
);
const WEEKS = 3;
const sizes = { minLength: 2, maxLength: 4 };

/** The words of a command as a Unix shell makes them. */
function wordsOf(command: string): string[] {
  const words: string[] = [];
  for (const [word] of command.matchAll(/(?:[^\s'\\]|'[^']*'|\\[\s\S])+/g)) {
    words.push(word.replace(/'([^']*)'|\\([\s\S])/g, (_, quoted, escaped) => quoted ?? escaped));
  }
  return words;
}

/** What the command line makes of a command's words, up to where it would start to run. */
async function understood(command: string): Promise<Compared> {
  const [npx, collegium, ...words] = wordsOf(command);
  expect([npx, collegium]).toEqual(['npx', 'collegium']);
  const program = createProgram();
  let compared: Compared | undefined;
  program.commands
    .find((one) => one.name() === 'compare')
    ?.action((names: string[], options: CompareOptions) => {
      compared = options.link === undefined ? named(names, options) : linked(names, options.link, options);
    });
  await program.parseAsync(words, { from: 'user' });
  return compared as Compared;
}

function digestOf(scenario: Scenario, seed: string, weeks = WEEKS): string {
  const run = start(scenario, { seed });
  advance(run, weeks);
  return digest(run);
}

const linkTo = (
  chosen: readonly { name: string; set: ReadonlyMap<string, Plain> }[],
  seed: string,
): Link => ({
  ...plainLink(),
  sides: chosen.map(({ name, set }) => ({ name, base: fingerprint(plainScenario(cardOf(name))), set })),
  seed,
  seeds: 2,
  years: 1,
});

describe('page, link, page and command', () => {
  test('give one digest, with 200 scenarios drawn from the schema', async () => {
    // Small districts, a few weeks: what is tried here is that nothing is lost on the way.
    const other = anyScenario({
      weeks: 39,
      years: fc.constant(1),
      settings: 6,
      named: false,
      fixed: { district: { schools: 4, primaryRoll: 60, secondaryRoll: 300 } },
    });
    // Half of them differ in settings and title alone, as most on the page will.
    const anything = fc.array(fc.record({ card: fc.constantFrom(...cards), other }), sizes);
    const settings = fc.array(fc.record({ card: fc.constantFrom(...undated), other }), sizes);
    const sides = fc.oneof(
      anything.map((chosen) =>
        chosen.map(({ card, other }) => ({ card, set: differences(card.scenario, other) })),
      ),
      settings.map((chosen) =>
        chosen.map(({ card, other }) => {
          const set = [...differences(card.scenario, other)].filter(([path]) => /\.|^title$/.test(path));
          return { card, set: new Map(set) };
        }),
      ),
    );
    const seed = anyText(20).filter((text) => !/[\n\t\p{C}\p{Zl}\p{Zp}]/u.test(text));
    const counts = { scenarios: 0, inWords: 0, byLink: 0 };
    await fc.assert(
      fc.asyncProperty(sides, seed, async (chosen, seed) => {
        const link = linkTo(
          chosen.map(({ card, set }) => ({ name: card.id, set })),
          seed,
        );
        const fragment = encodeLink(link);
        if (fragment === null) return;
        const { link: opened } = decodeLink(fragment);
        if (opened === null) throw new Error('a link of the page is refused');
        const { command } = compareCommand(opened);
        const compared = await understood(command as string);
        counts[command?.includes(' --link ') ? 'byLink' : 'inWords']++;
        const seeds = replicateSeeds(opened.seed, opened.seeds);
        expect(compared.seeds).toEqual(seeds);
        opened.sides.forEach(({ name, set }, i) => {
          const settled = settle(cardOf(name), set, opened.years).scenario as Scenario;
          expect(digestOf(compared.sides[i].scenario, compared.seeds[1])).toBe(digestOf(settled, seeds[1]));
          counts.scenarios++;
        });
      }),
      { numRuns: 75, seed: 11, endOnFailure: true },
    );
    expect(counts.scenarios).toBeGreaterThanOrEqual(200);
    expect(Math.min(counts.inWords, counts.byLink)).toBeGreaterThan(15);
  }, 60_000);
});

const three = [
  { name: 'competing-neighbours', set: new Map([['district.schools', 5]]) },
  {
    name: 'competing-neighbours',
    set: new Map<string, Plain>([
      ['district.schools', 5],
      ['title', "It's “$HOME”"],
      ['collaborativeLife.coordinator', 'honest broker'],
    ]),
  },
];

test('a command sets for all what all share, and quotes what a shell would take apart', () => {
  expect(compareCommand(linkTo(three, "it's"))).toEqual({
    command:
      "npx collegium compare competing-neighbours competing-neighbours --replicates 2 --seed 'it'\\''s' --years 1" +
      " --set district.schools=5 --set-b 'title=It'\\''s “$HOME”' --set-b 'collaborativeLife.coordinator=honest broker'",
    files: [],
  });
  const watched = { ...linkTo(three, 'x'), watch: { side: 1, replicate: 1 } };
  expect(runCommand(watched, 'x/2').command).toBe(
    "npx collegium run competing-neighbours --seed x/2 --years 1 --set district.schools=5 --set 'title=It'\\''s “$HOME”' --set 'collaborativeLife.coordinator=honest broker'",
  );
});

test('a command names the files that have to lie beside it', () => {
  const set = new Map<string, Plain>([['schools', { register: 'mine.csv' }]]);
  const files = [{ name: 'mine.csv', fingerprint: '01234567' }];
  const [first, second] = three;
  const same = {
    ...linkTo(
      [
        { ...first, set },
        { ...second, set },
      ],
      'x',
    ),
    files,
  };
  expect(compareCommand(same)).toEqual({
    command:
      'npx collegium compare competing-neighbours competing-neighbours --replicates 2 --seed x --years 1 --schools mine.csv',
    files: ['mine.csv'],
  });
  // One side alone is about them: no option says that.
  const one = { ...linkTo([first, { ...second, set }], 'x'), files };
  expect(compareCommand(one)).toEqual({
    command: `npx collegium compare --link ${encodeLink(one)}`,
    files: ['mine.csv'],
  });
});

describe('the built command', () => {
  useBuiltCommand();
  const folder = useFolder();
  const small = folder.write('small.yaml', SMALL);

  test('does what a link holds: the digests of the page, and of its own files only those it was made with', async () => {
    const register = 'URN,EstablishmentName,TypeOfEstablishment (name),PhaseOfEducation (name)\n';
    const set = new Map<string, Plain>([
      ['district.schools', 5],
      ['timeline', [{ week: 4, set: { market: { choice: 0.9 } } }]],
    ]);
    const link = linkTo(
      [three[0], { name: 'ladder', set: new Map([...set, ['foundings', []]]) }, three[1]],
      'a seed',
    );
    const { command } = compareCommand(link);
    const { code, stdout, stderr } = await collegium(...wordsOf(command as string).slice(2), '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { digests, more, outcomes } = JSON.parse(stdout);
    const seeds = replicateSeeds('a seed', 2);
    for (const [i, letter] of ['a', 'b', 'c'].entries()) {
      const { name, set } = link.sides[i];
      const scenario = settle(cardOf(name), set, 1).scenario as Scenario;
      expect(digests[letter]).toEqual(seeds.map((seed) => digestOf(scenario, seed, WEEKS_A_YEAR)));
    }
    expect(Object.keys(more)).toEqual(['c']);
    expect(more.c[0].a).toBe(outcomes[0].a);
    expect(more.c[0].difference).toBeCloseTo(more.c[0].c - more.c[0].a, 12);

    const own = { ...link, files: [{ name: 'mine.csv', fingerprint: fingerprintOf(register) }] };
    own.sides = [link.sides[0], { ...link.sides[0], set: new Map([['schools', { register: 'mine.csv' }]]) }];
    const words = ['compare', '--link', `https://example.org/#${encodeLink(own)}`];
    const inFolder = () => startCommand(words, { cwd: folder.path }).finished;
    expectBadInput(await inFolder(), "the link needs the file of schools 'mine.csv'");
    folder.write('mine.csv', `${register}1`);
    expectBadInput(await inFolder(), 'not the file of that name with which the link was made');
  }, 60_000);

  test('runs the run that a link watches, and refuses what is not a link or stands beside one', async () => {
    const link = { ...linkTo(three, 'a seed'), watch: { side: 1, replicate: 1 } };
    const fragment = encodeLink(link) as string;
    const { code, stdout } = await collegium('run', '--link', fragment, '--json');
    expect(code).toBe(0);
    const scenario = settle(cardOf(three[1].name), three[1].set, 1).scenario as Scenario;
    const seed = replicateSeeds('a seed', 2)[1];
    expect(JSON.parse(stdout)).toMatchObject({ seed, digest: digestOf(scenario, seed, WEEKS_A_YEAR) });
    expectBadInput(await collegium('run', '--link', `${fragment.slice(0, -1)}!`), 'the link is refused');
    expectBadInput(await collegium('compare', small, '--link', fragment), 'give none beside it');
    expectBadInput(
      await collegium('compare', small, small, '--set-c', 'market.choice=1'),
      'there is no scenario C',
    );
  }, 60_000);
});
