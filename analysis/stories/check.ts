import { type MetricKey, metrics, type Problem, WEEKS_A_TERM, WEEKS_A_YEAR } from '../../sim/index.ts';
import { phraseOf } from '../sentence.ts';
import { checkSettings } from '../sweep/check-factors.ts';
import { Checker as BaseChecker, isMapping, type Path, type Plain } from '../sweep/checker.ts';
import type { KeyNumber } from '../sweep/keys.ts';
import {
  asks,
  LONGEST,
  MOST_QUESTIONS,
  MOST_SHOWN,
  MOST_SIDES,
  OPTIONS,
  questionKeys,
  STEPS,
  shows,
  sideKeys,
  stepKeys,
  storyKeys,
} from './keys.ts';
import {
  type Ask,
  SCHOOL_PICKS,
  type Show,
  type Story,
  type StoryQuestion,
  type StorySide,
  type StoryStep,
  sidesOf,
} from './story.ts';

const METRICS = metrics.map(({ key }) => key);
const SEEKS = ['highest', 'lowest'] as const;

/** Reads the parts of a story; knows the names of its sides and the length of its runs. */
class Checker extends BaseChecker {
  names: readonly string[] = [];
  years = 1;

  metric(value: unknown, path: Path): MetricKey {
    return this.word(value, path, METRICS, 'metric') ?? METRICS[0];
  }

  /** The place of a side by its name. */
  side(value: unknown, path: Path, fallback: number): number {
    if (value === undefined) return fallback;
    const name = this.word(value, path, this.names, 'side');
    return name === null ? 0 : this.names.indexOf(name);
  }

  sides(value: unknown, path: Path, fallback: readonly number[], few: number, many: number): number[] {
    if (value === undefined) return [...fallback];
    const found = this.few(value, path, few, many, 'names of sides').map((name, i) =>
      this.side(name, [...path, i], 0),
    );
    this.once(found, (i) => [...path, i], 'each side once');
    return found;
  }

  /** A list of so many things. */
  few(value: unknown, path: Path, least: number, most: number, what: string): readonly unknown[] {
    const list = this.list(value, path, `${least} to ${most} ${what}`);
    if (list.length > 0 && (list.length < least || list.length > most))
      this.fail(path, `${list.length < least ? 'too few' : 'too many'} ${what}`, list, `${least} to ${most}`);
    return list.slice(0, most);
  }

  whole(value: unknown, path: Path, min: number, max: number, fallback: number): number {
    const key: KeyNumber = { kind: 'number', min, max, integer: true, default: fallback, doc: '' };
    return this.amount(value, path, key);
  }

  span(value: unknown, path: Path): number {
    return this.whole(value, path, 1, this.years, this.years);
  }

  week(value: unknown, path: Path): number {
    const last = this.years * WEEKS_A_YEAR;
    const week = this.whole(value, path, 0, last, last);
    if (week % WEEKS_A_TERM !== 0)
      this.fail(
        path,
        'not the end of a term',
        week,
        `0, ${WEEKS_A_TERM}, ${2 * WEEKS_A_TERM} and so on to ${last}`,
      );
    return week;
  }
}

/** Turns a plain object, as read from YAML, into a story, or says all that is wrong with it. */
export function checkStory(
  plain: unknown,
): { value: Story; problems: readonly [] } | { value: null; problems: readonly Problem[] } {
  const check = new Checker();
  const root = check.object(plain, [], Object.keys(storyKeys));
  check.years = check.amount(root.years, ['years'], storyKeys.years);
  const sides = checkSides(check, root.sides);
  const story: Story = {
    title: check.line(root.title, ['title'], LONGEST.title, null),
    about: check.line(root.about, ['about'], LONGEST.about, null),
    source: check.line(root.source, ['source'], LONGEST.source, null),
    minutes: check.amount(root.minutes, ['minutes'], storyKeys.minutes),
    years: check.years,
    seeds: check.amount(root.seeds, ['seeds'], storyKeys.seeds),
    sides,
    steps: check
      .few(root.steps, ['steps'], STEPS.fewest, STEPS.most, 'steps')
      .map((step, i) => checkStep(check, step, ['steps', i])),
    before: checkQuestions(check, root.before, ['before']),
    after: checkQuestions(check, root.after, ['after']),
  };
  const used = new Set(story.steps.flatMap((step) => sidesOf(step)));
  if (check.problems.length === 0)
    sides.forEach(({ name }, i) => {
      if (!used.has(i)) check.fail(['sides', i], 'in no step', name, 'sides that a step shows or asks about');
    });
  const minutes = story.steps.reduce((sum, step) => sum + step.minutes, 0);
  if (check.problems.length === 0 && minutes > story.minutes)
    check.fail(['minutes'], `the steps take ${minutes} minutes`, story.minutes, `${minutes} or more`);
  if (check.problems.length > 0) return { value: null, problems: check.problems };
  return { value: story, problems: [] };
}

