/** What the map's frames say of schools and their relations, in words. */
import { decimalsToShow, formatNumber, sayGrade } from '../../analysis/format.ts';
import { formNames, MEMBERSHIPS, PHASES, STAGES } from '../../sim/index.ts';
import { type Frame, LACKS, type Place } from '../worker/contract.ts';

export interface Fact {
  name: string;
  value: string;
}

export function factsOf({ phases }: Place, frame: Frame, school: number): Fact[] {
  const phase = { name: 'Phase', value: PHASES[phases[school]] };
  // What a closed school last published and was given is no longer anybody's.
  if (frame.closed[school] === 1) return [phase, { name: 'Pupils', value: pupilsOf(frame, school) }];
  const facts = [
    phase,
    { name: 'Pupils', value: pupilsOf(frame, school) },
    { name: 'Published result', value: resultOf(frame, school) },
    { name: 'Inspection grade', value: gradeOf(frame, school) },
  ];
  const forms = bondsOf(frame, school);
  facts.push({ name: 'Collaboratives', value: forms.length === 0 ? 'none' : forms.join(', ') });
  return facts;
}

export function pupilsOf({ pupils, closed }: Frame, school: number): string {
  return closed[school] === 1 ? 'closed' : formatNumber(pupils[school], 0);
}

export function gradeOf({ grade, special, closed }: Frame, school: number): string {
  if (closed[school] === 1) return 'none';
  return `${sayGrade(grade[school])}${special[school] ? ', in special measures' : ''}`;
}

/** On the scale on which 100 is the expected standard; before the first examination there is none. */
export function resultOf({ published, standing }: Frame, school: number): string {
  if (published[school] === 0) return 'none yet';
  const standard = standing[school];
  const side = standard >= 0 ? 'above' : 'below';
  return `${formatNumber(published[school], 1)} (${formatNumber(Math.abs(standard), 1)} sd ${side} the mean)`;
}

function bondsOf({ memberships, forms }: Frame, school: number): string[] {
  const names: string[] = [];
  for (let m = school * MEMBERSHIPS; m < (school + 1) * MEMBERSHIPS; m++) {
    if (memberships[m] >= 0) names.push(formNames[forms[memberships[m]]]);
  }
  return names;
}

export interface RelationRow {
  partner: number;
  name: string;
  stage: number;
  stageName: string;
  trust: string;
  km: string;
  lacks: string;
}

/** The relations of a school, the furthest grown first. */
export function relationsOf(place: Place, frame: Frame, school: number): RelationRow[] {
  const rows: (RelationRow & { by: number })[] = [];
  for (let r = 0; r < frame.a.length; r++) {
    if (frame.a[r] !== school && frame.b[r] !== school) continue;
    const partner = frame.a[r] === school ? frame.b[r] : frame.a[r];
    const distance = Math.hypot(place.x[partner] - place.x[school], place.y[partner] - place.y[school]);
    rows.push({
      partner,
      name: place.names[partner],
      stage: frame.stage[r],
      stageName: STAGES[frame.stage[r]],
      trust: formatNumber(frame.trust[r], decimalsToShow({ unit: '', min: 0, max: 1 }, frame.trust[r])),
      km: formatNumber(distance, 1),
      lacks: lackingIn(frame.lacks[r], frame.stage[r]),
      by: frame.trust[r],
    });
  }
  return rows.sort((p, q) => q.stage - p.stage || q.by - p.by);
}

/** What a relation lacks for its next stage. */
export function lackingIn(bits: number, stage: number): string {
  if (stage === STAGES.length - 1) return 'nothing: there is no further stage';
  const missing = LACKS.filter((_, i) => bits & (1 << i));
  return missing.length === 0 ? `nothing: ${STAGES[stage + 1]} comes next` : missing.join(', ');
}

/** Relations of each stage, by school. */
export function stageCounts(frame: Frame, schools: number): Uint16Array {
  const counts = new Uint16Array(schools * STAGES.length);
  for (let r = 0; r < frame.a.length; r++) {
    counts[frame.a[r] * STAGES.length + frame.stage[r]]++;
    counts[frame.b[r] * STAGES.length + frame.stage[r]]++;
  }
  return counts;
}

/** Relations of each stage over the whole map. */
export function totals(frame: Frame): number[] {
  const counts = STAGES.map(() => 0);
  for (const stage of frame.stage) counts[stage]++;
  return counts;
}
