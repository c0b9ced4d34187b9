import { type Problem, printable } from '../../sim/index.ts';
import { Checker, type Path } from '../sweep/checker.ts';
import type { KeyNumber } from '../sweep/keys.ts';
import { type DimensionKey, dimensions } from './dimensions.ts';
import { type GoalKey, goals, type TimeScale, timeScales } from './goals.ts';

/** Where a partnership stands, or wants to stand: a step of every dimension, its goals, and on what evidence (G). */
export interface Stand {
  /** Of each goal the time scales of what is done about it; in the order of `timeScales`. */
  readonly goals: Readonly<Record<GoalKey, readonly TimeScale[]>>;
  /** Key of the step of each dimension. */
  readonly steps: Readonly<Record<DimensionKey, string>>;
  /** What says so, '' where nothing is stated. */
  readonly evidence: Readonly<Record<Part, string>>;
}

/** What can differ between two stands: a dimension, or the goals. */
export type Part = DimensionKey | 'goals';

export const sides = ['now', 'wanted'] as const;
export type PlacementSide = (typeof sides)[number];

export interface Placement {
  readonly name: string;
  readonly district: { readonly schools: number; readonly deprivation: number };
  readonly now: Stand;
  readonly wanted: Stand;
}

export const PLACEMENT_VERSION = 1;
export const LONGEST_EVIDENCE = 400;
export const LONGEST_NAME = 60;

/** A district holds the largest partnership at least, and few enough schools for the page to run it many times. */
export const DISTRICT = {
  schools: {
    kind: 'number',
    doc: 'Schools in the district.',
    default: 30,
    min: 15,
    max: 120,
    integer: true,
  },
  deprivation: {
    kind: 'number',
    doc: 'Share of pupils of low means.',
    default: 0.22,
    min: 0,
    max: 0.9,
    integer: false,
  },
} as const satisfies Readonly<Record<string, KeyNumber>>;

export const parts: readonly { readonly key: Part; readonly name: string }[] = [
  { key: 'goals', name: 'Goals and time scale' },
  ...dimensions,
];

export function nameOf(part: Part): string {
  return parts.find(({ key }) => key === part)?.name ?? part;
}

/** Where one begins: what comes nearest to the defaults of the model, now and wanted alike, and nothing stated. */
export function blank(): Placement {
  const stand: Stand = {
    goals: { improvement: ['medium'], opportunities: [], resources: [] },
    steps: {
      voluntarism: 'wish',
      power: 'mixed',
      density: 'many',
      external: 'none',
      timeFrame: 'open',
      spread: 'area',
      schools: 'five',
      direction: 'between',
      diffuseness: 'loose',
      formality: 'trust',
    },
    evidence: withoutEvidence(),
  };
  const { schools, deprivation } = DISTRICT;
  return {
    name: 'Our partnership',
    district: { schools: schools.default, deprivation: deprivation.default },
    now: stand,
    wanted: stand,
  };
}

function withoutEvidence(): Record<Part, string> {
  return Object.fromEntries(parts.map(({ key }) => [key, ''])) as Record<Part, string>;
}

export function sameGoals(a: Stand, b: Stand): boolean {
  return goals.every(({ key }) =>
    timeScales.every((t) => a.goals[key].includes(t) === b.goals[key].includes(t)),
  );
}

/** Where the two stands differ, goals first, then in the order of the dimensions. */
export function differing({ now, wanted }: Pick<Placement, PlacementSide>): Part[] {
  return parts
    .map(({ key }) => key)
    .filter((key) => (key === 'goals' ? !sameGoals(now, wanted) : now.steps[key] !== wanted.steps[key]));
}

/** `from` with these parts as they are in `to`. */
export function moved(from: Stand, to: Stand, changed: readonly Part[]): Stand {
  const steps = { ...from.steps };
  for (const part of changed) if (part !== 'goals') steps[part] = to.steps[part];
  return { ...from, steps, goals: changed.includes('goals') ? to.goals : from.goals };
}

