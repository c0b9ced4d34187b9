import { checkStory } from '../analysis/stories/check.ts';
import type { Story } from '../analysis/stories/story.ts';
import { nearest, type Problem, type Scenario } from '../sim/index.ts';
import { type Changes, settle } from './changes.ts';
import { scenarioId } from './library.ts';
import { firstProblems, type PlacedProblem } from './problem.ts';
import { readChecked } from './yaml.ts';

/** A story that comes with Collegium; the file's name without `.yaml` is its id, and its place in the address. */
export interface StoryEntry {
  readonly id: string;
  readonly story: Story;
}

/** The id of a story that is opened from a file in the page. */
export const OWN_STORY = 'own';

/** The order of the cards. A story that is not named here comes after these, by its id. */
const ORDER = [
  'competing-neighbours',
  'money-stops',
  'outsider',
  'ladder',
  'head-who-left',
  'heard-at-home',
  'six-futures',
];

/** Scenarios of the library by id. */
export type Scenarios = Readonly<Record<string, Scenario>>;

/** Keys of stories that neither scenarios nor plans have. */
const STORIES_ALONE = ['steps', 'sides'];

/** Whether a YAML text is meant as a story, right or wrong; a text that is no YAML is not. */
export function isStory(text: string): boolean {
  let found = false;
  readChecked(text, '', 'story', (plain) => {
    found = STORIES_ALONE.some((key) => Object.hasOwn(Object(plain), key));
    return { value: null, problems: [] };
  });
  return found;
}

/** The story in a YAML text whose sides are scenarios of the library, or all that is wrong with it, each with its place. */
export function readStory(
  text: string,
  fileName: string,
  library: Scenarios,
): { value: Story; problems: readonly [] } | { value: null; problems: readonly PlacedProblem[] } {
  return readChecked(text, fileName, 'story', (plain) => {
    const checked = checkStory(plain);
    if (checked.value === null) return checked;
    const problems = misfits(checked.value, library);
    return problems.length === 0 ? checked : { value: null, problems };
  });
}

/** What only the library can tell: whether the sides are there, and run for so long with what they set. */
function misfits(story: Story, library: Scenarios): Problem[] {
  const ids = Object.keys(library);
  return story.sides.flatMap(({ scenario: id }, i): Problem[] => {
    if (!Object.hasOwn(library, id)) {
      const near = nearest(id, ids);
      const guess = near === null ? '' : `; did you mean '${near}'?`;
      const message = `unknown scenario${guess}`;
      return [
        {
          path: ['sides', i, 'scenario'],
          message,
          found: id,
          allowed: 'the id of a scenario in the library',
        },
      ];
    }
    const { problems } = settle(library[id], changesOf(story, i), story.years);
    const [first] = problems;
    if (first === undefined) return [];
    const { message, found, allowed } = first;
    // A shorter run can leave what a scenario dates beyond its end; what is wrong only with the settings is theirs.
    if (settle(library[id], new Map(), story.years).scenario === null)
      return [{ path: ['years'], message: `${id}: ${message}`, found: story.years, allowed }];
    return [{ path: ['sides', i, 'set'], message: `${first.path.join('.')}: ${message}`, found, allowed }];
  });
}

/** What a side changes of its scenario. */
export function changesOf(story: Story, side: number): Changes {
  return new Map(Object.entries(story.sides[side].set));
}

/** The scenario of each side as it is run. */
export function scenariosOf(story: Story, library: Scenarios): Scenario[] {
  return story.sides.map(({ scenario: id }, i) => {
    const { scenario } = settle(library[id], changesOf(story, i), story.years);
    if (scenario === null) throw new RangeError(`${id} cannot be run as the story sets it`);
    return scenario;
  });
}

/** The stories in the texts of their files by path, in the order of their cards; what does not read is left out. */
export function buildStories(
  files: Readonly<Record<string, string>>,
  library: Scenarios,
): { entries: StoryEntry[]; problems: PlacedProblem[] } {
  const place = (id: string) => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length);
  const entries: StoryEntry[] = [];
  const problems: PlacedProblem[] = [];
  for (const [path, text] of Object.entries(files)) {
    const { value, problems: found } = readStory(text, path, library);
    if (value === null) problems.push(...found);
    else entries.push({ id: scenarioId(path), story: value });
  }
  entries.sort((a, b) => place(a.id) - place(b.id) || (a.id < b.id ? -1 : 1));
  return { entries, problems: firstProblems(problems) };
}
