import { agencyKinds } from './governance/agencies.ts';
import {
  COUNTERS,
  EXAMINATIONS,
  EXPERTISE,
  MEMBERSHIPS,
  NEIGHBOURS,
  PARTNERS,
  STAGES,
  STRATA,
  SUBJECTS,
  TIES,
  VIEWS,
} from './vocabulary.ts';

export * from './vocabulary.ts';

/**
 * Every column of the model, declared once: entity, kind, meaning, unit and range. From the declarations come
 * the typed arrays, the snapshot, the digest and the table of state variables in the documentation.
 */

/** Wellbeing of pupils at risk where nobody does anything about it. */
export const WELLBEING_AT_REST = 0.5;
/** Areas with agencies of their own: one for about forty schools. */
export const areasOf = (schools: number) => Math.max(1, Math.round(schools / 40));

export const ENTITIES = {
  staff: (n: Counts) => n.staff,
  staffView: (n: Counts) => n.staff * VIEWS.length,
  staffExpertise: (n: Counts) => n.staff * EXPERTISE.length,
  tie: (n: Counts) => n.staff * TIES,
  school: (n: Counts) => n.schools,
  schoolNext: (n: Counts) => n.schools + 1,
  schoolStratum: (n: Counts) => n.schools * STRATA.length,
  schoolSubject: (n: Counts) => n.schools * SUBJECTS.length * STRATA.length,
  schoolView: (n: Counts) => n.schools * VIEWS.length,
  schoolExpertise: (n: Counts) => n.schools * EXPERTISE.length,
  neighbour: (n: Counts) => n.schools * NEIGHBOURS,
  partner: (n: Counts) => n.schools * PARTNERS,
  membership: (n: Counts) => n.schools * MEMBERSHIPS,
  relation: (n: Counts) => n.relations,
  collaborative: (n: Counts) => n.collaboratives,
  collaborativeNext: (n: Counts) => n.collaboratives + 1,
  transition: () => STAGES.length * STAGES.length,
  agency: (n: Counts) => areasOf(n.schools) * agencyKinds.length,
  agencyView: (n: Counts) => areasOf(n.schools) * agencyKinds.length * VIEWS.length,
  liaison: (n: Counts) => n.schools * agencyKinds.length,
  family: (n: Counts) => n.families,
  innovation: (n: Counts) => n.innovations,
  event: (n: Counts) => n.events,
  contact: (n: Counts) => n.contacts,
  counter: () => COUNTERS,
  examination: () => EXAMINATIONS,
} as const;

export type Entity = keyof typeof ENTITIES;

export interface Counts {
  staff: number;
  schools: number;
  families: number;
  relations: number;
  collaboratives: number;
  innovations: number;
  events: number;
  contacts: number;
}

