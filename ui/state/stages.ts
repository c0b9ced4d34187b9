/** What each stage of a relation means, in the order of `STAGES`. */
export const STAGE_MEANING: readonly string[] = [
  'no contact to speak of',
  'occasional contact',
  'regular contact, incidental sharing',
  'a joint task, for expected gains',
  'depending on one another, within shared values',
];
