import { STREAM } from '../../sim/draw.ts';
import { normalQuantile } from '../../sim/math/index.ts';
import { writes } from '../../sim/mechanisms/home-school-partnership.ts';
import { writes as organisationWrites } from '../../sim/mechanisms/school-organisation.ts';
import { writes as familyWrites } from '../../sim/population/families.ts';
import { LIFE, ORGANISATION } from '../../sim/state.ts';
import { rollOf } from './market.ts';
import { type Rule, step } from './rule.ts';
import { type Family, held, type School, total, type World } from './world.ts';

function organise(w: World): void {
  const p = w.p.homeSchool;
  if (!p.on) return;
  for (const a of w.schools) {
    const mindset =
      0.1 +
      p.mindsetVision * p.vision * (1 - p.pitfall * p.deficitThinking) +
      p.mindsetPractice * a.changeover +
      0.3 * (a.view[3] - 0.5) +
      0.2 * a.distribution -
      0.2 * a.pressure;
    a.mindset += p.mindsetPace * (held(mindset) - a.mindset);
    changeOver(w, a);
    weigh(w, a);
  }
}

function changeOver(w: World, a: School): void {
  const p = w.p.homeSchool;
  const step = 1 / p.changeTerms;
  const bears = p.mindsetNeeded === 0 ? 1 : Math.min(1, a.mindset / p.mindsetNeeded);
  if (p.organisation !== 'multi-age') {
    a.changeover = Math.max(0, a.changeover - step);
    a.organisation = ORGANISATION.sameAge;
  } else if (a.organisation === ORGANISATION.multiAge) {
    a.changeover += p.slide * (bears - a.changeover);
    if (a.changeover < 0.5) a.organisation = ORGANISATION.slidBack;
  } else if (a.organisation === ORGANISATION.slidBack && bears < 1) {
    a.changeover = Math.max(0, a.changeover - step);
  } else {
    a.changeover = Math.min(1, a.changeover + step);
    a.organisation = a.changeover === 1 ? ORGANISATION.multiAge : ORGANISATION.changing;
  }
}

/** Hours in which a school can listen to a family, and what they take. */
function weigh(w: World, a: School): void {
  const p = w.p.homeSchool;
  const roll = Math.max(1, rollOf(a));
  const done = a.changeover;
  const teachers = a.phase === 0 ? p.teachersPrimary : p.teachersSecondary;
  const passing = (p.doorstep * p.smallSchool) / (p.smallSchool + roll);
  const evening = ((p.eveningMinutes * teachers) / 60) * p.listened;
  const cover = Math.min(1, (a.posts * p.groupSize) / (p.tutors * roll));
  const tutored = cover * (p.conversationMinutes / 60 + (39 * p.contactMinutes) / 60);
  const set = (p.time * p.timeMinutes) / 60;
  const leaders = p.processes * p.processHours + p.resources * p.resourceHours + (set * 39 * a.posts) / roll;
  const taken = a.mindset * (1 - p.pitfall * p.boltOn) * (p.rigid + (1 - p.rigid) * done);
  const organised = passing + (1 - done) * evening + done * tutored;
  const asked = (1 + p.skill * p.training) * organised + leaders * taken;
  a.listening = asked * (1 - p.pitfall * p.oneWay);
  const extra = a.organisation === ORGANISATION.changing ? p.changeHours : 0;
  a.tutoring = p.load * (set + (done * tutored * roll) / (a.posts * 39)) + extra;
}

function wanted(w: World, f: Family): number {
  return w.p.homeSchool.voice * w.p.homeSchool.wish * (0.5 + f.engagement);
}

function partner(w: World): void {
  const p = w.p.homeSchool;
  if (!p.on) return;
  for (const a of w.schools) {
    listen(w, a);
    for (const f of w.familiesOf(a)) {
      const looked = p.pitfall * p.deficitThinking * (f.stratum === 0 ? 1 : 0.5);
      const felt = f.heard * (1 - looked) * (1 - p.pitfall * p.oneSizeFitsAll * f.reach);
      const hours = wanted(w, f);
      const said = hours / (hours + p.halfHours);
      const deep = hours * felt * (p.fragment + (1 - p.fragment) * a.changeover);
      const target = f.home + p.lift * (1 - f.home) * f.trust * (deep / (deep + p.halfHours));
      f.engagement += p.pace * (target - f.engagement);
      f.trust += said * (p.gain * felt * (1 - f.trust) - p.loss * (1 - felt) * f.trust);
    }
    for (let k = 0; k < 3; k++) {
      const families = w.familiesOf(a).filter(({ stratum }) => stratum === k);
      a.engagement[k] = total(families.map((f) => f.engagement)) / families.length;
      const wellbeing = held(0.5 + p.wellbeing * (a.engagement[k] - 0.5) + p.known * a.changeover);
      a.wellbeing[k] += p.pace * (wellbeing - a.wellbeing[k]);
    }
  }
}

