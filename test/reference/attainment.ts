import { STREAM } from '../../sim/draw.ts';
import { potential, writes } from '../../sim/mechanisms/attainment.ts';
import { EXAMINATION, ROLE } from '../../sim/state.ts';
import { emphasis } from './accountability.ts';
import { type Rule, step } from './rule.ts';
import { held, type School, total, type World } from './world.ts';

const SUBJECTS = [0, 1, 2];
const STRATA = [0, 1, 2];

/** What the school, as it is, makes possible in a subject. */
function possible(w: World, a: School, subject: number): number {
  const p = w.p.attainment;
  const carrying = w.staffOf(a).filter(({ role }) => role !== ROLE.support);
  return (
    p.expertise * (a.expertise[subject] - 0.5) +
    p.leadership * (a.distribution - 0.4) +
    p.climate * (a.climate - 0.5) +
    p.partnership * a.reach +
    p.practice * a.practice[subject] -
    (p.overload * total(carrying.map((i) => i.overload))) / carrying.length -
    p.anomie * a.anomie -
    p.fatalism * a.fatalism -
    p.away * a.away * (1 - a.distribution)
  );
}

function meansOf(w: World, stratum: number): number {
  return [w.p.attainment.low, 0, w.p.attainment.high][stratum];
}

export function teach(w: World): void {
  const p = w.p.attainment;
  const narrow = (w.p.accountability.evidence === 'broad' ? 0.4 : 1) * emphasis(w);
  for (const a of w.schools) {
    const drilled = p.drill * (a.pressure * narrow - p.usualPressure);
    const gaming = p.borderline * a.gaming;
    for (const subject of SUBJECTS) {
      const target = a.baseline + possible(w, a, subject);
      for (const k of STRATA) {
        const at = subject * 3 + k;
        const home = a.engagement[k] - a.engagementUsual[k];
        a.effect[at] += p.lag * (target + p.engagement * home - a.effect[at]);
        const measured = subject === 2 ? -drilled : drilled;
        const gamed = [-gaming, 0.5 * gaming, 0][k];
        a.expected[at] = p.mean + meansOf(w, k) + a.intake + a.effect[at] + measured + gamed;
      }
    }
    const years = Math.max(1, a.highAge - a.lowAge);
    for (const k of STRATA) a.cohort[k] = Math.round(a.pupils[k] / years);
  }
}

interface Pupil {
  school: School;
  stratum: number;
  scores: number[];
  /** Mean of the published subjects. */
  mean: number;
  gone: boolean;
}

function sit(w: World): Pupil[] {
  const p = w.p.attainment;
  w.draw.open(STREAM.examination, w.week);
  const pupils: Pupil[] = [];
  for (const school of w.schools) {
    let pupil = 0;
    for (const stratum of STRATA) {
      const n = school.cohort[stratum];
      const eased = Math.min(n, Math.floor(n * school.excluded + w.draw.uniform(school.index, 8)));
      for (let q = 0; q < n; q++, pupil++) {
        const address = school.index * 4096 + pupil;
        const common = w.draw.normal(address, 0);
        const scores = SUBJECTS.map((subject) => {
          const own = w.draw.normal(address, 1 + subject);
          const ofPupil = Math.sqrt(1 - p.subjectShare) * p.pupilSpread * common;
          const ofSubject = Math.sqrt(p.subjectShare) * p.pupilSpread * own;
          return held(school.expected[subject * 3 + stratum] + ofPupil + ofSubject, 0, 200);
        });
        const mean = (scores[0] + scores[1]) / 2;
        pupils.push({ school, stratum, scores, mean, gone: stratum === 0 && q < eased });
      }
    }
  }
  return pupils;
}

const meanOf = (list: readonly number[]) => total(list) / list.length;

export function examine(w: World): void {
  const p = w.p.attainment;
  const pupils = sit(w);
  for (const a of w.schools) {
    const own = pupils.filter(({ school }) => school === a);
    for (const subject of SUBJECTS) {
      for (const k of STRATA) {
        const scores = own.filter(({ stratum }) => stratum === k).map(({ scores }) => scores[subject]);
        a.attainment[subject * 3 + k] = scores.length > 0 ? meanOf(scores) : a.expected[subject * 3 + k];
      }
    }
    if (own.length === 0) continue;
    const listed = own.filter(({ gone }) => !gone);
    a.published = meanOf((listed.length > 0 ? listed : own).map(({ mean }) => mean));
    const predicted = total(STRATA.map((k) => a.cohort[k] * (p.mean + meansOf(w, k))));
    a.valueAdded = (total(own.map(({ mean }) => mean)) - predicted) / own.length;
  }
  rank(w);
  const e = w.s.examination;
  const n = pupils.length;
  for (const k of STRATA) {
    const scores = pupils.filter(({ stratum }) => stratum === k).map(({ mean }) => mean);
    e[EXAMINATION.low + k] = scores.length > 0 ? meanOf(scores) : 0;
  }
  const bySchool = w.schools
    .map((a) => pupils.filter(({ school }) => school === a).map(({ mean }) => mean))
    .filter((list) => list.length > 0);
  e[EXAMINATION.mean] = n > 0 ? total(bySchool.map(total)) / n : 0;
  e[EXAMINATION.pupils] = n;
  e[EXAMINATION.excluded] = n > 0 ? pupils.filter(({ gone }) => gone).length / n : 0;
  [e[EXAMINATION.betweenSchools], e[EXAMINATION.schoolShare]] = variance(bySchool);
}

/** One-way analysis of variance: variance between groups, and its share of all. */
function variance(lists: readonly (readonly number[])[]): [number, number] {
  const groups = lists.length;
  const all = lists.flat();
  const n = all.length;
  if (groups < 2 || n <= groups) return [0, 0];
  const between = total(lists.map((list) => (total(list) * total(list)) / list.length));
  const sum = total(lists.map(total));
  const squares = total(all.map((x) => x * x));
  const msWithin = Math.max(0, (squares - between) / (n - groups));
  const msBetween = (between - (sum * sum) / n) / (groups - 1);
  const size = (n - total(lists.map((list) => list.length * list.length)) / n) / (groups - 1);
  const found = Math.max(0, (msBetween - msWithin) / size);
  return [found, found + msWithin > 0 ? found / (found + msWithin) : 0];
}

/** Published figures standardised within phase. */
function rank(w: World): void {
  for (const phase of [0, 1, 2]) {
    const alike = w.schools.filter((a) => a.phase === phase);
    const n = alike.length;
    const sum = total(alike.map((a) => a.published));
    const squares = total(alike.map((a) => a.published * a.published));
    const deviation = n > 1 ? Math.sqrt(Math.max(0, (squares - (sum * sum) / n) / (n - 1))) : 0;
    for (const a of alike) a.standing = deviation > 1e-9 ? (a.published - sum / n) / deviation : 0;
  }
}

export const rules: Rule[] = [
  step('attainment: teach', writes, teach),
  step('attainment: examine', writes, examine),
  {
    name: 'potential',
    writes,
    real: ({ state, parameters }) =>
      [...state.schoolPosts.keys()].flatMap((a) =>
        SUBJECTS.map((subject) => potential(state, parameters.attainment, a, subject)),
      ),
    naive: (w) => w.schools.flatMap((a) => SUBJECTS.map((subject) => possible(w, a, subject))),
  },
];
