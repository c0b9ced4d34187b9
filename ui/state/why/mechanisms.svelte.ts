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
/** So many mechanisms go on: those that moved the difference most under a pair that is not counted for them. */
export const GOING_ON = 10;

export interface MechanismRow {
  readonly one: Switch;
  readonly title: string;
  /** It did not go on, and has only the pair that the others were picked on. */
  readonly passedOver: boolean;
  readonly share: Share;
}

/** Shares from -50 to 150 % have a place on drawings; what lies further off stands at the edge. */
export const LOW = -0.5;
const HIGH = 1.5;

/** Where a share lies, from 0 at the left to 1 at the right. */
export function placeOfShare(share: number): number {
  return (Math.min(HIGH, Math.max(LOW, share)) - LOW) / (HIGH - LOW);
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
  /** Keys of those that went on; null where all did, with no pair spent on picking them. */
  picked = $state.raw<ReadonlySet<string> | null>(null);
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

  /**
   * Which pairs are spent. Where there are more mechanisms than go on, they are picked on the comparison's last pair, which
   * is not counted for them: the luck that made them look strong must not be measured with them. A single pair cannot be
   * spared, and picks nothing.
   */
  spent(subject: Subject): { readonly picking: number | null; readonly counted: number } {
    const all = subject.seeds.length;
    const picking = this.chosen(subject).length > GOING_ON && all > 1 ? all - 1 : null;
    return { picking, counted: Math.min(this.pairs, picking ?? all) };
  }

  /** Runs that there are to make, at most. */
  runsFor(subject: Subject): number {
    const chosen = this.chosen(subject).length;
    const { picking, counted } = this.spent(subject);
    return 2 * (picking === null ? chosen * counted : chosen + GOING_ON * counted);
  }

  /**
   * Every mechanism under the pair that picks, and those that moved the metric's difference most under all that count. What
   * has been run of the same comparison is not run again.
   */
  async run(subject: Subject, metric: number): Promise<void> {
    const chosen = this.chosen(subject);
    const { picking, counted } = this.spent(subject);
    if (this.subject?.signature !== subject.signature) this.#found = new Map();
    this.subject = subject;
    this.picked = picking === null ? null : new Set();
    const pick = () => {
      if (picking === null) return chosen;
      const most = this.#moved(chosen, metric, picking).slice(0, GOING_ON);
      this.picked = new Set(most.map(({ key }) => key));
      return most;
    };
    const rounds: (() => Trial[])[] = [
      ...(picking === null ? [] : [() => chosen.flatMap((one) => this.#trialsOf(subject, one, picking))]),
      () => {
        const most = pick();
        const trials: Trial[] = [];
        for (let pair = 0; pair < counted; pair++)
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

  /** By how much the difference of a pair moved, the furthest first. */
  #moved(chosen: readonly Switch[], metric: number, pair: number): Switch[] {
    const { subject } = this;
    const moved = ({ key }: Switch) => {
      const found = this.#found.get(key);
      const [a, b] = [found?.a[pair], found?.b[pair]];
      if (subject === null || a === undefined || b === undefined) return 0;
      const usual = subject.outcomes[pair];
      return Math.abs(b[metric] - a[metric] - (usual.b[metric] - usual.a[metric]));
    };
    return [...chosen].sort((p, q) => moved(q) - moved(p));
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

  /**
   * The shares of the metric's difference by now, the most carried first: of those that went on over the pairs that
   * count, of the others over the pair that they were passed over on. Read it again when `trials.version` rises.
   */
  rows(metric: number): MechanismRow[] {
    const { subject, picked } = this;
    if (subject === null) return [];
    const last = subject.seeds.length - 1;
    const differences = subject.outcomes.map(({ a, b }) => b[metric] - a[metric]);
    const whole = meanInterval(differences, 95);
    const clear = whole === null || whole[0] > 0 || whole[1] < 0;
    const rows = switches.flatMap((one): MechanismRow[] => {
      const found = this.#found.get(one.key);
      if (found === undefined) return [];
      const counts = (pair: number) => picked === null || picked.has(one.key) === pair < last;
      const pairs = subject.seeds.flatMap((_, i) =>
        found.a[i] === undefined || found.b[i] === undefined || !counts(i) ? [] : [i],
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
      return [
        {
          one,
          title: one.title,
          passedOver: picked !== null && !picked.has(one.key),
          share: clear ? share : { ...share, share: null, interval: null },
        },
      ];
    });
    return byShare(rows);
  }
}