export const KINDS = {
  u8: Uint8Array,
  i16: Int16Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
export type Kind = keyof typeof KINDS;

export interface Column<K extends Kind = Kind> {
  entity: Entity;
  kind: K;
  meaning: string;
  unit: string;
  min: number;
  max: number;
  /** Scratch of one step: in no snapshot and no digest. */
  transient: boolean;
}

const ANY = Number.POSITIVE_INFINITY;

function column<K extends Kind>(
  entity: Entity,
  kind: K,
  meaning: string,
  unit = '',
  min = 0,
  max = ANY,
): Column<K> {
  return { entity, kind, meaning, unit, min, max, transient: entity === 'contact' };
}

const share = <K extends Kind>(entity: Entity, kind: K, meaning: string) =>
  column(entity, kind, meaning, 'share', 0, 1);

export const columns = {
  // Staff. Posts of a school are contiguous; the first is the head's.
  staffSchool: column('staff', 'i16', 'School the post belongs to', 'school'),
  staffRole: column('staff', 'u8', 'Role', 'ROLES', 0, 4),
  staffDepartment: column('staff', 'u8', 'Department or key stage', 'number', 0, 255),
  staffArrived: column('staff', 'i16', 'Week of arrival', 'week', -ANY),
  staffView: share('staffView', 'f32', 'Position in cognitive space (B 3.1)'),
  staffExplicit: share('staffExpertise', 'f32', 'Explicit part of expertise, which any contact can pass on'),
  staffTacit: share('staffExpertise', 'f32', 'Tacit part of expertise, which only joint work passes on'),
  staffCommitment: share('staff', 'f32', 'Commitment to partnership work'),
  staffAwareness: share('staff', 'f32', 'Awareness of the networks the school is in'),
  staffOverload: share('staff', 'f32', 'Moving average of the shortfall of development time'),
  staffPropensity: share('staff', 'f32', 'Propensity to trust'),
  staffThreshold: share('staff', 'f32', 'Share of partners with new practice at which one follows (B 3.3)'),
  staffAltruism: share('staff', 'f32', 'Weight of altruism among motives (B 13.4)'),
  staffSelfInterest: share('staff', 'f32', 'Weight of enlightened self-interest among motives'),
  staffFear: share('staff', 'f32', 'Weight of the fear of being left out among motives'),
  staffHours: column(
    'staff',
    'f32',
    'Development hours left this week; below zero is a shortfall',
    'hours',
    -ANY,
  ),
  staffInvolved: column('staff', 'f32', 'Partnership activities this term', 'activities'),
  // Ties.
  tieTarget: column('tie', 'i32', 'Member of staff the tie leads to, -1 where there is none', 'staff', -1),
  tieTrust: share('tie', 'f32', 'Trust as of the week in tieSince'),
  tieStrength: column('tie', 'f32', 'Contacts a week, moving average, as of tieSince', 'contacts a week'),
  tieSince: column('tie', 'i16', 'Week to which trust and strength are brought up', 'week', -ANY),
  tieSuccesses: column('tie', 'u8', 'Successful encounters so far, up to 255', 'encounters', 0, 255),
  // Schools.
  schoolId: column('school', 'i32', 'Reference number (URN in England)', 'number'),
  schoolPhase: column('school', 'u8', 'Phase', 'PHASES', 0, 2),
  schoolLowAge: column('school', 'u8', 'Youngest age taught', 'years', 0, 19),
  schoolHighAge: column('school', 'u8', 'Age at leaving', 'years', 0, 20),
  schoolX: column('school', 'f64', 'Easting', 'km', -ANY),
  schoolY: column('school', 'f64', 'Northing', 'km', -ANY),
  schoolDenomination: column('school', 'u8', 'Denomination, 0 for none', 'number', 0, 255),
  schoolFirst: column('schoolNext', 'i32', 'First post; the next entry ends the range of posts', 'staff'),
  schoolPosts: column('school', 'i32', 'Posts filled; none once it has closed', 'staff'),
  schoolPupilsAStaff: column('school', 'f64', 'Pupils for each post at the start', 'pupils'),
  schoolPlaces: column('school', 'f64', 'Capacity', 'pupils'),
  schoolPupils: column('schoolStratum', 'f64', 'Pupils on roll by means', 'pupils'),
  schoolResident: column('schoolStratum', 'f64', 'Pupils living nearest to it, by means', 'pupils'),
  schoolBaseline: column(
    'school',
    'f64',
    'Part of the school effect that the model does not explain, fixed at the start',
    'points',
    -ANY,
  ),
  schoolCohort: column('schoolStratum', 'f64', 'Pupils at the last examination, by means', 'pupils'),
  schoolExpected: column(
    'schoolSubject',
    'f64',
    'Expected result at the last examination, by subject and means',
    'points',
    -ANY,
  ),
  schoolIntake: column('school', 'f64', 'Intake advantage of its pupils beyond their means', 'points', -ANY),
  schoolEffect: column(
    'schoolSubject',
    'f64',
    'What the school adds to a pupil, by subject and means',
    'points',
    -ANY,
  ),
  schoolAttainment: column('schoolSubject', 'f64', 'Mean result at the last examination', 'points', 0, 200),
  schoolPublished: column(
    'school',
    'f64',
    'Published figure: mean result as the league table prints it',
    'points',
    0,
    200,
  ),
  schoolStanding: column(
    'school',
    'f64',
    'Published figure, standardised within phase',
    'standard deviations',
    -ANY,
  ),
  schoolValueAdded: column('school', 'f64', 'Mean result above what the intake predicts', 'points', -ANY),
  schoolGrade: column('school', 'u8', 'Inspection grade, 1 outstanding to 4 inadequate', 'grade', 1, 4),
  schoolInspected: column('school', 'i32', 'Week of the last inspection', 'week', -ANY),
  schoolSpecial: column('school', 'u8', 'In special measures', 'flag', 0, 1),
  schoolPressure: share('school', 'f64', 'Accountability pressure felt'),
  schoolGaming: share('school', 'f64', 'Effort spent on looking better than it is (B 8.3)'),
  schoolExcluded: share('school', 'f64', 'Pupils informally excluded'),
  schoolCapacity: share('school', 'f64', 'Capacity for improvement'),
  schoolDistribution: share('school', 'f64', 'Distribution of leadership'),
  schoolVertical: share('school', 'f64', 'Collaboration inside the school across roles (B 5.2.8)'),
  schoolOpenness: share('school', 'f64', 'Openness of the boundary (B 4.3)'),
  schoolClimate: share('school', 'f64', 'Mean trust inside'),
  schoolReach: share('school', 'f64', 'How far involvement reaches below the heads (B 6.3.4)'),
  schoolAway: share('school', 'f64', "Part of the head's time that goes to leading a network"),
  schoolInward: share('school', 'f64', 'How far what it belongs to keeps its staff from contacts outside'),
  schoolFunds: column('school', 'f64', 'Grant money this year', 'thousand pounds'),
  schoolRelease: column('school', 'f64', 'Hours a week given back to each teacher', 'hours'),
  schoolBurden: column('school', 'f64', 'Hours spent on partnership this term', 'hours'),
  schoolGained: column('school', 'f64', 'Expertise gained from other schools this term, all staff', 'units'),
  schoolProfited: column(
    'school',
    'f64',
    'Moving average of expertise gained from others, a teacher and year',
    'units',
  ),
  schoolView: share('schoolView', 'f64', 'Mean view of its staff'),
  schoolExpertise: share('schoolExpertise', 'f64', 'Mean expertise of its teachers'),
  schoolPractice: share('schoolExpertise', 'f64', 'How far what is new and good is in use, by field'),
  schoolScale: column('school', 'f64', 'Local distance scale: how far its families look', 'km'),
  schoolCollaboratives: column('school', 'u8', 'Collaboratives it belongs to', 'number', 0, 4),
  schoolClosed: column('school', 'u8', 'Has closed', 'flag', 0, 1),
  schoolDamage: share('school', 'f64', 'Premises lost to a fire and not yet restored'),
  schoolDamageUntil: column('school', 'i32', 'Week by which it is restored without help', 'week'),
  schoolCut: share('school', 'f64', 'Money cut for the time being'),
  schoolCutUntil: column('school', 'i32', 'Week the cut ends', 'week'),
  schoolVisits: column('school', 'i32', 'Visits from partners in its crisis this term', 'visits'),
  schoolHelp: column('school', 'f64', 'Visits from partners in its crisis last term', 'visits a week'),
  schoolLeavers: column('school', 'i32', 'Staff who left at the last turn of the year', 'staff'),
  schoolRollChange: column('school', 'f64', 'Change of the roll at the last turn of the year', 'share', -1),
  schoolSpanning: share('school', 'f64', 'How far its staff span its boundary: trusted ties in use (B 14.2)'),
  schoolSpanners: column('school', 'i32', 'Staff with ties in use to other schools', 'staff'),
  schoolSpanner: column(
    'school',
    'i32',
    'Who held most of them at the last term, -1 for nobody',
    'staff',
    -1,
  ),
  schoolReliance: share('school', 'f64', 'Part of them that this one held'),
  schoolTurbulence: share('school', 'f64', 'Change of all kinds within the year, moving average (B 4.2)'),
  schoolAnomie: share('school', 'f64', 'Anomie: norms worn down by change that no ties cushion (B 4.2)'),
  schoolFatalism: share(
    'school',
    'f64',
    'Fatalism: rules from outside that one cannot make one’s own (B 4.2)',
  ),
  // Organisation, and the families of a school.
  schoolOrganisation: column('school', 'u8', 'Grouping of pupils for tutoring', 'ORGANISATIONS', 0, 3),
  schoolChangeover: share('school', 'f32', 'How far multi-age organisation works'),
  schoolMindset: share('school', 'f32', 'Mindset: 0 single loop, 0.5 double, 1 triple'),
  schoolListening: column('school', 'f32', 'Hours in which it can listen to a family', 'hours a year'),
  schoolTutoring: column('school', 'f32', 'Development time that families take of a post', 'hours a week'),
  schoolFamilies: column(
    'schoolNext',
    'i32',
    'First family; the next entry ends the range of families, by means',
    'family',
  ),
  schoolEngagement: share('schoolStratum', 'f32', 'Mean engagement of families with learning, by means'),
  schoolEngagementUsual: share(
    'schoolStratum',
    'f32',
    'The same at the start, when results on file were had',
  ),
  schoolWellbeing: share('schoolStratum', 'f32', 'Wellbeing of pupils, by means'),
  familyStratum: column('family', 'u8', 'Means', 'STRATA', 0, 2),
  familyArrived: column('family', 'i16', 'Week in which the child came', 'week', -ANY),
  familyHome: share('family', 'f32', 'Engagement with learning that the home brings of itself'),
  familyReach: share('family', 'f32', 'How hard it is to reach by the usual ways of schools'),
  familyTrust: share('family', 'f32', 'Trust in the school'),
  familyHeard: share('family', 'f32', 'Part heard, this term, of what it wants to say'),
  familyEngagement: share('family', 'f32', 'Engagement with learning'),
  // Neighbourhood, fixed at the start. Nearest first.
  neighbourSchool: column('neighbour', 'i32', 'Neighbouring school, -1 past the last', 'school', -1),
  neighbourDistance: column('neighbour', 'f32', 'Distance', 'km'),
  neighbourOverlap: share('neighbour', 'f32', 'Overlap of catchments for the same ages'),
  // Relations: pairs of schools with any contact, reached through the partner rows of either.
  partnerRelation: column('partner', 'i32', 'Relation, -1 where there is none', 'relation', -1),
  relationA: column('relation', 'i32', 'School with the lower index, -1 for an unused row', 'school', -1),
  relationB: column('relation', 'i32', 'School with the higher index', 'school', -1),
  relationDistance: column('relation', 'f32', 'Distance', 'km'),
  relationOverlap: share('relation', 'f32', 'Overlap of catchments'),
  relationTrust: share(
    'relation',
    'f32',
    'Mean trust of the ties of its staff, each counting by how much it is used',
  ),
  relationTrustSum: column(
    'relation',
    'f64',
    'Trust of the ties of its staff times their use, summed',
    'trust',
  ),
  relationTieUse: column('relation', 'f64', 'Use of the ties of its staff, summed', 'contacts a week'),
  relationTies: column('relation', 'i32', 'Directed ties of its staff', 'ties'),
  relationContact: column('relation', 'f32', 'Contacts a week, moving average', 'contacts a week'),
  relationSharing: share('relation', 'f32', 'Knowledge shared: successful and candid contact'),
  relationTask: share('relation', 'f32', 'Joint task: share of joint work in contact'),
  relationDependence: share('relation', 'f32', 'Mutual dependence'),
  relationValues: share('relation', 'f32', 'Shared values'),
  relationResponsibility: share('relation', 'f32', 'Shared responsibility'),
  relationIdentity: share('relation', 'f32', 'Common identity'),
  relationCompetition: share('relation', 'f32', 'Competition'),
  relationFormality: share('relation', 'f32', 'Formality of the strongest bond'),
  relationMediation: share('relation', 'f32', 'Facilitation by brokers where contacts failed (B 13.2)'),
  relationLevels: column('relation', 'u8', 'Roles in contact last term, one bit a role', 'bits', 0, 31),
  relationShared: column('relation', 'i32', 'Collaboratives both belong to', 'number'),
  relationStage: column('relation', 'u8', 'Stage', 'STAGES', 0, 4),
  relationStageSince: column('relation', 'i32', 'Week the stage began', 'week', -ANY),
  relationLast: column('relation', 'i32', 'Week of the last contact', 'week', -ANY),
  relationGainA: column(
    'relation',
    'f32',
    'Expertise the first gained from the second, moving average',
    'units a term',
  ),
  relationGainB: column(
    'relation',
    'f32',
    'Expertise the second gained from the first, moving average',
    'units a term',
  ),
  relationInequality: column(
    'relation',
    'f32',
    'How far the first school stands above the second (B 5.2.2)',
    'share',
    -1,
    1,
  ),
  relationResentment: share('relation', 'f32', 'Resentment of the weaker school'),
  relationDoubt: share('relation', 'f32', 'Doubt of the stronger school what it gains'),
  relationCollaborated: column('relation', 'u8', 'Has been a collaboration', 'flag', 0, 1),
  relationMeeting: column(
    'relation',
    'u8',
    'Roles in contact this term so far, one bit a role',
    'bits',
    0,
    31,
  ),
  relationContacts: column('relation', 'i32', 'Contacts this term', 'contacts'),
  relationSuccesses: column('relation', 'i32', 'Successful contacts this term', 'contacts'),
  relationJoint: column('relation', 'i32', 'Contacts in joint work this term', 'contacts'),
  relationCandour: column('relation', 'f32', 'Candour summed over the contacts of this term', 'sum'),
  relationLearntA: column('relation', 'f32', 'Expertise the first gained this term', 'units'),
  relationLearntB: column('relation', 'f32', 'Expertise the second gained this term', 'units'),
  // Collaboratives.
  collaborativeLife: column('collaborative', 'u8', 'Where it is on its road; 0 unused', 'LIFE', 0, 3),
  collaborativeForm: column('collaborative', 'u8', 'Governance form', 'FORMS'),
  collaborativeMode: column('collaborative', 'u8', 'How it was founded', 'FOUNDING_MODES', 0, 3),
  collaborativeLead: column('collaborative', 'i32', 'School that leads it', 'school', -1),
  collaborativeFounded: column('collaborative', 'i32', 'Week of founding', 'week', -ANY),
  collaborativeSince: column('collaborative', 'i32', 'Week the present part of its road began', 'week', -ANY),
  collaborativeEnds: column('collaborative', 'i32', 'Week it was agreed to end, -1 for open', 'week', -1),
  collaborativeGrantEnds: column('collaborative', 'i32', 'Week its grant ends, -1 for none', 'week', -1),
  collaborativeMembers: column('collaborative', 'i32', 'Member schools', 'schools'),
  collaborativeGoals: column('collaborative', 'u8', 'Number of goals', 'goals', 0, 20),
  collaborativeClarity: share('collaborative', 'f32', 'Clarity of goals'),
  collaborativeOwnAgenda: share('collaborative', 'f32', 'How far members set the goals themselves'),
  collaborativeCoordinator: column('collaborative', 'u8', 'Coordinator', 'COORDINATORS', 0, 3),
  collaborativeFormality: share('collaborative', 'f32', 'Formality of the agreement'),
  collaborativeUnit: share('collaborative', 'f32', 'How far a result counts for all members together'),
  collaborativeInequality: share('collaborative', 'f32', 'Mean inequality of its members, pair by pair'),
  collaborativeWins: share('collaborative', 'f32', 'Early and recent successes'),
  collaborativeAttainment: share('collaborative', 'f32', 'Progress on its goals'),
  collaborativeSpent: share('collaborative', 'f32', 'Part of its purpose that is used up (B 12.8)'),
  collaborativeResistance: share('collaborative', 'f32', 'Resistance to an imposed agenda (B 8.5)'),
  collaborativeContacts: column('collaborative', 'i32', 'Contacts in its activities this term', 'contacts'),
  collaborativeSuccesses: column(
    'collaborative',
    'i32',
    'Successful contacts in its activities this term',
    'contacts',
  ),
  collaborativeFirst: column(
    'collaborativeNext',
    'i32',
    'First entry in the roster; the next entry ends it',
    'membership',
  ),
  rosterMembership: column(
    'membership',
    'i32',
    'Memberships by collaborative, a list derived from membershipOf',
    'membership',
    -1,
  ),
  membershipOf: column('membership', 'i32', 'Collaborative, -1 where there is none', 'collaborative', -1),
  membershipSince: column('membership', 'i32', 'Week of joining', 'week', -ANY),
  membershipCommitment: share('membership', 'f32', "The school's commitment to it"),
  membershipBenefit: column(
    'membership',
    'f32',
    'Benefit of the work itself, moving average',
    'hours worth a week',
  ),
  membershipExpected: column(
    'membership',
    'f32',
    'Worth, payment included, that the school has come to expect',
    'hours worth a week',
  ),
  membershipBurden: column('membership', 'f32', 'Burden, moving average', 'hours a week'),
  membershipHours: column('membership', 'f32', 'Hours spent on it this term', 'hours'),
  examination: column(
    'examination',
    'f64',
    'Results of the last examination over all pupils, see EXAMINATION',
    'as named',
    -ANY,
  ),
  // Agencies: one of each kind an area, in the order of the kinds; a liaison for each school and kind.
  agencyKind: column('agency', 'u8', 'Kind', 'agency kinds', 0, 5),
  agencyView: share('agencyView', 'f32', 'Position in cognitive space (B 3.1)'),
  agencyHorizon: column('agency', 'f32', 'How far ahead it looks', 'weeks'),
  agencyCaseload: column('agency', 'f64', 'Pupils it is to serve at the schools it works with', 'pupils'),
  schoolArea: column('school', 'i32', 'Area whose agencies serve it', 'area'),
  schoolTargeted: share('school', 'f64', 'Pupils whom work with agencies is meant for'),
  schoolTargetedWellbeing: share('school', 'f64', 'Wellbeing of its pupils at risk'),
  schoolAgencyHours: column('school', 'f64', 'Hours a week spent on work with agencies', 'hours'),
  liaisonSince: column('liaison', 'i32', 'Week the work began, -1 where there is none', 'week', -1),
  liaisonHead: column('liaison', 'i32', 'Week of arrival of the head who stands for it', 'week', -ANY),
  liaisonStrategy: column('liaison', 'u8', 'Strategy', 'strategies', 0, 2),
  liaisonTrust: share('liaison', 'f64', 'Trust of school and agency in each other'),
  liaisonWork: share('liaison', 'f64', "Success of a term's work, moving average"),
  liaisonBound: share('liaison', 'f64', 'How far the two have grown together'),
  // What happened.
  transitionCount: column(
    'transition',
    'i32',
    'Relations that went from row stage to column stage at a review',
    'relations',
  ),
  innovationWeek: column('innovation', 'i16', 'Week something new was created', 'week'),
  innovationAuthor: column('innovation', 'i32', 'Who created it', 'staff'),
  innovationPartner: column('innovation', 'i32', 'With whom', 'staff'),
  innovationSubject: column('innovation', 'u8', 'In which expertise', 'EXPERTISE', 0, 5),
  eventWeek: column('event', 'i16', 'Week', 'week'),
  eventKind: column('event', 'u8', 'What happened', 'EVENTS'),
  eventA: column('event', 'i32', 'School', 'school', -1),
  eventB: column('event', 'i32', 'Other school, or collaborative', 'index', -1),
  eventValue: column('event', 'f32', 'Stage, grade or number that goes with it', 'as the event', -ANY),
  counter: column('counter', 'i32', 'Running counts, see COUNTER', 'number'),
  // The contacts of the step under way, one row each.
  contactFrom: column('contact', 'i32', 'Initiator', 'staff'),
  contactTo: column('contact', 'i32', 'Partner', 'staff'),
  contactTie: column('contact', 'i32', "Initiator's tie to the partner, -1 for none", 'tie', -1),
  contactBack: column('contact', 'i32', "Partner's tie to the initiator, -1 for none", 'tie', -1),
  contactRelation: column('contact', 'i32', 'Relation of their schools, -1 inside a school', 'relation', -1),
  contactMembership: column(
    'contact',
    'i32',
    'Collaborative whose activity it is, -1 for none',
    'collaborative',
    -1,
  ),
  contactKind: column('contact', 'u8', 'Kind of contact', 'CONTACTS', 0, 6),
  contactTrust: share('contact', 'f32', 'Mean trust of the two before the encounter'),
  contactUnderstanding: share('contact', 'f32', 'Understanding u'),
  contactNovelty: share('contact', 'f32', 'Novelty n'),
  contactFacilitation: share('contact', 'f32', 'Facilitation'),
  contactGuard: share('contact', 'f32', 'What both hold back, out of competition or resentment'),
  contactFormality: share('contact', 'f32', 'Formality that stands in for trust'),
  contactCandour: share('contact', 'f32', 'Candour o'),
  contactSuccess: column('contact', 'u8', 'Success', 'flag', 0, 1),
} as const;
