import { asks, questionKeys, shows, sideKeys, stepKeys, storyKeys } from '../analysis/stories/keys.ts';
import type { StoryEntry } from '../scenarios/stories.ts';
import { table } from './markdown.ts';
import { keyRow, keysTable } from './plans.ts';

/** The parts of docs/stories.md that follow from the declarations and from the stories that come along. */
export function storyBlocks(stories: readonly StoryEntry[]): Record<string, string> {
  return {
    'keys of a story': keysTable(storyKeys),
    'keys of a side': keysTable(sideKeys),
    'keys of a step': keysTable(stepKeys),
    'what a step shows': kindsTable(shows),
    'what a step asks': kindsTable(asks),
    'keys of a question': keysTable(questionKeys),
    stories: table(
      ['story', 'about', 'steps', 'minutes', 'sides', 'source'],
      stories.map(({ id, story }) => [
        `[${story.title}](../scenarios/stories/${id}.yaml)`,
        story.about,
        String(story.steps.length),
        String(story.minutes),
        story.sides.map(({ name }) => name).join(', '),
        story.source,
      ]),
    ),
  };
}

function kindsTable(
  kinds: Readonly<Record<string, { doc: string; keys: Parameters<typeof keysTable>[0] }>>,
): string {
  return table(
    ['kind', 'meaning', 'key', 'what it is', 'allowed', 'default'],
    Object.entries(kinds).flatMap(([kind, { doc, keys }]) =>
      Object.entries(keys).map(([name, key], i) => [
        i === 0 ? `\`${kind}\`` : '',
        i === 0 ? doc : '',
        ...keyRow(name, key),
      ]),
    ),
  );
}
