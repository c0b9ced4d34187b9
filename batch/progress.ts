import cliProgress from 'cli-progress';
import { duration, rate } from './text.ts';

/** Tells how far a long job is, on stderr: stdout holds results only. */
export interface Progress {
  /** `done` may be a fraction of the unit; `failed` of them failed. */
  update(done: number, failed?: number): void;
  stop(): void;
}

const LOG_EVERY = 5; // seconds between lines in a log

export interface ProgressOptions {
  readonly total: number;
  /** What was done before: the rate is of what is done since. */
  readonly from?: number;
  /** What is counted, plural: "runs". */
  readonly unit: string;
  /** No lines in a log: another program reads the result. A terminal still gets its bar. */
  readonly quiet: boolean;
  readonly stream?: NodeJS.WriteStream;
  /** Seconds that pass; for tests. */
  readonly now?: () => number;
}

/** A bar with rate and time left on a terminal; in a log a line now and then, or nothing when quiet. */
export function startProgress(options: ProgressOptions): Progress {
  const stream = options.stream ?? process.stderr;
  if (stream.isTTY) return bar(options, stream);
  return options.quiet ? { update() {}, stop() {} } : lines(options, stream);
}

function bar(
  { total, unit, from = 0, now = seconds }: ProgressOptions,
  stream: NodeJS.WriteStream,
): Progress {
  const began = now();
  const bar = new cliProgress.SingleBar(
    {
      stream,
      format: `{bar} {shown} of {total} ${unit} | {rate} a second | {left} left{failures}`,
      hideCursor: true,
      clearOnComplete: true,
      linewrap: false,
      fps: 5,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, from, { shown: from, rate: '-', left: '-', failures: '' });
  return {
    update(done, failed = 0) {
      const { rate: perSecond, left } = pace(done, from, total, now() - began);
      bar.update(done, { shown: Math.floor(done), rate: perSecond, left, failures: failures(failed, ' | ') });
    },
    stop: () => bar.stop(),
  };
}

function lines(
  { total, unit, from = 0, now = seconds }: ProgressOptions,
  stream: NodeJS.WriteStream,
): Progress {
  const began = now();
  let last = began;
  return {
    update(done, failed = 0) {
      const time = now();
      if (time - last < LOG_EVERY || done >= total) return;
      last = time;
      const { rate: perSecond, left } = pace(done, from, total, time - began);
      const what = `${Math.floor(done)} of ${total} ${unit}, ${perSecond} a second, ${left} left`;
      stream.write(`${what}${failures(failed, ', ')}\n`);
    },
    stop() {},
  };
}

function failures(failed: number, before: string): string {
  return failed === 0 ? '' : `${before}${failed} failed`;
}

function pace(done: number, from: number, total: number, elapsed: number): { rate: string; left: string } {
  if (done <= from || elapsed <= 0) return { rate: '-', left: '-' };
  const perSecond = (done - from) / elapsed;
  return { rate: rate(perSecond), left: duration((total - done) / perSecond) };
}

function seconds(): number {
  return performance.now() / 1000;
}
