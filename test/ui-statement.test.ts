/** The statement of accessibility on the page is the text of the documentation, whole. */
import { expect, test } from 'vitest';
import { blocks } from '../ui/state/statement.ts';
import { read } from './support/project.ts';

test('every word of the statement is shown', () => {
  const text = read('docs/accessibility.md');
  const parts = blocks(text);
  const shown = parts.flatMap(({ items }) => items.flatMap((item) => item.map((piece) => piece.text)));
  const bare = (said: string) => said.replace(/^#+ |^- |[`]/gm, '').replace(/\s+/g, '');
  expect(bare(shown.join(''))).toBe(bare(text));
  expect(parts.filter(({ kind }) => kind === 'title').length).toBe(1);
  expect(parts.filter(({ kind }) => kind === 'list').length).toBeGreaterThan(1);
  expect(text).not.toMatch(/[[\]*_<>]/);
});
