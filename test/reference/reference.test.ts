/**
 * A slow and obvious second implementation of each rule agrees with the model, bit by bit, on 1,000 random states
 * a rule; and a step writes what its mechanism says it writes, and nothing else.
 */
import { describe, expect, test } from 'vitest';
import { type ColumnName, columnNames, columns, restoreState } from '../../sim/state.ts';
import * as steps from '../../sim/week.ts';
import type { Rule } from './rule.ts';
import { files } from './rules.ts';
import { type Case, caseOf, contactColumns, firstDifference, rewind, twin } from './state.ts';
import { World } from './world.ts';

const STATES = 1000;
const lasting = columnNames.filter((name) => !columns[name].transient);

/** Steps of week.ts without a second implementation. The list may only grow shorter. */
const WITHOUT: readonly string[] = [];

interface Prepared {
  readonly one: Case;
  readonly world: World;
  /** What the columns held before, by name, as bytes. */
  readonly before: Map<string, Uint8Array>;
}

const cases: Prepared[] = Array.from({ length: STATES }, (_, seed) => {
  const one = caseOf(seed);
  const { model, week } = one;
  const world = new World(twin(model.state), model.parameters, model.draw, week, model.scenario);
  const before = new Map(
    lasting.map((name) => {
      const { byteOffset, byteLength } = model.state[name];
      return [name, new Uint8Array(one.before, byteOffset, byteLength)];
    }),
  );
  return { one, world, before };
});

const bytes = (array: ArrayBufferView) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

/** Runs both on one state; what they disagree on is thrown, what the model changed is added to `changed`. */
function tryOn({ one, world, before }: Prepared, rule: Rule, changed: Set<string>): void {
  const { model, week } = one;
  rewind(one, rule.onlyAcross === true);
  const given = rule.real(model, week);
  restoreState(world.s, one.before);
  for (const name of contactColumns) world.s[name].set(one.rows[name] as never);
  world.week = week;
  world.inHand = rule.onlyAcross ? one.across : one.inHand;
  const naive = rule.naive(world);
  const where = `state ${one.seed}`;
  expect(naive, where).toEqual(given);
  const same = bytes(new Uint8Array(model.state.buffer)).equals(new Uint8Array(world.s.buffer));
  const compared = [...(same ? [] : lasting), ...(rule.contacts ? contactColumns : [])];
  for (const name of compared) {
    const at = firstDifference(name, model.state[name], world.s[name], rule.ulps ?? 0);
    if (at >= 0) {
      throw new Error(
        `${where}: ${name}[${at}] is ${model.state[name][at]}, by the second implementation ${world.s[name][at]}`,
      );
    }
  }
  for (const name of lasting) {
    const old = before.get(name);
    if (old === undefined || bytes(model.state[name]).equals(old)) continue;
    changed.add(name);
    inRange(name, model.state[name], where);
  }
  if (!rule.contacts) return;
  for (const name of contactColumns) {
    if (bytes(model.state[name]).equals(bytes(one.rows[name]))) continue;
    changed.add(name);
  }
}

/** Every number of a column that was written is finite and where its declaration says. */
function inRange(name: ColumnName, values: ArrayLike<number>, where: string): void {
  const { min, max } = columns[name];
  for (let i = 0; i < values.length; i++) {
    // Rounding alone may lead past an end by less than this.
    if (!(values[i] >= min - 1e-12 && values[i] <= max + 1e-12) || !Number.isFinite(values[i])) {
      throw new Error(`${where}: ${name}[${i}] is ${values[i]}, outside ${min} to ${max}`);
    }
  }
}

describe.each(Object.entries(files))('%s', (_, { rules, spared = [] }) => {
  const changedByAll = new Set<string>();
  test.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    const changed = new Set<string>();
    for (const prepared of cases) tryOn(prepared, rule, changed);
    for (const name of changed) changedByAll.add(name);
    expect(
      [...changed].filter((name) => !rule.writes.includes(name)),
      'written, not declared',
    ).toEqual([]);
  });

  test('writes all that it declares', () => {
    const declared = new Set(rules.flatMap(({ writes }) => writes));
    expect([...declared].filter((name) => !changedByAll.has(name) && !spared.includes(name))).toEqual([]);
  });
});

test('every step has a second implementation, but for those named', () => {
  const named = [...steps.contact, ...steps.week, ...steps.term, ...steps.year].map(([name]) => name);
  const known = new Set(Object.values(files).flatMap(({ rules }) => rules.map(({ name }) => name)));
  expect(named.filter((name) => !known.has(name)).sort()).toEqual([...WITHOUT].sort());
});
