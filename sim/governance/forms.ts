/**
 * The table of governance forms: what is decided where, and what follows for a collaborative's daily life.
 * Rows are data; the model has no branch for any form, and every figure and flag of a row is read by some
 * mechanism. Sources: G (its six scenarios of governance); B 5.2.10, 6.3.1, 12.4. The figures are assumptions.
 */
export interface Form {
  name: string;
  /** Who decides, in words. */
  decides: string;
  /** By what rule, in words. */
  rule: string;
  voice: readonly string[];
  /** Who leads, in words. */
  leadership: string;
  /** Weeks after which members choose anew who leads: the one the others trust most; 0 for never. */
  leaderWeeks: number;
  /** Who gains by it, in words. */
  dividend: string;
  /** Share of those leaving whom a stake in the whole keeps, 0 to 1. */
  retention: number;
  /** Share of budget decided together, 0 to 1. */
  pooled: number;
  /** How alike practice is required to be, 0 to 1. */
  standardisation: number;
  /** How far what one member does is before the eyes of all, 0 to 1. */
  reach: number;
  /** Formality of the agreement where a founding names none, 0 to 1. */
  formality: number;
  /** Weeks from a question to a decision. */
  decisionWeeks: number;
  /** Who may come in: anybody in any number, who agrees with a member, who agrees with the centre, nobody. */
  entry: 'open' | 'agreement' | 'licence' | 'closed';
  /** A member may leave at a review. */
  exit: boolean;
  /** A member belongs to nothing else. */
  exclusive: boolean;
  /** Time frame, in words. */
  timeFrame: string;
  /** Weeks of agreed life where a founding names none; 0 leaves it open. */
  life: number;
  /** Progress on its goals at which it has done what it was for, and ends; 0 goes on. */
  aim: number;
  /** Number of goals where a founding names none. */
  goals: number;
  /** How far members set the goals where a founding does not say, 0 to 1. */
  ownAgenda: number;
  /** The executive takes over the autonomy of heads. */
  executive: boolean;
  /** Links run over a shared platform instead of from each to each. */
  platform: boolean;
  /** People of each school who come to its meetings, the head first. */
  table: number;
  /** Of how many met by chance the best known is turned to: one makes for many and weak ties, 1 to 4. */
  seek: number;
  /** How far it keeps its staff from contacts outside, 0 to 1. */
  inward: number;
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
    rule: 'each decides alone',
    voice: ['heads'],
    leadership: 'whoever convenes it',
    leaderWeeks: 0,
    dividend: 'each school what it learns',
    retention: 0,
    pooled: 0,
    standardisation: 0.1,
    reach: 0.2,
    formality: 0.1,
    decisionWeeks: 4,
    entry: 'agreement',
    exit: true,
    exclusive: false,
    timeFrame: 'open',
    life: 0,
    aim: 0,
    goals: 3,
    ownAgenda: 0.8,
    executive: false,
    platform: false,
    table: 1,
    seek: 4,
    inward: 0,
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
    rule: 'advice, which each school may take',
    voice: ['heads', 'governors'],
    leadership: 'heads in committee',
    leaderWeeks: 0,
    dividend: 'each school what it learns',
    retention: 0,
    pooled: 0.02,
    standardisation: 0.2,
    reach: 0.4,
    formality: 0.4,
    decisionWeeks: 6,
    entry: 'agreement',
    exit: true,
    exclusive: false,
    timeFrame: 'as long as the grant and beyond',
    life: 0,
    aim: 0,
    goals: 3,
    ownAgenda: 0.8,
    executive: false,
    platform: false,
    table: 1,
    seek: 4,
    inward: 0,
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
    rule: 'majority of one body',
    voice: ['governors'],
    leadership: 'executive head',
    leaderWeeks: 0,
    dividend: 'the whole',
    retention: 0,
    pooled: 0.5,
    standardisation: 0.5,
    reach: 0.6,
    formality: 0.7,
    decisionWeeks: 2,
    entry: 'closed',
    exit: false,
    exclusive: false,
    timeFrame: 'permanent',
    life: 0,
    aim: 0,
    goals: 3,
    ownAgenda: 0.8,
    executive: true,
    platform: false,
    table: 1,
    seek: 4,
    inward: 0,
    unit: 0.8,
    families: 0,
    outreach: 0,
    activities: { meeting: 6, workingGroup: 6, development: 6, visit: 4, sharedPost: 6 },
    reproduces: 'survives head turnover, loses head autonomy',
    source: 'B 6.3.1, 6.3.2',
  },
  {
    name: 'federated trust',
    decides: 'each school or the whole, by subject',
    rule: 'subsidiarity; majority for the whole',
    voice: ['parents', 'teachers', 'pupils', 'partners'],
    leadership: 'elected, for the whole',
    leaderWeeks: 156,
    dividend: 'all who take part',
    retention: 0,
    pooled: 0.2,
    standardisation: 0.4,
    reach: 0.5,
    formality: 0.6,
    decisionWeeks: 8,
    entry: 'agreement',
    exit: true,
    exclusive: false,
    timeFrame: 'open, elections every four years',
    life: 0,
    aim: 0,
    goals: 4,
    ownAgenda: 0.9,
    executive: false,
    platform: false,
    table: 4,
    seek: 4,
    inward: 0,
    unit: 0.4,
    families: 0.5,
    outreach: 0.8,
    activities: { meeting: 5, workingGroup: 5, development: 5, visit: 3, sharedPost: 2 },
    reproduces: 'commitment of many, slower',
    source: 'G; B 6.3.1',
  },
  {
    name: 'brand',
    decides: 'the centre; heads are its branch managers',
    rule: 'central rules and methods',
    voice: ['the centre'],
    leadership: 'central executive',
    leaderWeeks: 0,
    dividend: 'the centre; heads by incentive',
    retention: 0,
    pooled: 0.9,
    standardisation: 0.95,
    reach: 1,
    formality: 0.7,
    decisionWeeks: 1,
    entry: 'licence',
    exit: false,
    exclusive: true,
    timeFrame: 'permanent',
    life: 0,
    aim: 0,
    goals: 3,
    ownAgenda: 0.2,
    executive: true,
    platform: false,
    table: 1,
    seek: 4,
    inward: 0.2,
    unit: 0.9,
    families: 0,
    outreach: 0,
    activities: { meeting: 6, workingGroup: 2, development: 8, visit: 2, sharedPost: 4 },
    reproduces: 'consistent, fast to spread, little new',
    source: 'G; B 5.2.6, 13.3',
  },
  {
    name: 'alliance',
    decides: 'all members, for one limited aim',
    rule: 'consensus',
    voice: ['heads'],
    leadership: 'diplomatic among heads, firm on the task',
    leaderWeeks: 0,
    dividend: 'each school what the aim brings',
    retention: 0,
    pooled: 0.05,
    standardisation: 0.1,
    reach: 0.2,
    formality: 0.3,
    decisionWeeks: 2,
    entry: 'agreement',
    exit: true,
    exclusive: false,
    timeFrame: 'until the aim is met',
    life: 117,
    aim: 0.6,
    goals: 1,
    ownAgenda: 0.9,
    executive: false,
    platform: false,
    table: 1,
    seek: 4,
    inward: 0,
    unit: 0.1,
    families: 0,
    outreach: 0,
    activities: { meeting: 4, workingGroup: 5, development: 4, visit: 1, sharedPost: 0 },
    reproduces: 'quick, shallow, ends',
    source: 'G',
  },
  {
    name: 'employee-owned',
    decides: 'the partner teachers',
    rule: 'vote of the partners',
    voice: ['teachers'],
    leadership: 'partners, who hire managers',
    leaderWeeks: 78,
    dividend: 'partners: money, time or freedom',
    retention: 0.4,
    pooled: 0.3,
    standardisation: 0.5,
    reach: 0.6,
    formality: 0.6,
    decisionWeeks: 5,
    entry: 'agreement',
    exit: true,
    exclusive: false,
    timeFrame: 'open',
    life: 0,
    aim: 0,
    goals: 3,
    ownAgenda: 0.9,
    executive: false,
    platform: false,
    table: 4,
    seek: 4,
    inward: 0.6,
    unit: 0.5,
    families: 0.1,
    outreach: 0,
    activities: { meeting: 6, workingGroup: 4, development: 6, visit: 4, sharedPost: 2 },
    reproduces: 'keeps good staff, inward',
    source: 'G',
  },
  {
    name: 'self-organising',
    decides: 'whoever takes part',
    rule: 'a commons; peers rank what is offered',
    voice: ['peers'],
    leadership: 'emerges by the recognition of peers and changes',
    leaderWeeks: 13,
    dividend: 'those who offer and those who use',
    retention: 0,
    pooled: 0.02,
    standardisation: 0,
    reach: 0.8,
    formality: 0.1,
    decisionWeeks: 2,
    entry: 'open',
    exit: true,
    exclusive: false,
    timeFrame: 'open',
    life: 0,
    aim: 0,
    goals: 3,
    ownAgenda: 1,
    executive: false,
    platform: true,
    table: 4,
    seek: 1,
    inward: 0,
    unit: 0,
    families: 0.2,
    outreach: 0.3,
    activities: { meeting: 8, workingGroup: 0, development: 1, visit: 6, sharedPost: 0 },
    reproduces: 'many weak ties, uneven standards',
    source: 'G',
  },
  {
    name: 'parent-governed',
    decides: 'an elected council of parents',
    rule: 'vote of the council',
    voice: ['parents'],
    leadership: 'leading parents; heads answer to them',
    leaderWeeks: 0,
    dividend: 'families who take part',
    retention: 0,
    pooled: 0.3,
    standardisation: 0.5,
    reach: 0.4,
    formality: 0.5,
    decisionWeeks: 6,
    entry: 'agreement',
    exit: true,
    exclusive: false,
    timeFrame: 'open, elections every four years',
    life: 0,
    aim: 0,
    goals: 4,
    ownAgenda: 0.5,
    executive: false,
    platform: false,
    table: 2,
    seek: 4,
    inward: 0.1,
    unit: 0.3,
    families: 1,
    outreach: 0.1,
    activities: { meeting: 5, workingGroup: 3, development: 4, visit: 2, sharedPost: 1 },
    reproduces: 'engaged parents lead, busy ones lose',
    source: 'G',
  },
  {
    name: 'authority-led cluster',
    decides: 'the authority',
    rule: 'direction',
    voice: ['authority'],
    leadership: 'officers of the authority',
    leaderWeeks: 0,
    dividend: 'the authority, by delivery',
    retention: 0,
    pooled: 0.05,
    standardisation: 0.5,
    reach: 0.3,
    formality: 0.5,
    decisionWeeks: 4,
    entry: 'closed',
    exit: false,
    exclusive: false,
    timeFrame: 'policy cycle',
    life: 156,
    aim: 0,
    goals: 6,
    ownAgenda: 0.2,
    executive: false,
    platform: false,
    table: 1,
    seek: 4,
    inward: 0,
    unit: 0.2,
    families: 0,
    outreach: 0.3,
    activities: { meeting: 5, workingGroup: 4, development: 3, visit: 1, sharedPost: 0 },
    reproduces: 'suspicion, direction',
    source: 'G; B 8.3, 8.5',
  },
];

export const formNames = forms.map((form) => form.name);

/** The row of a form by name. */
export function formIndex(name: string): number {
  const index = formNames.indexOf(name);
  if (index < 0) throw new RangeError(`no governance form '${name}'; there are ${formNames.join(', ')}`);
  return index;
}
