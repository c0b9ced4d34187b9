import * as agencies from './agencies.ts';
import * as attainment from './attainment.ts';
import * as collaboratives from './collaboratives.ts';
import * as families from './families.ts';
import type { Metric } from './metric.ts';
import * as network from './network.ts';
import * as norms from './norms.ts';
import * as practice from './practice.ts';
import * as staff from './staff.ts';
import * as stages from './stages.ts';
import * as trust from './trust.ts';

export type { Metric };

/** Every metric, in the order in which pages and files show them. */
export const metrics = [
  attainment.attainment,
  attainment.attainmentGap,
  attainment.schoolShareOfVariance,
  attainment.polarisation,
  attainment.segregation,
  attainment.pupilsExcluded,
  attainment.inspectionGrade,
  attainment.schoolsInSpecialMeasures,
  attainment.schoolsClosed,
  attainment.helpInCrisis,
  families.familyEngagement,
  families.engagementGap,
  families.familyTrust,
  families.voiceHeard,
  families.voiceHeardGap,
  families.pupilWellbeing,
  families.multiAgeTutoring,
  trust.trustWithinSchools,
  trust.trustBetweenSchools,
  trust.tiesBetweenSchools,
  trust.boundarySpanners,
  trust.relianceOnOneSpanner,
  trust.sharing,
  trust.inequalityOfPartners,
  trust.resentment,
  trust.competition,
  trust.partnerDistance,
  stages.associations,
  stages.cooperations,
  stages.collaborations,
  stages.collegialities,
  stages.collaboratingSchools,
  stages.collegialSchools,
  network.meanDegree,
  network.density,
  network.clustering,
  network.centralisation,
  network.corePeriphery,
  network.modularity,
  network.isolatedSchools,
  network.schoolsLeftOut,
  network.gapInBeingLeftOut,
  collaboratives.collaboratives,
  collaboratives.collaborativeSize,
  collaboratives.collaborativeAge,
  collaboratives.goalAttainment,
  collaboratives.brokeredCollaboratives,
  collaboratives.resistanceToAuthority,
  collaboratives.purposeSpent,
  collaboratives.grantCost,
  staff.commitmentOfHeads,
  staff.commitmentOfTeachers,
  staff.awarenessOfStaff,
  staff.partnershipHours,
  staff.overload,
  staff.turnover,
  norms.anomie,
  norms.fatalism,
  staff.distributionOfLeadership,
  staff.capacityForImprovement,
  staff.expertise,
  staff.curriculumBreadth,
  staff.innovations,
  practice.practiceSpread,
  practice.practiceVariance,
  agencies.agencyLinks,
  agencies.agencyTrust,
  agencies.agencyHours,
  agencies.wellbeingOfTargetedPupils,
] as const;

export type MetricKey = (typeof metrics)[number]['key'];
