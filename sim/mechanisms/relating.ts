import { forms } from '../governance/forms.ts';
import { clamp } from '../math/index.ts';
import { closeRow, likeness, openRow, RELATES, removeRelation } from '../relations.ts';
import { ACROSS, CONTACT, INSIDE, MEMBERSHIPS, type State, TIES } from '../state.ts';

/**
 * What relations of schools are made of: week by week the contacts of their staff are booked, and each term
 * contact, trust, sharing, joint task, dependence, shared values and shared responsibility follow from them
 * (B 11.12). The stages read these columns.
 */
export const writes = [
  'relationContacts',
  'relationSuccesses',
  'relationJoint',
  'relationCandour',
  'relationMeeting',
  'relationLast',
  'collaborativeContacts',
  'collaborativeSuccesses',
  ...RELATES,
  'relationTrust',
  'relationTrustSum',
  'relationTieUse',
  'relationTies',
  'relationLevels',
  'relationContact',
  'relationSharing',
  'relationTask',
  'relationDependence',
  'relationValues',
  'relationResponsibility',
  'relationGainA',
  'relationGainB',
] as const;

/** Books the first `count` contacts with their relations and collaboratives. */
export function book(s: State, week: number, count: number): void {
  for (let c = 0; c < count; c++) {
    const r = s.contactRelation[c];
    const ok = s.contactSuccess[c];
    s.relationContacts[r]++;
    s.relationSuccesses[r] += ok;
    s.relationCandour[r] += s.contactCandour[c] * ok;
    if (s.contactKind[c] >= CONTACT.development) s.relationJoint[r]++;
    s.relationMeeting[r] |= (1 << s.staffRole[s.contactFrom[c]]) | (1 << s.staffRole[s.contactTo[c]]);
    s.relationLast[r] = week;
    const m = s.contactMembership[c];
    if (m >= 0) {
      s.collaborativeContacts[m]++;
      s.collaborativeSuccesses[m] += ok;
    }
  }
}

/** What is left of trust and of the average of contacts after so many idle weeks. */
interface Fading {
  readonly trust: Float64Array;
  readonly strength: Float64Array;
}

/** Weeks without contact or tie after which a relation is forgotten. */
const FORGOTTEN = 78;
/** Gain of one partner from another in a term that makes for full dependence on it, units of expertise. */
const FULL_GAIN = 1.2;

/** Each term: what the weeks have come to. `collective` is the regime's share of common accountability. */
export function take(s: State, fading: Fading, collective: number, week: number): void {
  sumTies(s, fading, week);
  for (let r = 0; r < s.relationA.length; r++) {
    const a = s.relationA[r];
    if (a < 0) continue;
    const b = s.relationB[r];
    if (s.relationShared[r] === 0 && s.relationTies[r] === 0 && week - s.relationLast[r] > FORGOTTEN) {
      removeRelation(s, r);
      continue;
    }
    // Trust nobody holds in person fades with the memory of it.
    s.relationTrust[r] =
      s.relationTies[r] > 0 ? s.relationTrustSum[r] / s.relationTieUse[r] : s.relationTrust[r] * 0.9;
    const contacts = s.relationContacts[r];
    s.relationContact[r] += 0.85 * (contacts / 13 - s.relationContact[r]);
    if (contacts > 0) {
      s.relationSharing[r] += 0.5 * (s.relationCandour[r] / contacts - s.relationSharing[r]);
      s.relationTask[r] += 0.5 * (s.relationJoint[r] / contacts - s.relationTask[r]);
    } else {
      s.relationSharing[r] *= 0.8;
      s.relationTask[r] *= 0.5;
    }
    s.relationGainA[r] += 0.3 * (s.relationLearntA[r] - s.relationGainA[r]);
    s.relationGainB[r] += 0.3 * (s.relationLearntB[r] - s.relationGainB[r]);
    s.relationLevels[r] = s.relationMeeting[r];
    s.relationMeeting[r] = 0;
    const bond = sharedBond(s, a, b);
    depend(s, r, bond.pooled);
    s.relationValues[r] = clamp(likeness(s, a, b) + (alike(s, a, b) ? 0.08 : 0), 0, 1);
    const answer = Math.max(collective * (s.relationShared[r] > 0 ? 0.8 : 0.3), bond.unit);
    const responsible = clamp(
      0.5 * answer + 0.6 * s.relationIdentity[r] + 0.2 * s.relationTask[r] + 0.3 * bond.pooled,
      0,
      1,
    );
    s.relationResponsibility[r] += 0.25 * (responsible - s.relationResponsibility[r]);
    s.relationContacts[r] = 0;
    s.relationSuccesses[r] = 0;
    s.relationJoint[r] = 0;
    s.relationCandour[r] = 0;
    s.relationLearntA[r] = 0;
    s.relationLearntB[r] = 0;
  }
}

