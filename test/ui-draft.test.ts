/** The scenario that is being built, its history, and what is kept of it: without a browser. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../scenarios/fingerprint.ts';
import { readScenario, writeScenario } from '../scenarios/yaml.ts';
import { patchScenario } from '../scenarios/yaml-patch.ts';
import { groups, plainScenario } from '../sim/index.ts';
import { Draft, type TextReader } from '../ui/state/draft.svelte.ts';
import { nearestCard } from '../ui/state/draft-base.ts';
import { History, PAUSE_MS } from '../ui/state/history.ts';
import type { Card } from '../ui/state/library.svelte.ts';
import { OwnStore, ownNameOf } from '../ui/state/own.svelte.ts';
import { type Database, memoryDatabase, type OwnScenario } from '../ui/state/own-database.ts';
import { sayListChange } from '../ui/state/settings.ts';
import { difference, merged } from '../ui/state/splice.ts';
import { suggest } from '../ui/state/suggest.ts';
import { libraryScenario } from './browser/visit.ts';

function card(name: string): Card {
  const scenario = libraryScenario(name);
  return { name, theme: '', scenario, base: fingerprint(plainScenario(scenario)) };
}

/** The real reading, in this thread. */
const reader: TextReader = {
  read: async (text, name) => readScenario(text, name) as Awaited<ReturnType<TextReader['read']>>,
  write: async (scenario) => writeScenario(scenario),
  patch: async (text, scenario) => patchScenario(text, scenario),
};

async function draftOf(name: string): Promise<Draft> {
  const draft = new Draft(reader, { card: card(name), changes: new Map(), text: null, id: null });
  await rest(draft);
  return draft;
}

/** Until the other view has followed. */
async function rest(draft: Draft): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  await draft.settled();
}

describe('history', () => {
  const weigh = (text: string) => text.length;

  test('goes back and forth, and forgets what was undone when something new is done', () => {
    const history = new History<string>('a', 10, 100, weigh);
    history.push('b', 'to b', '', 0);
    history.push('c', 'to c', '', 0);
    expect([history.undoes, history.redoes]).toEqual(['to c', null]);
    expect([history.undo(), history.undo(), history.undo()]).toEqual(['b', 'a', null]);
    expect([history.undoes, history.redoes]).toEqual([null, 'to b']);
    expect([history.redo(), history.redoes]).toEqual(['b', 'to c']);
    history.push('d', 'to d', '', 0);
    expect([history.redo(), history.undo()]).toEqual([null, 'b']);
  });

  test('makes one step of what goes on without a pause', () => {
    const history = new History<string>('0', 10, 100, weigh);
    for (const [i, at] of [0, 100, 200, 200 + PAUSE_MS].entries())
      history.push(String(i + 1), 'x', 'slider', at);
    expect(history.length).toBe(3);
    expect([history.undo(), history.undo()]).toEqual(['3', '0']);
    history.redo();
    history.push('4', 'y', 'other', 201 + PAUSE_MS);
    expect(history.undo()).toBe('3');
  });

  test('is bounded in steps and in weight, and always keeps the present', () => {
    const history = new History<string>('', 5, 100, weigh);
    for (let i = 0; i < 50; i++) history.push(`${i}`, '', '', i * 10_000);
    expect(history.length).toBe(5);
    history.push('x'.repeat(99), '', '', 1e6);
    history.push('y'.repeat(500), '', '', 2e6);
    expect([history.length, history.now.length]).toEqual([1, 500]);
  });
});

