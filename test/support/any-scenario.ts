/** Scenarios drawn from the schema: any setting, dated changes, foundings, shocks and decisions. */
import fc from 'fast-check';
import {
  BY_HEADS,
  checkScenario,
  DECISIONS,
  founding,
  type GroupName,
  groups,
  type Parameter,
  type Parameters,
  type Scenario,
  shock,
} from '../../sim/index.ts';

/** Any valid value of a parameter, at its bounds more often than not. */
function anyValue(parameter: Parameter): fc.Arbitrary<number | string | boolean> {
  if (parameter.kind === 'flag') return fc.boolean();
  if (parameter.kind === 'choice') return fc.constantFrom(...parameter.options);
  const { min, max, integer } = parameter;
  const inside = integer
    ? fc.integer({ min, max })
    : fc.double({ min, max, noNaN: true }).map((x) => (Math.abs(x) < 1e-300 ? 0 : x));
  return fc.oneof(inside, fc.constantFrom(min, max, parameter.default));
}

/** Texts that YAML, JSON and shells like to take for something else. */
export const anyText = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength }),
      fc.constantFrom(
        ...['null', '012', '- a', 'a: b', '#x', ' x ', 'x\n\n y\n', '---', '[{', '*a', '&a', '!a', '%a'],
        ...[
          "'",
          '"',
          '\\',
          '\t',
          '\ufeffa',
          '\u2028',
          '<<',
          '0x1f',
          '~',
          '?',
          '|',
          '>',
          '$(x)',
          '`x`',
          '--set',
        ],
      ),
    )
    .filter((s) => s.length <= maxLength);

const paths = (Object.keys(groups) as GroupName[]).flatMap((group) =>
  Object.entries<Parameter>(groups[group].params).map(([name, parameter]) => ({ group, name, parameter })),
);

/** Up to `most` settings of those that `may` be set, as groups of values. */
function anySettings(most: number, may: (parameter: Parameter) => boolean) {
  const setting = fc
    .constantFrom(...paths.filter(({ parameter }) => may(parameter)))
    .chain(({ group, name, parameter }) => anyValue(parameter).map((value) => ({ group, name, value })));
  return fc.array(setting, { maxLength: most }).map((settings) => {
    const set: Record<string, Record<string, unknown>> = {};
    for (const { group, name, value } of settings) set[group] = { ...set[group], [name]: value };
    return set;
  });
}

const record = (parameters: Parameters, more: Record<string, fc.Arbitrary<unknown>>, required: string[]) =>
  fc.record(
    {
      ...Object.fromEntries(Object.entries(parameters).map(([key, one]) => [key, anyValue(one)])),
      ...more,
    } as Record<string, fc.Arbitrary<unknown>>,
    { requiredKeys: required },
  );

const ids = (minLength: number) => fc.uniqueArray(fc.nat(999_999), { minLength, maxLength: 5 });

interface Wanted {
  /** What is dated comes before this week. */
  weeks?: number;
  years?: fc.Arbitrary<number>;
  /** Most settings of it. */
  settings?: number;
  /** Whether foundings and shocks name schools, and decisions are taken, of schools that only some districts have. */
  named?: boolean;
  /** Settings that stay as they are given. */
  fixed?: Record<string, Record<string, unknown>>;
}

const school = fc.integer({ min: 1, max: 500_000 });

/** Of a head about another school, or of anybody about guarding and time. */
function anyDecision(week: fc.Arbitrary<number>) {
  const ofHead = fc
    .record({ week, school, kind: fc.constantFrom(...BY_HEADS), by: fc.integer({ min: 1, max: 500_000 }) })
    .map(({ by, ...rest }) => ({ ...rest, with: rest.school + by }));
  const rest = DECISIONS.slice(BY_HEADS.length);
  const ofAny = fc
    .record({
      week,
      school,
      post: fc.nat(999),
      kind: fc.constantFrom(...rest),
      hours: fc.integer({ min: -1, max: 20 }),
    })
    .map((one) => ({ ...one, hours: one.kind === 'spend time' ? one.hours : -1 }));
  return fc.oneof(ofHead, ofAny);
}

/** Everything of a scenario can occur. */
function anyPlain({
  weeks = 39,
  years = fc.integer({ min: 1, max: 50 }),
  settings = 40,
  named = true,
  fixed = {},
}: Wanted) {
  const week = fc.nat(weeks - 1);
  return fc
    .record({
      title: anyText(80),
      about: fc.option(anyText(300), { nil: undefined }),
      source: fc.option(anyText(80), { nil: undefined }),
      seed: fc.option(anyText(80), { nil: undefined }),
      years,
      set: anySettings(settings, () => true),
      timeline: fc.array(fc.record({ week, set: anySettings(2, ({ structural }) => structural !== true) }), {
        maxLength: 4,
      }),
      foundings: fc.array(
        record(founding, { week, name: anyText(80), ...(named ? { members: ids(2) } : {}) }, ['week']),
        {
          maxLength: 2,
        },
      ),
      shocks: fc.array(record(shock, { week, ...(named ? { schools: ids(1) } : {}) }, ['week']), {
        maxLength: 3,
      }),
      ...(named ? { decisions: fc.array(anyDecision(week), { maxLength: 4 }) } : {}),
    })
    .map(({ set, ...rest }) => {
      const plain: Record<string, unknown> = { ...rest, ...set };
      for (const key of Object.keys(plain)) if (plain[key] === undefined) delete plain[key];
      for (const [group, values] of Object.entries(fixed)) plain[group] = { ...set[group], ...values };
      return plain;
    });
}

/** A checked scenario, where the texts drawn are ones that a scenario may have. */
export const anyScenario = (wanted: Wanted = {}) =>
  anyPlain(wanted)
    .map((plain) => checkScenario(plain).scenario)
    .filter((scenario): scenario is Scenario => scenario !== null);