function checkSides(check: Checker, value: unknown): StorySide[] {
  const sides = check.few(value, ['sides'], 1, MOST_SIDES, 'sides').map((entry, i): StorySide => {
    const path = ['sides', i];
    const object = check.object(entry, path, Object.keys(sideKeys));
    return {
      name: check.line(object.name, [...path, 'name'], LONGEST.name, null),
      scenario: check.line(object.scenario, [...path, 'scenario'], LONGEST.title, null),
      set: checkSettings(check, object.set, [...path, 'set']),
    };
  });
  check.names = sides.map(({ name }) => name);
  check.once(check.names, (i) => ['sides', i, 'name'], 'each side once');
  return sides;
}

function checkStep(check: Checker, entry: unknown, path: Path): StoryStep {
  const object = check.object(entry, path, Object.keys(stepKeys));
  const at = (key: keyof typeof stepKeys) => [...path, key];
  const all = check.names.map((_, i) => i);
  const of = check.sides(object.of, at('of'), all.slice(0, MOST_SHOWN), 1, MOST_SHOWN);
  return {
    title: check.line(object.title, at('title'), LONGEST.title, null),
    text: check.line(object.text, at('text'), LONGEST.text, null),
    source: check.line(object.source, at('source'), LONGEST.source, ''),
    minutes: check.amount(object.minutes, at('minutes'), stepKeys.minutes),
    of,
    show: checkShow(check, object.show, at('show'), of),
    ask: object.ask === undefined ? null : checkAsk(check, object.ask, at('ask'), of),
    notes: check.line(object.notes, at('notes'), LONGEST.text, ''),
    questions:
      object.questions === undefined
        ? []
        : check
            .few(object.questions, at('questions'), 1, MOST_QUESTIONS, 'questions')
            .map((text, i) => check.line(text, [...at('questions'), i], LONGEST.line, null)),
  };
}

/** The mapping at `path` with the keys of its kind; null where there is no such kind. */
function ofKind<K extends string>(
  check: Checker,
  value: unknown,
  path: Path,
  kinds: Readonly<Record<K, { readonly keys: object }>>,
): { kind: K; object: Plain } | null {
  const names = Object.keys(kinds) as K[];
  if (!isMapping(value)) {
    check.fail(path, value === undefined ? 'missing' : 'expected a mapping', value, 'a mapping with `kind`');
    return null;
  }
  const kind = check.word(value.kind, [...path, 'kind'], names, 'kind');
  if (kind === null) return null;
  return { kind, object: check.object(value, path, ['kind', ...Object.keys(kinds[kind].keys)]) };
}

function checkShow(check: Checker, value: unknown, path: Path, of: readonly number[]): Show {
  const found = ofKind(check, value, path, shows);
  if (found === null) return { kind: 'stages', years: 1 };
  const { kind, object } = found;
  const at = (key: string) => [...path, key];
  const years = () => check.span(object.years, at('years'));
  const week = () => check.week(object.week, at('week'));
  const metric = () => check.metric(object.metric, at('metric'));
  const side = () => check.side(object.side, at('side'), of.at(-1) ?? 0);
  switch (kind) {
    case 'difference':
      if (of.length < 2)
        check.fail(
          at('kind'),
          'a difference of one side',
          kind,
          'two sides or more under `of`, or another kind',
        );
      return { kind, metric: metric(), years: years() };
    case 'runs':
      return { kind, metric: metric(), years: years() };
    case 'stages':
      return { kind, years: years() };
    case 'map':
    case 'network':
      return { kind, week: week() };
    case 'school': {
      const { pick = 'best connected' } = object;
      const picked = check.word(pick, at('pick'), SCHOOL_PICKS, 'way to pick a school');
      return { kind, pick: picked ?? 'best connected', side: side(), week: week() };
    }
    case 'relation':
      return { kind, side: side(), week: week() };
    case 'table': {
      const keys = check
        .few(object.metrics, at('metrics'), 1, 8, 'metrics')
        .map((name, i) => check.metric(name, [...at('metrics'), i]));
      check.once(keys, (i) => [...at('metrics'), i], 'each metric once');
      return { kind, metrics: keys, years: years() };
    }
    case 'sandbox':
      return { kind, metric: metric() };
  }
}

