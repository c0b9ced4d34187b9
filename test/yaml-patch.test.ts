import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScenario, writeScenario } from '../scenarios/yaml.ts';
import { patchScenario, same } from '../scenarios/yaml-patch.ts';
import { root } from '../scripts/support.mjs';
import { checkScenario, plainScenario, type Scenario } from '../sim/index.ts';
import { scenario } from './support/scenario-reading.ts';

const WRITTEN = `# What we think of our county.
title: My county   # working title
about: >-
  First line
  and second.

# Families choose a little.
market:
  choice: 0.3        # survey of 2019
  leaving: 0.4
accountability: {pressure: 0.9, stakes: 0.8}

timeline:
  # the new law
  - week: 39
    set:
      market:
        choice: 0.6 # from autumn
      incentives:
        grant: 10
  - week: 78
    set: { market: { choice: 0.9 } }
foundings:
  - name: Harbour schools # they asked for it
    week: 10
    size: 5
shocks: []
`;

type Plain = Record<string, unknown>;

function changed(text: string, edit: (plain: Plain) => void): { target: Scenario; patched: string } {
  const plain = structuredClone(plainScenario(scenario(text))) as Plain;
  edit(plain);
  const target = checkScenario(plain).scenario;
  if (target === null) throw new Error('the edit is not allowed');
  const patched = patchScenario(text, target);
  expect(plainScenario(scenario(patched))).toEqual(plainScenario(target));
  return { target, patched };
}

/** Lines of the one that the other does not have. */
function difference(before: string, after: string): { out: string[]; in: string[] } {
  const [p, q] = [before.split('\n'), after.split('\n')];
  return { out: p.filter((line) => !q.includes(line)), in: q.filter((line) => !p.includes(line)) };
}

const set = (plain: Plain, group: string, values: Plain) => {
  plain[group] = { ...(plain[group] as Plain | undefined), ...values };
};

describe('a text changed by the form', () => {
  test('changes one value where it stands and keeps the comment beside it', () => {
    const { patched } = changed(WRITTEN, (plain) => set(plain, 'market', { choice: 0.45 }));
    expect(difference(WRITTEN, patched)).toEqual({
      out: ['  choice: 0.3        # survey of 2019'],
      in: ['  choice: 0.45        # survey of 2019'],
    });
  });

  test('takes a new setting into its group, or a new group in its place', () => {
    const { patched } = changed(WRITTEN, (plain) => {
      set(plain, 'market', { faith: 0.8 });
      set(plain, 'authority', { stance: 'directing' });
    });
    expect(difference(WRITTEN, patched)).toEqual({
      out: [],
      in: ['  faith: 0.8', 'authority:', '  stance: directing'],
    });
    expect(patched.indexOf('authority:')).toBeGreaterThan(patched.indexOf('market:'));
    expect(patched.indexOf('authority:')).toBeLessThan(patched.indexOf('timeline:'));
  });

  test('loses the line of a setting that is as usual again, and the group with its last one', () => {
    const { patched } = changed(WRITTEN, (plain) => {
      delete (plain.market as Plain).leaving;
      delete plain.accountability;
    });
    expect(difference(WRITTEN, patched)).toEqual({
      out: ['  leaving: 0.4', 'accountability: {pressure: 0.9, stakes: 0.8}'],
      in: [],
    });
  });

  test('keeps the dated changes that stay, whatever becomes of the others', () => {
    const { patched } = changed(WRITTEN, (plain) => {
      plain.timeline = [...(plain.timeline as Plain[]), { week: 117, set: { market: { choice: 1 } } }];
    });
    const { out, in: put } = difference(WRITTEN, patched);
    expect(out).toEqual([]);
    expect(put.join('\n')).toBe('  - week: 117\n        choice: 1');
    const fewer = changed(WRITTEN, (plain) => {
      plain.timeline = (plain.timeline as Plain[]).slice(0, 2);
    });
    expect(difference(WRITTEN, fewer.patched)).toEqual({
      out: ['  - week: 78', '    set: { market: { choice: 0.9 } }'],
      in: [],
    });
  });

  test('changes a founding, its title and its years where they stand', () => {
    const { patched } = changed(WRITTEN, (plain) => {
      plain.foundings = [{ ...(plain.foundings as Plain[])[0], size: 7, form: 'hard federation' }];
      plain.title = 'Our county';
      plain.years = 12;
    });
    expect(difference(WRITTEN, patched)).toEqual({
      out: ['title: My county   # working title', '    size: 5'],
      in: ['title: Our county   # working title', 'years: 12', '    size: 7', '    form: hard federation'],
    });
  });

  test('keeps Windows line ends, and a last line without one', () => {
    const text = 'title: T\r\nmarket:\r\n  choice: 0.4';
    const { patched } = changed(text, (plain) => set(plain, 'market', { faith: 0.8 }));
    expect(patched).toBe('title: T\r\nmarket:\r\n  choice: 0.4\r\n  faith: 0.8\r\n');
  });

  test('that says the same already is left as it is; one that is no scenario is written anew', () => {
    const same = scenario(WRITTEN);
    expect(patchScenario(WRITTEN, same)).toBe(WRITTEN);
    expect(patchScenario('title: [', same)).toBe(writeScenario(same));
  });

  test('reads as what it was changed to, between any two scenarios of the library', () => {
    const folder = join(root, 'scenarios');
    const texts = readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const all = texts.map((text) => ({ text: `# mine\n${text}`, scenario: scenario(text) }));
    let anew = 0;
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.constantFrom(...all), (from, to) => {
        const patched = patchScenario(from.text, to.scenario);
        if (!patched.startsWith('# mine')) anew++;
        const read = readScenario(patched, 'patched.yaml');
        return read.scenario !== null && same(plainScenario(read.scenario), plainScenario(to.scenario));
      }),
      { numRuns: 300, seed: 5 },
    );
    expect(anew).toBe(0);
  });
});