/** As it stands in a file. */
export function plainPlacement({ name, district, now, wanted }: Placement): Record<string, unknown> {
  const stand = ({ goals: chosen, steps, evidence }: Stand) => ({
    goals: Object.fromEntries(goals.map(({ key }) => [key, [...chosen[key]]])),
    ...Object.fromEntries(dimensions.map(({ key }) => [key, steps[key]])),
    evidence: Object.fromEntries(
      parts.flatMap(({ key }) => (evidence[key].trim() === '' ? [] : [[key, evidence[key].trim()]])),
    ),
  });
  return {
    placement: PLACEMENT_VERSION,
    name,
    district: { ...district },
    now: stand(now),
    wanted: stand(wanted),
  };
}

const KEYS = ['placement', 'name', 'district', ...sides];
const STAND_KEYS = ['goals', ...dimensions.map(({ key }) => key), 'evidence'];

/** Turns a plain object, as read from a file, into a placement, or says all that is wrong with it. */
export function checkPlacement(
  plain: unknown,
): { value: Placement; problems: readonly [] } | { value: null; problems: readonly Problem[] } {
  const check = new Checker();
  const root = check.object(plain, [], KEYS);
  if (root.placement !== PLACEMENT_VERSION)
    check.fail(['placement'], 'not a version that is known', root.placement, String(PLACEMENT_VERSION));
  const district = check.object(root.district, ['district'], Object.keys(DISTRICT));
  const placement: Placement = {
    name: check.line(root.name, ['name'], LONGEST_NAME, null),
    district: {
      schools: check.amount(district.schools, ['district', 'schools'], DISTRICT.schools),
      deprivation: check.amount(district.deprivation, ['district', 'deprivation'], DISTRICT.deprivation),
    },
    now: readStand(check, root.now, ['now']),
    wanted: readStand(check, root.wanted, ['wanted']),
  };
  return check.problems.length > 0
    ? { value: null, problems: check.problems }
    : { value: placement, problems: [] };
}

function readStand(check: Checker, value: unknown, path: Path): Stand {
  const object = check.object(value, path, STAND_KEYS);
  const chosen = check.object(
    object.goals,
    [...path, 'goals'],
    goals.map(({ key }) => key),
  );
  const steps = dimensions.map(({ key, steps }) => {
    const words = steps.map((step) => step.key);
    return [key, check.word<string>(object[key], [...path, key], words, 'step') ?? words[0]];
  });
  return {
    goals: Object.fromEntries(
      goals.map(({ key }) => [key, readScales(check, chosen[key], [...path, 'goals', key])]),
    ) as Stand['goals'],
    steps: Object.fromEntries(steps) as Stand['steps'],
    evidence: readEvidence(check, object.evidence, [...path, 'evidence']),
  };
}

function readScales(check: Checker, value: unknown, path: Path): readonly TimeScale[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    check.fail(path, 'expected a list', value, `a list of ${timeScales.join(', ')}`);
    return [];
  }
  const named = value.map((one, i) => check.word(one, [...path, i], timeScales, 'time scale'));
  check.once(value, (i) => [...path, i], 'each once');
  return timeScales.filter((scale) => named.includes(scale));
}

function readEvidence(check: Checker, value: unknown, path: Path): Stand['evidence'] {
  const evidence = withoutEvidence();
  if (value === undefined) return evidence;
  const keys = parts.map(({ key }) => key);
  const object = check.object(value, path, keys);
  for (const key of keys)
    if (Object.hasOwn(object, key))
      evidence[key] = check.line(object[key], [...path, key], LONGEST_EVIDENCE, '');
  return evidence;
}

/** Why a text cannot be stated as evidence or as a name, or ''. */
export function troubleWith(text: string, longest: number): string {
  if (text.length > longest) return `At most ${longest} characters; there are ${text.length}.`;
  return printable(text) ? '' : 'It holds characters that cannot be printed.';
}