function checkAsk(check: Checker, value: unknown, path: Path, of: readonly number[]): Ask | null {
  const found = ofKind(check, value, path, asks);
  if (found === null) return null;
  const { kind, object } = found;
  const at = (key: string) => [...path, key];
  const question = (made: string) => check.line(object.question, at('question'), LONGEST.line, made);
  const side = () => check.side(object.side, at('side'), of.at(-1) ?? 0);
  const name = (place: number) => check.names[place] ?? '';
  if (kind === 'stage') {
    const [of, years] = [side(), check.span(object.years, at('years'))];
    const made = `Under ${name(of)}, in which stage are most pairs of schools in contact after ${span(years)}?`;
    return { kind, question: question(made), side: of, years };
  }
  const metric = check.metric(object.metric, at('metric'));
  const about = subjectOf(metric);
  switch (kind) {
    case 'curve': {
      const drawn = side();
      const given = check.sides(object.given, at('given'), [], 1, MOST_SHOWN - 1);
      if (given.includes(drawn))
        check.fail(at('given'), 'given away', name(drawn), 'sides other than the one that is drawn');
      const range = checkRange(check, object.range, at('range'), metric);
      return {
        kind,
        question: question(`Draw ${about} under ${name(drawn)}.`),
        metric,
        side: drawn,
        given,
        range,
      };
    }
    case 'difference': {
      const years = check.span(object.years, at('years'));
      const before = check.problems.length;
      const [that, than] = [side(), check.side(object.than, at('than'), of[0] ?? 0)];
      if (that === than && check.problems.length === before)
        check.fail(at('than'), 'a side held against itself', name(than), 'another side');
      const made = `After ${span(years)}, is ${about} higher or lower under ${name(that)} than under ${name(than)}?`;
      return { kind, question: question(made), metric, side: that, than, years };
    }
    case 'change': {
      const [that, years] = [side(), check.span(object.years, at('years'))];
      const from = check.whole(object.from, at('from'), 0, years - 1, 0);
      const start = from === 0 ? 'the start' : `the end of year ${from}`;
      const made = `Under ${name(that)}, does ${about} rise or fall from ${start} to the end of year ${years}?`;
      return { kind, question: question(made), metric, side: that, from, years };
    }
    case 'winner': {
      const { seek: sought = 'highest' } = object;
      const seek = check.word(sought, at('seek'), SEEKS, 'end') ?? 'highest';
      const years = check.span(object.years, at('years'));
      const all = check.names.map((_, i) => i);
      const among = check.sides(object.among, at('among'), all, 2, MOST_SIDES);
      if (object.among === undefined && all.length < 2)
        check.fail(at('kind'), 'nothing to choose from', kind, 'two sides or more');
      const made = `After ${span(years)}, under which of these is ${about} ${seek}?`;
      return { kind, question: question(made), metric, seek, among, years };
    }
  }
}

function checkRange(check: Checker, value: unknown, path: Path, key: MetricKey): readonly [number, number] {
  const { min, max } = metrics.find((one) => one.key === key) ?? metrics[0];
  if (value === undefined) return [min, max];
  const [low = min, high = max] = check
    .few(value, path, 2, 2, 'numbers')
    .map((end, i) => check.number(end, [...path, i], null));
  if (low >= min && high <= max && low < high) return [low, high];
  check.fail(path, 'no range of the metric', value, `two rising numbers from ${min} to ${max}`);
  return [min, max];
}

function subjectOf(key: MetricKey): string {
  const metric = metrics.find((one) => one.key === key) ?? metrics[0];
  return phraseOf(metric).subject;
}

function span(years: number): string {
  return years === 1 ? '1 year' : `${years} years`;
}

function checkQuestions(check: Checker, value: unknown, path: Path): StoryQuestion[] {
  if (value === undefined) return [];
  return check.few(value, path, 1, MOST_QUESTIONS, 'questions').map((entry, i): StoryQuestion => {
    const here = [...path, i];
    const object = check.object(entry, here, Object.keys(questionKeys));
    const texts = (key: 'scale' | 'options', least: number, most: number) =>
      check
        .few(object[key], [...here, key], least, most, 'texts')
        .map((text, k) => check.line(text, [...here, key, k], LONGEST.line, null));
    const scaled = object.scale !== undefined;
    if (scaled === (object.options !== undefined))
      check.fail(
        here,
        scaled ? 'both a scale and options' : 'neither a scale nor options',
        entry,
        'one of the two',
      );
    const [low = '', high = ''] = scaled ? texts('scale', 2, 2) : [];
    const options =
      !scaled && object.options !== undefined ? texts('options', OPTIONS.fewest, OPTIONS.most) : [];
    check.once(options, (k) => [...here, 'options', k], 'each answer once');
    return {
      ask: check.line(object.ask, [...here, 'ask'], LONGEST.line, null),
      scale: scaled ? [low, high] : null,
      options,
    };
  });
}
