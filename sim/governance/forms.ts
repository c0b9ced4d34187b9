/**
 * The table of governance forms: what is decided where, and what follows for a collaborative's daily life.
 * Rows are data; the model has no branch for any form. Sources: G; B 5.2.10, 6.3.1, 12.4.
 */
export interface Form {
  name: string;
  /** Who decides, in words. */
  decides: string;
  voice: readonly string[];
  /** Share of budget decided together, 0 to 1. */
  pooled: number;
  /** How alike practice is required to be, 0 to 1. */
  standardisation: number;
  /** Formality of the agreement where a founding names none, 0 to 1. */
  formality: number;
  /** Weeks from a question to a decision. */
  decisionWeeks: number;
  /** A member may leave at a review. */
  exit: boolean;
  /** The executive takes over the autonomy of heads. */
  executive: boolean;
  /** How far a result counts for all members together, whatever the regime, 0 to 1. */
  unit: number;
  /** Weight of the organised voice of parents who come forward: a council, a board, elections; 0 to 1. */
  families: number;
  /** How far every stakeholder is sought out, those hard to reach included, 0 to 1. */
  outreach: number;
  /** Activities a term, each for those it brings together. */
  activities: {
    meeting: number;
    workingGroup: number;
    development: number;
    visit: number;
    sharedPost: number;
  };
  /** What the form must reproduce. */
  reproduces: string;
  source: string;
}

export const forms: readonly Form[] = [
  {
    name: 'loose association',
    decides: 'each school for itself',
    voice: ['heads'],
    pooled: 0,
    standardisation: 0.1,
    formality: 0.1,
    decisionWeeks: 4,
    exit: true,
    executive: false,
    unit: 0,
    families: 0,
    outreach: 0,
    activities: { meeting: 3, workingGroup: 2, development: 2, visit: 2, sharedPost: 0 },
    reproduces: 'baseline',
    source: 'B 5.2.10, 6.3.1',
  },
  {
    name: 'soft federation',
    decides: 'a joint committee that advises',
    voice: ['heads', 'governors'],
    pooled: 0.02,
    standardisation: 0.2,
    formality: 0.4,
    decisionWeeks: 6,
    exit: true,
    executive: false,
    unit: 0.2,
    families: 0,
    outreach: 0,
    activities: { meeting: 5, workingGroup: 4, development: 4, visit: 3, sharedPost: 1 },
    reproduces: 'autonomy kept, slow',
    source: 'B 6.3.1',
  },
  {
    name: 'hard federation',
    decides: 'one governing body, an executive head',
    voice: ['governors'],
    pooled: 0.5,
    standardisation: 0.5,
    formality: 0.7,
    decisionWeeks: 2,
    exit: false,
    executive: true,
    unit: 0.8,
    families: 0,
    outreach: 0,
    activities: { meeting: 6, workingGroup: 6, development: 6, visit: 4, sharedPost: 6 },
    reproduces: 'survives head turnover, loses head autonomy',
    source: 'B 6.3.1, 6.3.2',
  },
];

export const formNames = forms.map((form) => form.name);

/** The row of a form by name. */
export function formIndex(name: string): number {
  const index = formNames.indexOf(name);
  if (index < 0) throw new RangeError(`no governance form '${name}'; there are ${formNames.join(', ')}`);
  return index;
}