/** Mutual dependence: gains that flow both ways, joint work, levels in touch, and what is pooled. */
function depend(s: State, r: number, pooled: number): void {
  const mutual = Math.min(
    1,
    (Math.min(s.relationGainA[r], s.relationGainB[r]) +
      0.4 * Math.max(s.relationGainA[r], s.relationGainB[r])) /
      FULL_GAIN,
  );
  let levels = 0;
  for (let bit = 0; bit < 5; bit++) levels += (s.relationLevels[r] >> bit) & 1;
  const busy = Math.min(1, s.relationContact[r]);
  const target = clamp(
    busy * (0.4 * mutual + 0.25 * s.relationTask[r] + 0.04 * levels) +
      0.5 * pooled +
      0.2 * s.relationIdentity[r],
    0,
    1,
  );
  s.relationDependence[r] += 0.3 * (target - s.relationDependence[r]);
}

/** What an unused tie counts for, contacts a week: an acquaintance says little about how two schools get on. */
export const ACQUAINTANCE = 0.02;

/** Sums the trust of the ties across schools by relation, each tie counting by how much it is used. */
function sumTies(s: State, fading: Fading, week: number): void {
  for (let r = 0; r < s.relationA.length; r++) {
    s.relationTies[r] = 0;
    s.relationTrustSum[r] = 0;
    s.relationTieUse[r] = 0;
  }
  const { schoolFirst, schoolPosts, tieTarget, tieTrust, tieStrength, tieSince, staffSchool } = s;
  const { relationTrustSum, relationTieUse, relationTies } = s;
  for (let a = 0; a < schoolPosts.length; a++) {
    const relationTo = openRow(s, a);
    const end = (schoolFirst[a] + schoolPosts[a]) * TIES;
    for (let half = schoolFirst[a] * TIES + INSIDE; half < end; half += TIES) {
      for (let t = half; t < half + ACROSS; t++) {
        const j = tieTarget[t];
        if (j < 0) break;
        const r = relationTo[staffSchool[j]];
        if (r < 0) continue;
        const idle = week - tieSince[t];
        const use = tieStrength[t] * fading.strength[idle] + ACQUAINTANCE;
        relationTrustSum[r] += use * tieTrust[t] * fading.trust[idle];
        relationTieUse[r] += use;
        relationTies[r]++;
      }
    }
    closeRow(s, a);
  }
}

const bondFound = { pooled: 0, unit: 0 };

/** The strongest bond among the collaboratives two schools share: what is pooled, and how far results count together. */
function sharedBond(s: State, a: number, b: number): { pooled: number; unit: number } {
  bondFound.pooled = 0;
  bondFound.unit = 0;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0) continue;
    for (let n = b * MEMBERSHIPS; n < (b + 1) * MEMBERSHIPS; n++) {
      if (s.membershipOf[n] !== c) continue;
      bondFound.pooled = Math.max(bondFound.pooled, forms[s.collaborativeForm[c]].pooled);
      bondFound.unit = Math.max(bondFound.unit, s.collaborativeUnit[c]);
    }
  }
  return bondFound;
}

function alike(s: State, a: number, b: number): boolean {
  return s.schoolDenomination[a] !== 0 && s.schoolDenomination[a] === s.schoolDenomination[b];
}
