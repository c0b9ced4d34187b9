import { type Draw, STREAM } from '../draw.ts';
import { clamp } from '../math/index.ts';
import { choice, flag, number, type Values } from '../schema.ts';
import { EVENT, RECORDS, record, type State, UNITS } from '../state.ts';

/**
 * Accountability (B 13.3, 8.3). Pressure takes hours and is felt more by schools that stand low. Where one
 * school alone answers for its results and has little capacity to improve them, it takes to gaming: it works
 * at the borderline and eases out pupils who would pull the figure down. Inspectors come in a cycle and grade.
 */
export const params = {
  pressure: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Strength of accountability, from none to the harshest.',
    source: 'B 8.3, 13.3',
  }),
  unit: choice({
    default: 'individual',
    options: UNITS,
    lever: true,
    doc: 'Who answers for results: each school, the partnership, or both.',
    source: 'B 8.4, 13.3',
  }),
  evidence: choice({
    default: 'attainment only',
    options: ['attainment only', 'broad'],
    lever: true,
    doc: 'What is looked at: published results alone, or a broad record.',
    source: 'B 13.3',
  }),
  inspectionCycle: number({
    default: 4,
    min: 1,
    max: 12,
    unit: 'years',
    lever: true,
    integer: true,
    doc: 'Years between inspections of a school that is doing well.',
    source: 'assumption',
  }),
  stakes: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How much hangs on a poor inspection or place in the table.',
    source: 'B 8.3, 13.3',
  }),
  inspections: flag({
    default: true,
    lever: true,
    doc: 'Whether inspectors grade schools.',
    source: 'B 7.7.1',
  }),
  standingSensitivity: number({
    default: 0.2,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How much more pressure is felt one standard deviation below the mean.',
    source: 'assumption',
  }),
  gaming: number({
    default: 0.6,
    min: 0,
    max: 3,
    unit: 'share',
    doc: 'Gaming at full individual pressure by a school without capacity.',
    source: 'assumption, after B 8.3',
  }),
  exclusion: number({
    default: 0.06,
    min: 0,
    max: 0.5,
    unit: 'share of pupils',
    doc: 'Pupils of low means eased out at full gaming.',
    source: 'assumption, after B 8.3',
  }),
  inspectionNoise: number({
    default: 0.6,
    min: 0,
    max: 3,
    unit: 'standard deviations',
    doc: 'How far inspectors’ judgement strays from the evidence.',
    source: 'assumption, after B 7.7.1',
  }),
};
export const writes = [
  'schoolPressure',
  'schoolGaming',
  'schoolExcluded',
  'schoolGrade',
  'schoolInspected',
  'schoolSpecial',
  ...RECORDS,
] as const;

/** How far a result is a partner's result too: 0 under an individual unit, 1 under a collective one. */
export function collectivity(unit: string): number {
  return unit === 'collective' ? 1 : unit === 'mixed' ? 0.5 : 0;
}

/** Each term: the pressure each school feels, and the gaming that comes of it; `emphasis` is how many times what is measured counts. */
export function press(s: State, p: Values<typeof params>, emphasis = 1): void {
  const alone = 1 - collectivity(p.unit);
  const narrow = (p.evidence === 'broad' ? 0.4 : 1) * emphasis;
  for (let school = 0; school < s.schoolPressure.length; school++) {
    const low = -p.standingSensitivity * s.schoolStanding[school] * p.stakes * 2;
    s.schoolPressure[school] = p.pressure === 0 ? 0 : clamp(p.pressure * (1 + low), 0, 1);
    const weakness = Math.max(0, 0.7 - s.schoolCapacity[school]) / 0.7;
    const pull = clamp(
      p.gaming * s.schoolPressure[school] * alone * narrow * weakness * (0.5 + p.stakes),
      0,
      1,
    );
    // Habits of looking good come and go over about a year.
    s.schoolGaming[school] += 0.3 * (pull - s.schoolGaming[school]);
    s.schoolExcluded[school] = p.exclusion * s.schoolGaming[school];
  }
}

/** Each year: inspectors visit the schools that are due. Weak grades bring them back sooner, special measures after a year. */
export function inspect(s: State, p: Values<typeof params>, draw: Draw, week: number): void {
  if (!p.inspections) return;
  draw.open(STREAM.inspection, week);
  for (let school = 0; school < s.schoolGrade.length; school++) {
    if (s.schoolClosed[school] === 1) continue;
    const cycle =
      s.schoolSpecial[school] === 1
        ? 1
        : s.schoolGrade[school] >= 3
          ? Math.min(2, p.inspectionCycle)
          : p.inspectionCycle;
    if (week - s.schoolInspected[school] < cycle * 39) continue;
    // Grades follow what a school is and does far more than whom it works with (B 7.7.1).
    const evidence =
      0.55 * s.schoolStanding[school] +
      0.25 * s.schoolValueAdded[school] +
      1.5 * (s.schoolCapacity[school] - 0.5);
    const judged = evidence + p.inspectionNoise * draw.normal(school, 0);
    const grade = judged > 0.95 ? 1 : judged > -1 ? 2 : judged > -2 ? 3 : 4;
    s.schoolGrade[school] = grade;
    s.schoolInspected[school] = week;
    record(s, week, EVENT.inspected, school, -1, grade);
    const special = grade === 4 ? 1 : 0;
    if (special !== s.schoolSpecial[school]) {
      s.schoolSpecial[school] = special;
      record(s, week, special === 1 ? EVENT.specialMeasures : EVENT.outOfSpecialMeasures, school, -1, grade);
    }
  }
}
