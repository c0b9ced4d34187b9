import { STREAM } from '../../sim/draw.ts';
import { facilitationOf, writes } from '../../sim/mechanisms/collaborative-life.ts';
import { LIFE } from '../../sim/state.ts';
import { worthOf } from './incentives.ts';
import { type Rule, step } from './rule.ts';
import { dissolve, leave, relist } from './structures.ts';
import { type Collaborative, held, type Membership, type School, total, type World } from './world.ts';

const BROKER = 2;

/** Facilitation of an activity of `c` between two schools. */
export function facilitation(w: World, c: Collaborative, a: School, b: School): number {
  const regime = w.p.collaborativeLife.facilitation;
  const skill = [regime, Math.max(regime, 0.5), Math.max(regime, 1), Math.max(regime, 0.7)][c.coordinator];
  return 0.7 * skill + (0.3 * (a.distribution + b.distribution)) / 2;
}

/** Hours a week that links cost each of `n` members. */
function linkHours(w: World, n: number, coordinated: boolean): number {
  const links = coordinated ? n - 1 : (n * (n - 1)) / 2;
  return (w.p.collaborativeLife.linkCost * links * 2) / n;
}

function coordinated(w: World, c: Collaborative): boolean {
  return c.coordinator > 0 || w.formOf(c).platform;
}

export function review(w: World): void {
  for (const a of w.schools) {
    const teachers = Math.max(1, a.posts * 0.6);
    a.profited += 0.3 * ((3 * a.gained) / teachers - a.profited);
    a.gained = 0;
  }
  for (const c of w.collaboratives) {
    const wins = c.contacts === 0 ? 0 : c.successes / c.contacts;
    c.wins += 0.4 * (wins - c.wins);
    const effort = c.successes / (Math.max(2, c.members) * Math.max(w.p.collaborativeLife.focus, c.goals));
    c.attainment += 0.25 * c.clarity * (effort / (effort + 4) - c.attainment);
    c.contacts = 0;
    c.successes = 0;
  }
  for (const c of w.collaboratives) for (const m of w.rosterOf(c)) weigh(w, c, m);
  // Everybody has weighed up before anybody goes.
  const rosters = new Map(w.collaboratives.map((c) => [c, w.rosterOf(c)]));
  w.draw.open(STREAM.review, w.week);
  let changed = false;
  for (const [c, roster] of rosters) {
    const going = roster.filter((m) => wouldGo(w, c, m, roster));
    for (const m of going) leave(w, m);
    const over = c.ends >= 0 && w.week >= c.ends;
    const { aim } = w.formOf(c);
    const done = aim > 0 && c.attainment >= aim;
    if (over || done || c.members < 2) dissolve(w, c);
    if (going.length > 0 || c.life === LIFE.none) changed = true;
  }
  if (changed) relist(w);
}

/** What the membership brings and costs. */
function weigh(w: World, c: Collaborative, m: Membership): void {
  const a = w.holder(m);
  const p = w.p.collaborativeLife;
  const learning = (p.benefitScale * a.profited) / Math.max(1, a.collaboratives);
  const benefit = learning + 0.4 * c.wins * c.clarity * (1 - p.agenda * (1 - c.ownAgenda));
  const haggling = p.detailCost * (Math.max(0, c.formality - 0.5) / 0.5);
  const links = linkHours(w, Math.max(2, w.rosterOf(c).length), coordinated(w, c)) + haggling;
  const burden = links + m.hours / (13 * Math.max(2, 0.3 * a.posts));
  m.benefit += 0.3 * (benefit - m.benefit);
  m.burden += 0.3 * (burden - m.burden);
  m.hours = 0;
}

