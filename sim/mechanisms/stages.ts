import { clamp } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { EVENT, RECORDS, record, STAGE, STAGES, type State } from '../state.ts';

/**
 * Stages of a relation (B 11.12): association (occasional contact), cooperation (recurrent contact, incidental
 * sharing), collaboration (a joint task for expected gains), collegiality (interdependence within agreed
 * values, over a long time). A relation climbs one step a term when it meets every threshold of the next stage,
 * and falls only below `hysteresis` times those of its own. The stage acts back: common identity grows by
 * trust * values * dependence, and replaces reckoning by solidarity.
 */
export const params = {
  associationContact: number({
    default: 0.03,
    min: 0.001,
    max: 1,
    unit: 'contacts a week',
    doc: 'Contact that makes an association.',
    source: 'assumption',
  }),
  cooperationContact: number({
    default: 0.15,
    min: 0.01,
    max: 5,
    unit: 'contacts a week',
    doc: 'Contact that makes a cooperation.',
    source: 'assumption',
  }),
  cooperationSharing: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Sharing that makes a cooperation.',
    source: 'assumption',
  }),
  cooperationTrust: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'trust',
    doc: 'Trust that makes a cooperation.',
    source: 'assumption',
  }),
  collaborationContact: number({
    default: 0.35,
    min: 0.01,
    max: 5,
    unit: 'contacts a week',
    doc: 'Contact that makes a collaboration.',
    source: 'assumption',
  }),
  collaborationSharing: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Sharing that makes a collaboration.',
    source: 'assumption',
  }),
  collaborationTask: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Joint task that makes a collaboration.',
    source: 'B 11.12; value assumed',
  }),
  collaborationTrust: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'trust',
    doc: 'Trust that makes a collaboration.',
    source: 'assumption',
  }),
  collegialityTrust: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'trust',
    doc: 'Trust that collegiality needs.',
    source: 'B 11.12; value assumed',
  }),
  collegialityDependence: number({
    default: 0.35,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Mutual dependence that collegiality needs.',
    source: 'B 11.12; value assumed',
  }),
  collegialityValues: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Shared values that collegiality needs.',
    source: 'B 11.12; value assumed',
  }),
  collegialityResponsibility: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Shared responsibility that collegiality needs.',
    source: 'B 11.12; value assumed',
  }),
  collegialityWeeks: number({
    default: 39,
    min: 0,
    max: 390,
    unit: 'weeks',
    doc: 'Weeks of collaboration before collegiality.',
    source: 'model description 5',
  }),
  hysteresis: number({
    default: 0.7,
    min: 0.1,
    max: 1,
    unit: 'times',
    doc: 'Part of a threshold below which a stage is lost.',
    source: 'assumption',
  }),
  identityGrowth: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How quickly common identity grows.',
    source: 'assumption, after B 11.12',
  }),
  identityShort: number({
    default: 0.1,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of the identity its trust, values and dependence allow that a relation short of collegiality comes to.',
    source: 'assumption, after B 11.12',
  }),
  identityDecline: number({
    default: 0.04,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How slowly common identity declines.',
    source: 'assumption, after B 11.12',
  }),
};
export const writes = [
  'relationStage',
  'relationStageSince',
  'relationIdentity',
  'relationCollaborated',
  'transitionCount',
  ...RECORDS,
] as const;

type P = Values<typeof params>;

/** One thing a relation needs for a stage: how much it has and how much is asked. */
export interface Lack {
  what:
    | 'contact'
    | 'sharing'
    | 'joint task'
    | 'trust'
    | 'mutual dependence'
    | 'shared values'
    | 'shared responsibility'
    | 'time';
  has: number;
  needs: number;
  unit: string;
}

