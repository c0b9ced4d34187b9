import type { SchoolRecord } from '../sim/index.ts';

/** The columns of England's register (GIAS) and what their values mean here. */
export const COLUMN = {
  id: 'URN',
  name: 'EstablishmentName',
  status: 'EstablishmentStatus (name)',
  kind: 'TypeOfEstablishment (name)',
  group: 'EstablishmentTypeGroup (name)',
  phase: 'PhaseOfEducation (name)',
  lowAge: 'StatutoryLowAge',
  highAge: 'StatutoryHighAge',
  denomination: 'ReligiousCharacter (name)',
  places: 'SchoolCapacity',
  roll: 'NumberOfPupils',
  lowMeans: 'PercentageFSM',
  trustFlag: 'TrustSchoolFlag (name)',
  trust: 'Trusts (name)',
  federationFlag: 'FederationFlag (name)',
  federation: 'Federations (name)',
  grade: 'OfstedRating (name)',
  district: 'DistrictAdministrative (name)',
  easting: 'Easting',
  northing: 'Northing',
  latitude: 'Latitude',
  longitude: 'Longitude',
  readingProgress: 'READPROG',
  mathsProgress: 'MATPROG',
  attainment8: 'ATT8SCR',
  progress8: 'P8MEA',
} as const;

export type Phase = SchoolRecord['phase'];

/** Phase of education -> phase of the model, or why such a school is left out. */
export const PHASES: ReadonlyMap<string, { phase: Phase } | { dropped: string }> = new Map([
  ['primary', { phase: 'primary' }],
  ['middle deemed primary', { phase: 'primary' }],
  ['secondary', { phase: 'secondary' }],
  ['middle deemed secondary', { phase: 'secondary' }],
  ['all-through', { phase: 'all-through' }],
  ['nursery', { dropped: 'nursery school' }],
  ['16 plus', { dropped: 'for 16 and over' }],
  ['not applicable', { dropped: 'phase not applicable' }],
] as const);

/** Status -> kept (false), or why such a school is left out. */
export const STATUSES: ReadonlyMap<string, string | false> = new Map<string, string | false>([
  ['open', false],
  ['closed', 'closed'],
  ['open, but proposed to close', 'proposed to close'],
  ['proposed to open', 'not yet open'],
]);

/** Kinds of establishment that are no part of the school system the model is about. */
export function droppedKind(group: string, kind: string): string | null {
  const text = `${group} ${kind}`.toLowerCase();
  if (/special|alternative provision|pupil referral|hospital|secure unit/.test(text))
    return 'special school or alternative provision';
  if (/independent/.test(group.toLowerCase())) return 'independent school';
  if (/college|universit|welsh|online|other type/.test(group.toLowerCase()))
    return 'not a school of the state system';
  return null;
}

/** Inspection grades; the finer words below "requires improvement" are all grade 4. */
export const GRADES: ReadonlyMap<string, number> = new Map([
  ['outstanding', 1],
  ['good', 2],
  ['requires improvement', 3],
  ['satisfactory', 3],
  ['inadequate', 4],
  ['serious weaknesses', 4],
  ['special measures', 4],
]);

/** Ways of saying that a school has no denomination. */
export const NO_DENOMINATION: readonly string[] = ['', 'does not apply', 'none', 'not applicable'];

/**
 * What a school of a phase is like when neither its own figures nor those of its file say: mean roll of state-funded
 * schools and share of pupils eligible for free meals, England, January 2019 (school census); ages as is usual.
 */
export const USUAL: Readonly<
  Record<Phase, { roll: number; lowMeans: number; lowAge: number; highAge: number }>
> = {
  primary: { roll: 282, lowMeans: 0.158, lowAge: 4, highAge: 11 },
  secondary: { roll: 965, lowMeans: 0.141, lowAge: 11, highAge: 16 },
  'all-through': { roll: 1000, lowMeans: 0.15, lowAge: 4, highAge: 16 },
};

/**
 * Scaled score from other published figures (assumptions): national means of 2019 are 104 in reading and 105 in
 * mathematics; progress measures are already points of that scale. Attainment 8 has mean 46.7 and about 20 points
 * of standard deviation between pupils where the scaled score has 7.5.
 */
export const MEAN_SCALED_SCORE = 104.5;
export const MEAN_ATTAINMENT_8 = 46.7;
export const SCALED_POINTS_AN_ATTAINMENT_8_POINT = 0.375;
