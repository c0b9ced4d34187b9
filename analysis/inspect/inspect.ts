import type { ColumnName, Run } from '../../sim/index.ts';
import type { Chronicle } from '../why/chronicle.ts';
import { collaborative } from './collaborative.ts';
import { person } from './person.ts';
import { relation } from './relation.ts';
import { school } from './school.ts';

/** One school, relation, collaborative or member of staff as it stands in a week, in words and with units. */

/** What can be looked into; schools and posts by their index, collaboratives by their row in the week looked at. */
export type Subject =
  | { readonly kind: 'school'; readonly school: number }
  | { readonly kind: 'relation'; readonly a: number; readonly b: number }
  | { readonly kind: 'collaborative'; readonly collaborative: number }
  | { readonly kind: 'person'; readonly post: number };

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** The column that holds it, where it is one of the state's own figures. */
  readonly column?: ColumnName;
}

export interface Facts {
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** A table whose rows may lead on to what they are about. */
export interface Listing {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly subject: Subject | null; readonly cells: readonly string[] }[];
  /** What is said where there are no rows. */
  readonly none: string;
}

export interface Inspection {
  readonly subject: Subject;
  /** Weeks done. */
  readonly week: number;
  readonly title: string;
  /** One sentence on what it is. */
  readonly about: string;
  readonly facts: readonly Facts[];
  readonly listings: readonly Listing[];
  /** Number of the collaborative, by which its events are found; 0 for all else. */
  readonly number: number;
}

export type Source = Pick<Run, 'week' | 'state' | 'parameters' | 'names' | 'sampleWeeks' | 'series'>;

/** Null where there is no such thing in this week. */
export function inspect(run: Source, chronicle: Chronicle, subject: Subject): Inspection | null {
  switch (subject.kind) {
    case 'school':
      return school(run, chronicle, subject.school);
    case 'relation':
      return relation(run, chronicle, subject.a, subject.b);
    case 'collaborative':
      return collaborative(run, chronicle, subject.collaborative);
    case 'person':
      return person(run, subject.post);
  }
}