/** What relation `r` still lacks for the stage above its own; empty at the top. */
export function lacks(s: State, p: P, r: number, week: number): Lack[] {
  const missing: Lack[] = [];
  const ask = (what: Lack['what'], has: number, needs: number, unit: string) => {
    if (has < needs) missing.push({ what, has, needs, unit });
  };
  const stage = s.relationStage[r];
  if (stage === STAGE.none) ask('contact', s.relationContact[r], p.associationContact, 'contacts a week');
  if (stage === STAGE.association) {
    ask('contact', s.relationContact[r], p.cooperationContact, 'contacts a week');
    ask('sharing', s.relationSharing[r], p.cooperationSharing, 'share');
    ask('trust', s.relationTrust[r], p.cooperationTrust, 'trust');
  }
  if (stage === STAGE.cooperation) {
    ask('contact', s.relationContact[r], p.collaborationContact, 'contacts a week');
    ask('sharing', s.relationSharing[r], p.collaborationSharing, 'share');
    ask('joint task', s.relationTask[r], p.collaborationTask, 'share');
    ask('trust', s.relationTrust[r], p.collaborationTrust, 'trust');
  }
  if (stage === STAGE.collaboration) {
    ask('contact', s.relationContact[r], p.cooperationContact, 'contacts a week');
    ask('trust', s.relationTrust[r], p.collegialityTrust, 'trust');
    ask('mutual dependence', s.relationDependence[r], p.collegialityDependence, 'share');
    ask('shared values', s.relationValues[r], p.collegialityValues, 'share');
    ask('shared responsibility', s.relationResponsibility[r], p.collegialityResponsibility, 'share');
    ask('time', week - s.relationStageSince[r], p.collegialityWeeks, 'weeks in collaboration');
  }
  return missing;
}

/** Whether relation `r` meets `part` of every threshold of `stage`. */
function meets(s: State, p: P, r: number, stage: number, part: number): boolean {
  const contact = s.relationContact[r];
  const trust = s.relationTrust[r];
  if (stage === STAGE.association) return contact >= part * p.associationContact;
  if (stage === STAGE.cooperation) {
    return (
      contact >= part * p.cooperationContact &&
      s.relationSharing[r] >= part * p.cooperationSharing &&
      trust >= part * p.cooperationTrust
    );
  }
  if (stage === STAGE.collaboration) {
    return (
      contact >= part * p.collaborationContact &&
      s.relationSharing[r] >= part * p.collaborationSharing &&
      s.relationTask[r] >= part * p.collaborationTask &&
      trust >= part * p.collaborationTrust
    );
  }
  // Collegiality does not ask for a joint task: it outlives the one it grew from.
  return (
    contact >= part * p.cooperationContact &&
    trust >= part * p.collegialityTrust &&
    s.relationDependence[r] >= part * p.collegialityDependence &&
    s.relationValues[r] >= part * p.collegialityValues &&
    s.relationResponsibility[r] >= part * p.collegialityResponsibility
  );
}

/** Each term: identity moves, and every relation is placed. */
export function classify(s: State, p: P, week: number): void {
  for (let r = 0; r < s.relationA.length; r++) {
    if (s.relationA[r] < 0) continue;
    identify(s, p, r);
    const stage = s.relationStage[r];
    let next = stage;
    if (stage < STAGE.collegiality && meets(s, p, r, stage + 1, 1)) {
      const waiting = stage === STAGE.collaboration && week - s.relationStageSince[r] < p.collegialityWeeks;
      if (!waiting) next = stage + 1;
    }
    // Losing collegiality may mean going back to a cooperation when there is no joint task any more.
    while (next === stage && next > 0 && !meets(s, p, r, next, p.hysteresis)) {
      next--;
      while (next > 0 && !meets(s, p, r, next, p.hysteresis)) next--;
    }
    s.transitionCount[stage * STAGES.length + next]++;
    if (next === stage) continue;
    s.relationStage[r] = next;
    s.relationStageSince[r] = week;
    if (next >= STAGE.collaboration) s.relationCollaborated[r] = 1;
    record(s, week, next > stage ? EVENT.stageRose : EVENT.stageFell, s.relationA[r], s.relationB[r], next);
  }
}

/** Common identity grows by trust * values * dependence, in full only among colleagues, and declines more slowly. */
function identify(s: State, p: P, r: number): void {
  const full = clamp(2 * s.relationTrust[r] * s.relationValues[r] * s.relationDependence[r], 0, 1);
  const target = full * (s.relationStage[r] === STAGE.collegiality ? 1 : p.identityShort);
  const now = s.relationIdentity[r];
  s.relationIdentity[r] = now + (target > now ? p.identityGrowth : p.identityDecline) * (target - now);
}
