import { bits, type Draw, STREAM } from '../draw.ts';
import { logitOf } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { CONTACT, CONTACTS, contacts, type State } from '../state.ts';

/**
 * An encounter. A contract stands in for missing trust:
 *   effective trust e = T + (1 - T)^2 * formality * contractSubstitution,
 * candour o = e * (1 - guard), and success has probability
 *   logistic(ease + 2.5 (e - 0.5) + 2 (u - 0.5) + 0.8 facilitation - 2 guard - 1.5 overload - demand)
 * with demand what joint work asks beyond a conversation, T the mean trust of the two, u their understanding, overload their mean (B 3.2, 11.11, 12.4).
 */
export const params = {
  ease: number({
    default: 0.3,
    min: -4,
    max: 4,
    unit: 'log odds',
    doc: 'Log odds of success when trust and understanding are middling and nothing helps or hinders.',
    source: 'assumption',
  }),
  trustWeight: number({
    default: 2.5,
    min: 0,
    max: 8,
    unit: 'log odds',
    doc: 'What full instead of no trust adds to success.',
    source: 'model description 4, after B 12.4',
  }),
  understandingWeight: number({
    default: 2,
    min: 0,
    max: 8,
    unit: 'log odds',
    doc: 'What full instead of no understanding adds to success.',
    source: 'model description 4, after B 3.1',
  }),
  facilitationWeight: number({
    default: 0.8,
    min: 0,
    max: 4,
    unit: 'log odds',
    doc: 'What good facilitation adds to success.',
    source: 'model description 4, after B 11.11',
  }),
  guardWeight: number({
    default: 2,
    min: 0,
    max: 8,
    unit: 'log odds',
    doc: 'What full guard against a competitor takes from success.',
    source: 'model description 4, after B 12.4',
  }),
  overloadWeight: number({
    default: 1.5,
    min: 0,
    max: 8,
    unit: 'log odds',
    doc: 'What full overload takes from success.',
    source: 'model description 4, after B 8.6',
  }),
  jointDemand: number({
    default: 0.5,
    min: 0,
    max: 4,
    unit: 'log odds',
    doc: 'What joint work asks of the two beyond a conversation: taken from its success.',
    source: 'assumption, after B 12.4',
  }),
  contractSubstitution: number({
    default: 0.35,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far a full contract stands in for missing trust.',
    source: 'model description 4, after B 12.4',
  }),
};
export const writes = ['contactCandour', 'contactSuccess'] as const;

/** What each kind of contact asks beyond a conversation, log odds. */
const demand = new Float64Array(CONTACTS.length);

/** Decides the first `count` contacts. */
export function meet(s: State, p: Values<typeof params>, draw: Draw, week: number, count: number): void {
  const { contactFrom, contactTo, contactKind, contactTrust, contactUnderstanding, contactFacilitation } =
    contacts;
  const { contactGuard, contactFormality, contactCandour, contactSuccess } = contacts;
  const { staffOverload } = s;
  const { trustWeight, understandingWeight, facilitationWeight, guardWeight, contractSubstitution } = p;
  const overloadWeight = p.overloadWeight / 2;
  const base = p.ease - (trustWeight + understandingWeight) / 2;
  demand.fill(p.jointDemand, CONTACT.development);
  draw.open(STREAM.encounter, week);
  const { a, b } = draw;
  for (let c = 0; c < count; c++) {
    const i = contactFrom[c];
    const j = contactTo[c];
    const trust = contactTrust[c];
    const gap = 1 - trust;
    const effective = trust + gap * gap * contactFormality[c] * contractSubstitution;
    const guard = contactGuard[c];
    const z =
      base +
      trustWeight * effective +
      understandingWeight * contactUnderstanding[c] +
      facilitationWeight * contactFacilitation[c] -
      guardWeight * guard -
      overloadWeight * (staffOverload[i] + staffOverload[j]) -
      demand[contactKind[c]];
    contactCandour[c] = effective * (1 - guard);
    // One address for each ordered pair and kind of contact in a week.
    const u = bits(a, b, i, (j << 3) | contactKind[c]) >>> 16;
    contactSuccess[c] = ((logitOf[u] < z) as unknown as number) | 0; // no branch: half of them would be mispredicted
  }
}
