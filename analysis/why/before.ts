import { EVENT, WEEKS_A_YEAR } from '../../sim/index.ts';
import type { Chronicle, Occurrence } from './chronicle.ts';

/**
 * Which recorded events an event is told with: those before it that happened to the same pair, to what binds them, to the
 * schools concerned, or to all. They came before it; whether they brought it about is not for a log to say.
 */

/** Events of a school that change what it can do with others. */
const OF_SCHOOLS: ReadonlySet<number> = new Set([
  EVENT.headLeft,
  EVENT.specialMeasures,
  EVENT.outOfSpecialMeasures,
  EVENT.closed,
  EVENT.fire,
  EVENT.fundingCut,
  EVENT.decided,
]);
/** What happens to the members of a collaborative is told with it for so many weeks. */
const RECENT = WEEKS_A_YEAR;

export interface Before {
  /** The latest of them, the oldest first. */
  readonly events: readonly Occurrence[];
  /** How many there are besides, earlier still. */
  readonly earlier: number;
}

export function before(chronicle: Chronicle, index: number, most = 10): Before {
  const event = chronicle.events[index];
  const concerns = test(chronicle, event);
  const found = chronicle.events.slice(0, index).filter((one) => concerns(one));
  return { events: found.slice(-most), earlier: Math.max(0, found.length - most) };
}

function test(chronicle: Chronicle, event: Occurrence): (one: Occurrence) => boolean {
  const policy = (one: Occurrence) => one.kind === EVENT.policyChanged && one.week > 0;
  if (event.other >= 0) {
    const shared = sharedBy(chronicle, event);
    const pair = [event.a, event.other];
    return (one) =>
      policy(one) ||
      (one.other >= 0 && pair.includes(one.a) && pair.includes(one.other)) ||
      (OF_SCHOOLS.has(one.kind) && pair.includes(one.a)) ||
      (shared.has(one.number) && (!membership(one) || pair.includes(one.a)));
  }
  if (event.number > 0) {
    const members = membersBefore(chronicle, event);
    const school = membership(event) ? event.a : -1;
    return (one) =>
      policy(one) ||
      (one.number === event.number && (school < 0 || !membership(one) || one.a === school)) ||
      (membership(one) && one.a === school) ||
      (OF_SCHOOLS.has(one.kind) &&
        event.week - one.week <= RECENT &&
        (one.a === school || members.has(one.a))) ||
      (school >= 0 && one.other >= 0 && touches(one, school) && members.has(partner(one, school)));
  }
  return (one) => policy(one) || (one.other < 0 && one.number === 0 && one.a === event.a);
}

function membership({ kind }: Occurrence): boolean {
  return kind === EVENT.joined || kind === EVENT.left;
}

function touches({ a, other }: Occurrence, school: number): boolean {
  return a === school || other === school;
}

function partner({ a, other }: Occurrence, school: number): number {
  return a === school ? other : a;
}

/** Collaboratives that both schools of a pair had joined by the time of the event. */
function sharedBy({ events }: Chronicle, event: Occurrence): Set<number> {
  const joined = (school: number) =>
    new Set(
      events
        .slice(0, event.index)
        .filter(({ kind, a }) => kind === EVENT.joined && a === school)
        .map(({ number }) => number),
    );
  const others = joined(event.other);
  return new Set([...joined(event.a)].filter((number) => others.has(number)));
}

/** Schools that were in the collaborative at any time up to the event. */
function membersBefore({ events }: Chronicle, event: Occurrence): Set<number> {
  return new Set(
    events
      .slice(0, event.index)
      .filter(({ kind, number }) => kind === EVENT.joined && number === event.number)
      .map(({ a }) => a),
  );
}