describe('a draft', () => {
  test('writes what the form does into the text, and takes over what the text says', async () => {
    const draft = await draftOf('ladder');
    expect(draft.text).toBe(writeScenario(draft.card.scenario));
    draft.set('market.choice', 0.9, draft.card.scenario.parameters.market.choice);
    await rest(draft);
    expect(draft.text).toContain('choice: 0.9');
    draft.type(`# Our own\n${draft.text.replace('choice: 0.9', 'choice: 0.8 # asked for')}`);
    await rest(draft);
    expect([...draft.changes]).toEqual([['market.choice', 0.8]]);
    draft.put('title', 'Two schools', 'title');
    await rest(draft);
    expect(draft.text).toMatch(/^# Our own\ntitle: Two schools\n/);
    expect(draft.text).toContain('choice: 0.8 # asked for');
    draft.revert('market.choice');
    await rest(draft);
    expect([...draft.changes.keys()]).toEqual(['title']);
    expect(readScenario(draft.text, '').scenario).toEqual(draft.scenario);
  });

  test('keeps a wrong text as typed, changes nothing by it, and goes on when it is put right', async () => {
    const draft = await draftOf('ladder');
    const before = draft.scenario;
    const wrong = draft.text.replace(/^years: .*$/m, 'years: many');
    draft.type(wrong);
    await rest(draft);
    expect(draft.text).toBe(wrong);
    expect(draft.problems.map(({ path, message }) => [path, message])).toEqual([['years', 'wrong type']]);
    expect(draft.scenario).toEqual(before);
    draft.set('market.choice', 0.9, 0.5);
    await rest(draft);
    expect([draft.text, draft.scenario]).toEqual([wrong, before]);
    draft.rewrite();
    await rest(draft);
    expect([draft.locked, draft.scenario]).toEqual([false, before]);
    draft.undo();
    await rest(draft);
    expect([draft.text, draft.locked]).toEqual([wrong, true]);
  });

  test('takes what is typed while the form is being written as typed after it', async () => {
    const draft = await draftOf('crisis-fire');
    draft.put('title', 'Two at once', 'title');
    draft.type(`${draft.text}market:\n  choice: 0.9\n`);
    draft.set('market.home', 0.4, draft.card.scenario.parameters.market.home);
    await rest(draft);
    await rest(draft);
    expect([...draft.changes.keys()].sort()).toEqual(['market.choice', 'market.home', 'title']);
    expect(draft.text).toMatch(/^title: Two at once\n[\s\S]*choice: 0.9\n {2}home: 0.4\n$/);
  });

  test('refuses in words what the form may not do', async () => {
    const draft = await draftOf('grant-that-ends');
    draft.put('years', 1);
    expect(draft.refused).toMatch(/after the end of the run/);
    expect(draft.changes.size).toBe(0);
  });

  test('undoes and does again in both views, also the opening of another scenario', async () => {
    const draft = await draftOf('ladder');
    const [text, scenario] = [draft.text, draft.scenario];
    draft.set('market.choice', 0.9, 0.5);
    await rest(draft);
    const changed = draft.text;
    const other = card('outsider');
    draft.open(other, new Map(), null, null, 'opening');
    await rest(draft);
    expect([draft.card, draft.scenario]).toEqual([other, other.scenario]);
    draft.undo();
    expect([draft.text, draft.card.name]).toEqual([changed, 'ladder']);
    draft.undo();
    await rest(draft);
    expect([draft.text, draft.undoes, draft.scenario]).toEqual([text, null, scenario]);
    draft.redo();
    draft.redo();
    await rest(draft);
    expect([draft.title, draft.redoes]).toEqual([other.scenario.title, null]);
  });

  test('of a text from a file is counted from the scenario that it is most like', async () => {
    const cards = ['ladder', 'outsider', 'tramton', 'takeover'].map(card);
    const tramton = cards[2].scenario;
    expect(nearestCard({ ...tramton, title: 'Elsewhere' }, cards).name).toBe('tramton');
  });
});

describe('two changes of one text', () => {
  test('are both made where they do not touch', () => {
    expect(merged('a b c', 'x b c', 'a b y')).toBe('x b y');
    expect(merged('a b c', 'a b yy', 'xx b c')).toBe('xx b yy');
    expect(merged('a b c', 'a B c', 'a X c')).toBe('a X c');
    expect(difference('same', 'same')).toBeNull();
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const { from, to, insert } = difference(before, after) ?? { from: 0, to: 0, insert: '' };
        return before.slice(0, from) + insert + before.slice(to) === after;
      }),
      { seed: 5 },
    );
  });
});

describe('suggestions', () => {
  const texts = (before: string) =>
    suggest(before)?.list.map(({ text }) => text.replace(/:\s[\s-]*$/, '')) ?? [];

  test('are keys at the top, settings in a group, and the options of a setting', () => {
    expect(texts('title: x\nmar')).toContain('market');
    expect(suggest('title: x\nmar')?.from).toBe(0);
    expect(texts('market:\n  choice: 0.4\n  ')).toEqual(Object.keys(groups.market.params));
    expect(texts('authority:\n  stance: ')).toEqual(groups.authority.params.stance.options);
    expect(suggest('authority:\n  stance: dir')?.from).toBe(10);
    expect(texts('foundings:\n  - name: a\n    form: ')).toContain('hard federation');
    expect(texts('timeline:\n  - week: 3\n    set:\n      ')).toEqual(Object.keys(groups));
    expect(texts('timeline:\n  - week: 3\n    set:\n      market:\n        ')).toContain('choice');
    expect(texts('timeline:\n  - week: 3\n    set:\n      district:\n        ')).not.toContain('schools');
    expect(suggest('timeline:\n  - week: 3\n    s')?.list[1].text).toBe('set:\n      ');
    expect(texts('timeline:\n  - we')).toEqual(['week', 'set']);
    expect(texts('about: some words that')).toEqual([]);
    expect(texts('market:\n  choice: ')).toEqual([]);
  });
});

