import { flag, number, type Values } from '../schema.ts';
import { EVENT, LIFE, MEMBERSHIPS, RECORDS, record, type State } from '../state.ts';

/**
 * Incentives (B 13.2). Grants give money, and through it hours, to schools that work together; released time,
 * recognition and campaigns work without a grant. Money starts networks; what keeps them is decided at their
 * reviews.
 */
export const params = {
  grant: number({
    default: 0,
    min: 0,
    max: 200,
    unit: 'thousand pounds a school and year',
    lever: true,
    doc: 'Grant for each school in a collaborative.',
    source: 'B 13.2',
  }),
  grantWeeks: number({
    default: 117,
    min: 13,
    max: 1950,
    unit: 'weeks',
    lever: true,
    integer: true,
    doc: 'Weeks a collaborative holds its grant.',
    source: 'B 13.2',
  }),
  grantMembers: number({
    default: 2,
    min: 2,
    max: 60,
    unit: 'schools',
    lever: true,
    integer: true,
    doc: 'Members a collaborative needs to hold a grant.',
    source: 'B 13.2',
  }),
  releasedTime: number({
    default: 0,
    min: 0,
    max: 5,
    unit: 'hours a week',
    lever: true,
    doc: 'Hours given back to each teacher of a school in a collaborative.',
    source: 'B 8.6, 13.2',
  }),
  releaseForAll: flag({
    default: false,
    lever: true,
    doc: 'Whether released time goes to all schools, in a collaborative or not.',
    source: 'B 13.2',
  }),
  recognition: number({
    default: 0,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Public recognition for working together.',
    source: 'B 13.2',
  }),
  campaign: number({
    default: 0,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Moral campaign: how far it moves motives from oneself towards others.',
    source: 'B 13.2, 13.4',
  }),
  bids: number({
    default: 1,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Share of the new collaboratives that bid for the grant and get it.',
    source: 'B 13.2',
  }),
  conditions: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How far the conditions of a grant take the place of a collaborative’s own agenda.',
    source: 'B 13.2, 8.5; value assumed',
  }),
  grantWorth: number({
    default: 0.04,
    min: 0,
    max: 1,
    unit: 'hours a week a thousand pounds',
    doc: 'What a thousand pounds a year is worth to a school when it weighs up a membership.',
    source: 'assumption',
  }),
  releaseWorth: number({
    default: 0.4,
    min: 0,
    max: 5,
    unit: 'hours a week an hour',
    doc: 'What an hour of released time a teacher is worth in the same reckoning.',
    source: 'assumption',
  }),
  recognitionWorth: number({
    default: 0.4,
    min: 0,
    max: 5,
    unit: 'hours a week',
    doc: 'What full public recognition is worth in the same reckoning.',
    source: 'assumption',
  }),
  hoursAThousand: number({
    default: 0.12,
    min: 0,
    max: 2,
    unit: 'hours a week',
    doc: 'Hours a week and teacher that a thousand pounds a year buys a school.',
    source: 'assumption',
  }),
};
export const writes = ['schoolFunds', 'schoolRelease', 'collaborativeGrantEnds', ...RECORDS] as const;

/** Whether collaborative `c` holds a grant in `week`. */
export function funded(s: State, p: Values<typeof params>, c: number, week: number): boolean {
  return p.grant > 0 && s.collaborativeGrantEnds[c] > week && s.collaborativeMembers[c] >= p.grantMembers;
}

/** What belonging to `c` is worth to a school beside what it learns, in hours a week. */
export function worth(s: State, p: Values<typeof params>, c: number, week: number): number {
  const money = funded(s, p, c, week) ? p.grant * p.grantWorth : 0;
  return (
    money + p.releasedTime * p.releaseWorth * (p.releaseForAll ? 0 : 1) + p.recognition * p.recognitionWorth
  );
}

/** Each term: grants that run out, money in hand, and the hours it buys. */
export function pay(s: State, p: Values<typeof params>, week: number): void {
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    if (s.collaborativeLife[c] === LIFE.none || s.collaborativeGrantEnds[c] < 0) continue;
    if (week >= s.collaborativeGrantEnds[c] || p.grant === 0) {
      s.collaborativeGrantEnds[c] = -1;
      record(s, week, EVENT.grantEnded, s.collaborativeLead[c], c, s.collaborativeMembers[c]);
    }
  }
  for (let school = 0; school < s.schoolFunds.length; school++) {
    let grants = 0;
    let member = 0;
    for (let m = school * MEMBERSHIPS; m < (school + 1) * MEMBERSHIPS; m++) {
      const c = s.membershipOf[m];
      if (c < 0) continue;
      member = 1;
      // One grant a school: belonging to more networks brings no second one.
      if (funded(s, p, c, week)) grants = 1;
    }
    s.schoolFunds[school] = grants * p.grant;
    const released = member === 1 || p.releaseForAll ? p.releasedTime : 0;
    s.schoolRelease[school] = released + Math.min(2, s.schoolFunds[school] * p.hoursAThousand);
  }
}
