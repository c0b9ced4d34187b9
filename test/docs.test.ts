import { expect, test } from 'vitest';
import { pages } from '../docs/generate.ts';

test.each(Object.entries(pages()))(
  'docs/%s says what the declarations say; `npm run golden` writes it anew',
  async (name, text) => {
    await expect(text).toMatchFileSnapshot(`../docs/${name}`);
  },
);
