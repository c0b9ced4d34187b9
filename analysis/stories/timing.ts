import type { Story } from './story.ts';

/**
 * The clock of a session. It counts the time of each step, so that going back and forth spoils nothing. Times are
 * milliseconds; `now` comes from any clock that two windows of one machine share.
 */
export interface Timing {
  /** When the time that runs began; null while the clock stands. */
  readonly since: number | null;
  /** Spent on each step before that, by its place. */
  readonly spent: readonly number[];
}

/** Time that was spent and time that is planned for it, in milliseconds. */
export interface Span {
  readonly spent: number;
  readonly planned: number;
}

export interface Times {
  readonly step: Span;
  /** The whole session: what the story says it takes. */
  readonly all: Span;
  /** What was planned up to the end of this step, for which `all.spent` was used so far. */
  readonly due: number;
}

const MINUTE = 60_000;

export function stopped(story: Story): Timing {
  return { since: null, spent: story.steps.map(() => 0) };
}

export function startedAt(timing: Timing, now: number): Timing {
  return timing.since === null ? { ...timing, since: now } : timing;
}

/** The clock stands from `now` on; `step` is the one it ran for. */
export function pausedAt(timing: Timing, step: number, now: number): Timing {
  return { since: null, spent: withRunning(timing, step, now) };
}

/** `from` is left at `now`: what runs from then on is another step's. */
export function movedOn(timing: Timing, from: number, now: number): Timing {
  return timing.since === null ? timing : { since: now, spent: withRunning(timing, from, now) };
}

export function timesOf(timing: Timing, { steps, minutes }: Story, step: number, now: number): Times {
  const spent = withRunning(timing, step, now);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const planned = steps.map((one) => one.minutes * MINUTE);
  return {
    step: { spent: spent[step], planned: planned[step] },
    all: { spent: sum(spent), planned: minutes * MINUTE },
    due: sum(planned.slice(0, step + 1)),
  };
}

function withRunning({ since, spent }: Timing, step: number, now: number): number[] {
  // A clock that was set back takes nothing away.
  const running = since === null ? 0 : Math.max(0, now - since);
  return spent.map((time, i) => (i === step ? time + running : time));
}

/** `4:05`, and `1:04:05` from an hour on; part of a second is left out. */
export function clockText(time: number): string {
  const seconds = Math.floor(time / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Whether the session is behind its plan, in words that change once a minute and can be read out. */
export function paceText({ step, all, due }: Times): string {
  const over = (span: Span) => Math.floor((span.spent - span.planned) / MINUTE);
  const said = (minutes: number) => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  if (all.spent >= all.planned) {
    return over(all) === 0 ? 'The time of the session is up.' : `The session is over by ${said(over(all))}.`;
  }
  const late = Math.floor((all.spent - due) / MINUTE);
  if (late >= 1) return `Behind the plan by ${said(late)}.`;
  if (step.spent >= step.planned) {
    const time = over(step) === 0 ? 'is up' : `is over by ${said(over(step))}`;
    return `The time of this step ${time}; the session is within its plan.`;
  }
  return 'Within the plan.';
}

/** When each step begins and ends by the plan, in whole minutes from the start. */
export function timetable({ steps }: Story): { readonly from: number; readonly to: number }[] {
  let at = 0;
  return steps.map(({ minutes }) => {
    const from = at;
    at += minutes;
    return { from, to: at };
  });
}
