import { EVENT } from '../../sim/index.ts';
import { before } from './before.ts';
import type { Chronicle, Occurrence } from './chronicle.ts';
import type { Course, Weeks } from './course.ts';
import { whyEnded } from './endings.ts';
import { whyFounded, whyJoined, whyLeft } from './memberships.ts';
import { whySchool } from './schools.ts';
import { whyStage } from './stages.ts';

/**
 * The why-ledger. Of an event it gives the recorded events that came before it, and what the weeks before it hold when
 * they are done once more: what the model asks for at this point, what there was of it, and what of it had turned. It
 * holds recorded and replayed facts and nothing else; where only the order is known it says "before", not "because".
 */
export interface Why {
  readonly index: number;
  readonly week: number;
  readonly text: string;
  /** What the model does at this point, in words. */
  readonly rule: string;
  /** The figures that the rule looks at, term by term. */
  readonly course: Course;
  /** What else the replay shows, in sentences. */
  readonly facts: readonly string[];
  /** Recorded events before it, the oldest first. */
  readonly before: readonly Occurrence[];
  /** How many more there are, earlier still. */
  readonly earlier: number;
}

/** `weeks` gives the run of the chronicle as it stood in any week. */
export function why(chronicle: Chronicle, index: number, weeks: Weeks): Why {
  const event = chronicle.events[index];
  if (event === undefined) throw new RangeError(`no event ${index} in a log of ${chronicle.events.length}`);
  const { events, earlier } = before(chronicle, index);
  return {
    index,
    week: event.week,
    text: event.text,
    ...explain(chronicle, event, weeks),
    before: events,
    earlier,
  };
}

export type Explained = Pick<Why, 'rule' | 'course' | 'facts'>;

function explain(chronicle: Chronicle, event: Occurrence, weeks: Weeks): Explained {
  switch (event.kind) {
    case EVENT.stageRose:
    case EVENT.stageFell:
      return whyStage(event, weeks);
    case EVENT.founded:
    case EVENT.formChanged:
      return whyFounded(chronicle, event, weeks);
    case EVENT.joined:
      return whyJoined(chronicle, event, weeks);
    case EVENT.left:
      return whyLeft(chronicle, event, weeks);
    case EVENT.dissolved:
    case EVENT.grantEnded:
    case EVENT.embedded:
      return whyEnded(chronicle, event, weeks);
    default:
      return whySchool(chronicle, event, weeks);
  }
}
