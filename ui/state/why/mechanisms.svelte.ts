/** Mechanisms switched off in both scenarios, one after the other: what is run, and what it has come to. */
import { byShare, type Share, shareCarried } from '../../../analysis/explain/shares.ts';
import { switches } from '../../../analysis/explain/switch-list.ts';
import { isOff, type Switch, withoutMechanism } from '../../../analysis/explain/switches.ts';
import { meanInterval } from '../../../analysis/interval.ts';
import type { Scenario } from '../../../sim/index.ts';
import type { Pool } from '../../worker/client.ts';
import type { Subject } from './subject.ts';
import { type Trial, Trials } from './trials.svelte.ts';

/** Enough for an interval, and few enough for one to wait for. */
const FIRST_PAIRS = 5;
/** So many mechanisms go on over all pairs: those that moved the difference most under the first. */
export const GOING_ON = 10;

export interface MechanismRow {
  readonly one: Switch;
  readonly title: string;
  readonly share: Share;
}

/** Outcomes by switch and pair. */
interface Found {
  readonly a: (Float64Array | undefined)[];
  readonly b: (Float64Array | undefined)[];
}

export class Mechanisms {
  readonly trials: Trials;
  /** What the outcomes were made of. */
  subject = $state.raw<Subject | null>(null);
  pairs = $state(FIRST_PAIRS);
  /** Keys of the switches that are not to be tried. */
  left = $state.raw<ReadonlySet<string>>(new Set());
  #found = new Map<string, Found>();

  constructor(pool: Pool) {
    this.trials = new Trials(pool);
  }

  /** Those at work in one of the two at least; the others are off already, and can carry nothing. */
  static atWork({ a, b }: Subject): Switch[] {
    return switches.filter((one) => !isOff(a.scenario, one) || !isOff(b.scenario, one));
  }

  choose(key: string, chosen: boolean): void {
    const left = new Set(this.left);
    if (chosen) left.delete(key);
    else left.add(key);
    this.left = left;
  }

  chosen(subject: Subject): Switch[] {
    return Mechanisms.atWork(subject).filter(({ key }) => !this.left.has(key));
  }

  /** Runs that there are to make, at most. */
  runsFor(subject: Subject): number {
    const chosen = this.chosen(subject).length;
    const pairs = Math.min(this.pairs, subject.seeds.length);
    return 2 * (chosen + Math.min(GOING_ON, chosen) * Math.max(0, pairs - 1));
  }

  /**
   * Every mechanism under the first pair, and those that moved the metric's difference most under all. What has been
   * run of the same comparison is not run again.
   */
  async run(subject: Subject, metric: number): Promise<void> {
    const chosen = this.chosen(subject);
    const pairs = Math.min(this.pairs, subject.seeds.length);
    if (this.subject?.signature !== subject.signature) this.#found = new Map();
    this.subject = subject;
    const rounds = [
      () => chosen.flatMap((one) => this.#trialsOf(subject, one, 0)),
      () => {
        const most = this.#moved(chosen, metric).slice(0, GOING_ON);
        const trials: Trial[] = [];
        for (let pair = 1; pair < pairs; pair++)
          for (const one of most) trials.push(...this.#trialsOf(subject, one, pair));
        return trials;
      },
    ];
    await this.trials.run(
      subject.years,
      [subject.a.scenario, subject.b.scenario],
      this.runsFor(subject),
      () => rounds.shift()?.() ?? null,
    );
  }

  /** By how much the first pair's difference moved, the furthest first. */
  #moved(chosen: readonly Switch[], metric: number): Switch[] {
    const rows = new Map(
      this.rows(metric, 1).map(({ one, share }) => [one, Math.abs(share.with - share.without)]),
    );
    return [...chosen].sort((p, q) => (rows.get(q) ?? 0) - (rows.get(p) ?? 0));
  }

  #trialsOf(subject: Subject, one: Switch, pair: number): Trial[] {
    const found = this.#found.get(one.key) ?? { a: [], b: [] };
    this.#found.set(one.key, found);
    const seed = subject.seeds[pair];
    const trial = (scenario: Scenario, into: (Float64Array | undefined)[]): Trial[] =>
      into[pair] !== undefined
        ? []
        : [
            {
              seed,
              scenario: () => withoutMechanism(scenario, one),
              done: (outcomes) => {
                into[pair] = outcomes;
              },
            },
          ];
    return [...trial(subject.a.scenario, found.a), ...trial(subject.b.scenario, found.b)];
  }

  /** The shares of the metric's difference by now, over `most` pairs at most, the most carried first. Read it again when `trials.version` rises. */
  rows(metric: number, most: number = Number.POSITIVE_INFINITY): MechanismRow[] {
    const { subject } = this;
    if (subject === null) return [];
    const differences = subject.outcomes.map(({ a, b }) => b[metric] - a[metric]);
    const whole = meanInterval(differences, 95);
    const clear = whole === null || whole[0] > 0 || whole[1] < 0;
    const rows = switches.flatMap((one): MechanismRow[] => {
      const found = this.#found.get(one.key);
      if (found === undefined) return [];
      const pairs = subject.seeds.flatMap((_, i) =>
        found.a[i] === undefined || found.b[i] === undefined || i >= most ? [] : [i],
      );
      if (pairs.length === 0) return [];
      const of = (lists: (i: number) => Float64Array) => pairs.map((i) => lists(i)[metric]);
      const share = shareCarried({
        a: of((i) => subject.outcomes[i].a),
        b: of((i) => subject.outcomes[i].b),
        offA: of((i) => found.a[i] as Float64Array),
        offB: of((i) => found.b[i] as Float64Array),
      });
      // One pair has no interval of its own to tell whether there is a difference to share out.
      return [{ one, title: one.title, share: clear ? share : { ...share, share: null, interval: null } }];
    });
    return byShare(rows);
  }
}
