import type { MetricKey } from '../sim/index.ts';

/**
 * How a sentence speaks of a metric: a noun phrase in the singular, and the unit of its
 * values where one is needed to follow.
 */
export interface Phrase {
  readonly subject: string;
  readonly unit?: string;
}

/**
 * Plain words for the metrics. One that is not here is spoken of by its label and unit, so a new metric works
 * before it has its words.
 */
export const phrases: Readonly<Partial<Record<MetricKey, Phrase>>> = {
  attainment: { subject: 'the mean result of pupils', unit: 'points' },
  attainmentGap: { subject: 'the gap in results between pupils of high and of low means', unit: 'points' },
  schoolShareOfVariance: { subject: 'the share of the variance in results that lies between schools' },
  polarisation: { subject: 'the spread of published results between schools', unit: 'points' },
  segregation: { subject: 'the segregation of pupils of low means between schools' },
  pupilsExcluded: { subject: 'the share of pupils informally excluded' },
  inspectionGrade: { subject: 'the mean inspection grade (1 is best)' },
  schoolsInSpecialMeasures: { subject: 'the share of schools in special measures' },
  schoolsClosed: { subject: 'the share of schools that have closed' },
  helpInCrisis: { subject: 'the help that partners give a school in crisis', unit: 'visits a week' },
  familyEngagement: { subject: 'the engagement of families with learning' },
  engagementGap: { subject: 'the gap in engagement between families of high and of low means' },
  familyTrust: { subject: 'the trust of families in their school' },
  voiceHeard: { subject: 'the part of families’ voice that schools hear' },
  voiceHeardGap: { subject: 'the gap in being heard between families of high and of low means' },
  pupilWellbeing: { subject: 'the wellbeing of pupils' },
  multiAgeTutoring: { subject: 'the reach of multi-age tutoring' },
  trustWithinSchools: { subject: 'trust inside schools' },
  trustBetweenSchools: { subject: 'trust between schools' },
  tiesBetweenSchools: { subject: 'the number of ties of a member of staff to other schools' },
  sharing: { subject: 'candour between schools' },
  boundarySpanners: { subject: 'the share of staff who hold ties to other schools' },
  relianceOnOneSpanner: { subject: 'the part of a school’s outside contact that rests on one person' },
  inequalityOfPartners: { subject: 'the inequality of partner schools' },
  resentment: { subject: 'the resentment of weaker partners' },
  competition: { subject: 'competition between schools in contact' },
  partnerDistance: { subject: 'the distance between partner schools', unit: 'km' },
  associations: { subject: 'the share of pairs in contact that are only associations' },
  cooperations: { subject: 'the share of pairs in contact that cooperate' },
  collaborations: { subject: 'the share of pairs in contact that collaborate' },
  collegialities: { subject: 'the share of pairs in contact that are colleagues' },
  collaboratingSchools: { subject: 'the share of schools with a collaboration or more' },
  collegialSchools: { subject: 'the share of schools with a collegial relation' },
  meanDegree: { subject: 'the number of partners a school has' },
  density: { subject: 'the density of the network of partners' },
  clustering: { subject: 'the clustering of the network of partners' },
  centralisation: { subject: 'the centralisation of the network of partners' },
  corePeriphery: { subject: 'the fit of the network to a core and a periphery' },
  modularity: { subject: 'the modularity of the network by collaborative' },
  isolatedSchools: { subject: 'the share of schools without a partner' },
  schoolsLeftOut: { subject: 'the share of schools in no collaborative' },
  gapInBeingLeftOut: { subject: 'the gap in being left out between schools with low and with high results' },
  collaboratives: { subject: 'the number of collaboratives for each hundred schools' },
  collaborativeSize: { subject: 'the size of collaboratives', unit: 'schools' },
  collaborativeAge: { subject: 'the age of collaboratives', unit: 'years' },
  goalAttainment: { subject: 'the progress of collaboratives on their goals' },
  brokeredCollaboratives: { subject: 'the share of collaboratives that brokers brought about' },
  resistanceToAuthority: { subject: 'the resistance of networks to the authority' },
  purposeSpent: { subject: 'the part of their purpose that networks have used up' },
  grantCost: { subject: 'the cost in grants', unit: 'thousand pounds a school and year' },
  commitmentOfHeads: { subject: 'the commitment of heads to partnership' },
  commitmentOfTeachers: { subject: 'the commitment of teachers to partnership' },
  awarenessOfStaff: { subject: 'the awareness that staff have of their school’s networks' },
  partnershipHours: { subject: 'the time a member of staff gives to partnership', unit: 'hours a week' },
  overload: { subject: 'the overload of staff' },
  turnover: { subject: 'the share of staff who leave in a year' },
  anomie: { subject: 'the anomie of schools' },
  fatalism: { subject: 'the fatalism of schools' },
  distributionOfLeadership: { subject: 'the sharing of leadership inside schools' },
  capacityForImprovement: { subject: 'the capacity of schools to improve' },
  expertise: { subject: 'the expertise of those who teach' },
  curriculumBreadth: { subject: 'the vocational breadth that pupils can draw on' },
  practiceSpread: { subject: 'the share in which new practice is in use' },
  practiceVariance: { subject: 'the variance of practice between members of a collaborative' },
  innovations: { subject: 'the number of new practices a year for each 100 staff' },
  agencyLinks: { subject: 'the share of schools that work well with an agency' },
  agencyTrust: { subject: 'the trust between schools and agencies' },
  agencyHours: { subject: 'the time a school gives to work with agencies', unit: 'hours a week' },
  wellbeingOfTargetedPupils: { subject: 'the wellbeing of pupils at risk' },
};

/** The metrics a reader is told of in sentences, in the order of the telling. */
export const HEADLINES: readonly MetricKey[] = [
  'trustBetweenSchools',
  'collegialSchools',
  'attainment',
  'attainmentGap',
  'schoolsLeftOut',
  'overload',
];
