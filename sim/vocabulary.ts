/** What the numbers in columns stand for: names in the order of their numbers, and the sizes of rows. */

export const SUBJECTS = ['English', 'maths', 'science'] as const;
export const STRATA = ['low', 'middle', 'high'] as const;
export const ROLES = ['head', 'senior', 'middle', 'teacher', 'support'] as const;
export const EXPERTISE = [
  'English',
  'maths',
  'science',
  'vocational breadth',
  'inclusion',
  'leadership',
] as const;
export const VIEWS = ['pedagogy', 'purpose', 'stance to external targets', 'openness to community'] as const;
export const PHASES = ['primary', 'secondary', 'all-through'] as const;
export const STAGES = ['none', 'association', 'cooperation', 'collaboration', 'collegiality'] as const;
export const FOUNDING_MODES = ['voluntary', 'incentivised', 'brokered', 'coerced'] as const;
export const COORDINATORS = ['none', 'insider', 'honest broker', 'executive head'] as const;
/** What heads alone decide, all of it about partners. */
export const BY_HEADS = ['offer', 'join', 'decline', 'leave'] as const;
/** What people may decide in a run. */
export const DECISIONS = [...BY_HEADS, 'share', 'guard', 'spend time', 'own judgement'] as const;
export const UNITS = ['individual', 'mixed', 'collective'] as const;

export const ROLE = { head: 0, senior: 1, middle: 2, teacher: 3, support: 4 } as const;
export const STAGE = { none: 0, association: 1, cooperation: 2, collaboration: 3, collegiality: 4 } as const;
/** A collaborative's road from first talk to settled practice (B 14.2); 0 marks an unused row. */
export const LIFE = { none: 0, courting: 1, aligning: 2, embedded: 3 } as const;
/** What may happen to a school, relation or collaborative, as kept in the event columns. */
export const EVENTS = [
  'stage rose',
  'stage fell',
  'founded',
  'joined',
  'left',
  'dissolved',
  'head left',
  'special measures',
  'out of special measures',
  'inspected',
  'grant ended',
  'policy changed',
  'embedded',
  'closed',
  'fire',
  'funding cut',
  'form changed',
  'decided',
] as const;
export const EVENT = {
  stageRose: 0,
  stageFell: 1,
  founded: 2,
  joined: 3,
  left: 4,
  dissolved: 5,
  headLeft: 6,
  specialMeasures: 7,
  outOfSpecialMeasures: 8,
  inspected: 9,
  grantEnded: 10,
  policyChanged: 11,
  embedded: 12,
  closed: 13,
  fire: 14,
  fundingCut: 15,
  formChanged: 16,
  decided: 17,
} as const;

/** Ties a member of staff can hold: the first half inside the school, the second half across schools. */
export const INSIDE = 8;
export const ACROSS = 8;
export const TIES = INSIDE + ACROSS;
/** Nearest schools a school knows of, and schools it can be related to at a time. */
export const NEIGHBOURS = 24;
export const PARTNERS = 32;
/** How a school groups its pupils for tutoring, as far as it has come. */
export const ORGANISATIONS = ['same-age', 'changing', 'multi-age', 'slid back'] as const;
export const ORGANISATION = { sameAge: 0, changing: 1, multiAge: 2, slidBack: 3 } as const;
/** Most families of a school in a run. */
export const MOST_FAMILIES = 40;
/** Collaboratives a school can belong to at a time (B 5.2.9). */
export const MEMBERSHIPS = 4;

/** Kinds of contact; joint work, from `development` on, passes on tacit expertise. */
export const CONTACTS = [
  'colleagues',
  'informal',
  'meeting',
  'working group',
  'development',
  'visit',
  'shared post',
] as const;
export const CONTACT = {
  colleagues: 0,
  informal: 1,
  meeting: 2,
  workingGroup: 3,
  development: 4,
  visit: 5,
  sharedPost: 6,
} as const;

/** Running counts in the counter column. */
export const COUNTER = {
  relations: 0,
  innovations: 1,
  events: 2,
  eventsLost: 3,
  innovationsLost: 4,
  dissolved: 5,
  contactsInside: 6,
  successesInside: 7,
  contactsAcross: 8,
  successesAcross: 9,
  relationsRecycled: 10,
  contactsWithoutRoom: 11,
  leavers: 12,
  headsLeft: 13,
  founded: 14,
} as const;
export const COUNTERS = 15;

/** What the examination column holds: results over all pupils examined. */
export const EXAMINATION = {
  mean: 0,
  low: 1,
  middle: 2,
  high: 3,
  schoolShare: 4,
  betweenSchools: 5,
  pupils: 6,
  excluded: 7,
} as const;
export const EXAMINATIONS = 8;