/** Shares the hours in which `a` can listen among its families. */
function listen(w: World, a: School): void {
  const p = w.p.homeSchool;
  const families = w.familiesOf(a);
  const forms = w
    .membershipsOf(a)
    .map((m) => w.collaborativeRows[m.of])
    .filter((c) => c.life >= LIFE.aligning)
    .map((c) => w.formOf(c));
  const council = p.council * Math.max(0, ...forms.map((form) => form.families));
  const outreach = p.outreach * Math.max(0, ...forms.map((form) => form.outreach));
  const easier = (1 - p.tutorReach * a.changeover) * (1 - p.skillReach * p.training) * (1 - outreach);
  const pupilsOf = (f: Family) =>
    a.pupils[f.stratum] / families.filter(({ stratum }) => stratum === f.stratum).length;
  const sides = families.map((f) => {
    const reach = f.reach * easier;
    const first = Math.max(0.05, 1 - p.smoothing * reach);
    return {
      f,
      access: 1 - reach,
      asked: pupilsOf(f) * wanted(w, f) * (1 + p.reachTime * reach),
      claim: first * Math.max(0.05, 1 + council * (2 * f.engagement - 1)),
    };
  });
  const theta = share(sides, a.listening * total(families.map(pupilsOf)));
  for (const { f, access, claim } of sides) {
    const heard = Math.min(access, theta * claim);
    f.heard = heard + (1 - heard) * council * f.engagement * access;
  }
}

/** For how much of its claim each is heard, so that those not fully heard share what the others leave. */
function share(sides: readonly { access: number; asked: number; claim: number }[], hours: number): number {
  let theta = 0;
  for (let round = 0; round <= sides.length; round++) {
    const full = sides.filter(({ access, claim }) => theta * claim >= access);
    const open = sides.filter(({ access, claim }) => theta * claim < access);
    const asking = total(open.map(({ asked, claim }) => asked * claim));
    if (asking === 0) return 1e6;
    const rest = full.reduce((left, { asked, access }) => left - asked * access, hours);
    const next = Math.max(0, rest) / asking;
    if (next <= theta * 1.000001) return theta;
    theta = next;
  }
  return theta;
}

function succeed(w: World): void {
  const p = w.p.homeSchool;
  if (!p.on) return;
  w.draw.open(STREAM.families, w.week);
  for (const a of w.schools) {
    const families = w.familiesOf(a);
    const years = Math.max(1, a.highAge - a.lowAge);
    const alike = [0, 1, 2].map((k) => families.filter(({ stratum }) => stratum === k));
    const trust = alike.map((list) => total(list.map((f) => f.trust)) / list.length);
    families.forEach((f, n) => {
      if (w.week + 1 - f.arrived < years * 39) return;
      const k = f.stratum;
      const place = alike[k].indexOf(f);
      const address = a.index * 64 + n;
      // Its home lies in the slice of homes that its place stands for.
      const z = normalQuantile((place + w.draw.uniform(address, 1)) / alike[k].length);
      const home = [p.homeLow, p.homeMiddle, p.homeHigh][k];
      const reach = [p.reachLow, p.reachMiddle, p.reachHigh][k];
      f.home = held(home + p.homeSpread * z);
      f.reach = held(reach + p.reachSpread * (2 * w.draw.uniform(address, 2) - 1));
      f.engagement = f.home;
      f.trust = p.reputation * trust[k] + (1 - p.reputation) * p.firstTrust;
      f.arrived = w.week + 1;
    });
  }
}

/** Set at the start alone. */
export const spared = ['schoolEngagementUsual', 'familyStratum'];

export const rules: Rule[] = [
  step('school organisation', organisationWrites, organise),
  step('home-school partnership', writes, partner),
  step('families', familyWrites, succeed),
];