test('what becomes of a list is counted', () => {
  expect(sayListChange([1, 2, 3], [1, 4, 3])).toBe('1 changed');
  expect(sayListChange([1, 2], [1, 2, 2, 5])).toBe('2 added');
  expect(sayListChange([{ a: 1 }, 2], [])).toBe('2 removed');
});

const saved = (id: string): Omit<OwnScenario, 'saved'> => ({
  id,
  title: id,
  about: '',
  card: 'ladder',
  base: '00000000',
  changes: [['market.choice', 0.9]],
  text: `title: ${id}\n`,
  files: [],
});

describe('what is one’s own', () => {
  test('is listed, deleted and brought back', async () => {
    const own = new OwnStore(async () => memoryDatabase());
    await own.save(saved('first'));
    await own.addFile(
      { name: 'Our schools.csv', text: 'URN\n1\n', encoding: 'UTF-8', fingerprint: '1a2b3c4d' },
      'register',
      1,
    );
    await own.deleteScenario('first');
    expect(own.scenarios).toEqual([]);
    await own.restore();
    expect(own.scenarios.map(({ id }) => id)).toEqual(['first']);
    const [{ name }] = own.files;
    await own.deleteFile(name);
    expect([own.files, await own.textOf(name)]).toEqual([[], null]);
    await own.restore();
    expect(await own.textOf(name)).toBe('URN\n1\n');
  });

  test('stays while the page is open when the browser will not keep it, and says so', async () => {
    const full: Database = {
      ...memoryDatabase(),
      lasting: true,
      put: () => Promise.reject(new DOMException('', 'QuotaExceededError')),
    };
    const own = new OwnStore(async () => full);
    expect(await own.save(saved('first'))).toBe(false);
    expect(own.trouble).toMatch(/no room left/);
    await own.open();
    expect(own.scenarios.map(({ id }) => id)).toEqual(['first']);
    const shut = new OwnStore(() => Promise.reject(new Error('refused')));
    await shut.open();
    expect(shut.trouble).toMatch(/keeps nothing/);
    expect(await shut.save(saved('second'))).toBe(false);
    expect(shut.scenarios.length).toBe(1);
  });

  test('is kept with the next that is, once there is room, whole or not at all', async () => {
    const memory = memoryDatabase();
    let room = 0;
    const small: Database = {
      ...memory,
      lasting: true,
      put: (...entries) => {
        const size = JSON.stringify(entries).length;
        return size > room
          ? Promise.reject(new DOMException('', 'QuotaExceededError'))
          : memory.put(...entries);
      },
    };
    const own = new OwnStore(async () => small);
    const text = 'URN\n1\n'.repeat(1000);
    const file = await own.addFile(
      { name: 'Our schools.csv', text, encoding: 'UTF-8', fingerprint: '1a2b3c4d' },
      'register',
      1,
    );
    expect(await own.save(saved('first'))).toBe(false);
    expect(own.refused.has('first')).toBe(true);
    room = 2000;
    expect(await own.save(saved('second'))).toBe(true);
    expect(own.refused.has('first') || own.refused.has('second')).toBe(false);
    expect(own.trouble, 'the file has no room yet').toMatch(/no room left/);
    expect(await memory.all('files')).toEqual([]);
    room = 20_000;
    await own.save(saved('second'));
    expect([own.trouble, await memory.get('texts', file.name)]).toEqual(['', text]);
    expect((await memory.all('scenarios')).map(({ id }) => id).sort()).toEqual(['first', 'second']);
  });

  test('has file names that scenarios may have, told by their content', () => {
    expect(ownNameOf('Our schools (2025).csv', '1a2b3c4d')).toBe('Our-schools-2025-1a2b3c4d.csv');
    for (const name of ['../../etc/passwd', 'Schüler.CSV', '学校.csv', '.csv', 'a'.repeat(300)])
      expect(ownNameOf(name, '1a2b3c4d')).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,95}\.csv$/);
  });
});