/** Brings the commitment of a member up to date; whether it goes. */
function wouldGo(w: World, c: Collaborative, m: Membership, roster: readonly Membership[]): boolean {
  const p = w.p.collaborativeLife;
  const a = w.holder(m);
  const related = roster
    .filter((n) => n !== m)
    .map((n) => w.relationBetween(a, w.holder(n)))
    .filter((r) => r !== undefined);
  const mean = (of: (r: (typeof related)[number]) => number) =>
    related.length === 0 ? 0 : total(related.map(of)) / related.length;
  const identity = mean((r) => r.identity);
  const below = (r: (typeof related)[number]) => (r.a === a.index ? r.inequality < 0 : r.inequality > 0);
  const resentment = mean((r) => (below(r) ? r.resentment : 0));
  const doubt = mean((r) => (below(r) ? 0 : r.doubt));
  const common = total(roster.map(({ benefit }) => benefit / roster.length));
  const unfair = p.fairness * Math.max(0, common - m.benefit);
  const paid = worthOf(w, c);
  const worth = m.benefit + paid;
  const missed = p.disappointment * Math.max(0, m.expected - worth);
  m.expected += 0.2 * (worth - m.expected);
  const sore = p.resentment * resentment;
  const net = worth - m.burden - unfair - missed - sore - p.doubt * doubt + p.loyalty * (m.commitment - 0.5);
  const willing = (1 - identity) * net + identity * p.solidarity;

  const earnest = willing - (1 - identity) * p.crowdingOut * paid;
  const mood = held(0.5 + earnest / (2 * Math.max(0.1, p.patience)));
  const agenda = 1 - p.agenda * (1 - c.ownAgenda);
  const clarity = 0.8 + 0.2 * c.clarity;
  const backing = 1 - p.headSupport * (1 - Math.min(1, w.headOf(a).commitment / 0.25));
  const target = held((0.25 + 0.55 * mood + 0.2 * c.wins) * agenda * backing * clarity);
  m.commitment += 0.3 * (target - m.commitment);

  if (w.week - m.since < 26) return false;
  const content = 1 - 0.5 * Math.min(2, Math.max(0, -willing) / Math.max(0.05, p.patience));
  const kept = w.formOf(c).exit
    ? p.inertia + (1 - p.inertia) * p.contractHold * Math.min(1, c.formality / 0.5)
    : 0.995;
  return w.draw.uniform(m.index, 0) >= content && w.draw.uniform(m.index, 1) >= kept;
}

export function lead(w: World): void {
  for (const a of w.schools) Object.assign(a, { away: 0, inward: 0 });
  for (const c of w.collaboratives) {
    const form = w.formOf(c);
    const roster = w.rosterOf(c);
    const hours = linkHours(w, Math.max(2, c.members), coordinated(w, c));
    const age = w.week - c.founded;
    const up = form.leaderWeeks > 0 && age >= form.leaderWeeks && age % form.leaderWeeks < 13;
    if (up && roster.length >= 2)
      c.lead = mostTrusted(
        w,
        roster.map((m) => w.holder(m)),
      ).index;
    for (const m of roster) {
      const a = w.holder(m);
      const leads = a.index === c.lead && c.coordinator !== BROKER ? 0.2 : 0;
      a.away = Math.min(1, a.away + leads + hours / 6);
      a.inward = Math.max(a.inward, form.inward);
    }
  }
}

function mostTrusted(w: World, members: readonly School[]): School {
  const trustIn = (a: School) =>
    total(
      w
        .relationsOf(a)
        .filter((r) => members.includes(w.other(r, a)))
        .map((r) => r.trust),
    );
  return members.reduce((best, a) => (trustIn(a) > trustIn(best) ? a : best));
}

export const rules: Rule[] = [
  step('collaborative life: review', writes, review),
  step('collaborative life: lead', writes, lead),
  {
    name: 'facilitation',
    writes,
    real: ({ state, parameters }) =>
      [...state.collaborativeLife.keys()].map((c) =>
        facilitationOf(state, parameters.collaborativeLife, c, 0, 1),
      ),
    naive: (w) => w.collaborativeRows.map((c) => facilitation(w, c, w.schools[0], w.schools[1])),
  },
];
