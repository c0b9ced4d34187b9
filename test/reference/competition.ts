import { guard, writes } from '../../sim/mechanisms/competition.ts';
import { CONTACT, ROLE } from '../../sim/state.ts';
import { guardDecided } from './decisions.ts';
import { type Rule, step } from './rule.ts';
import type { Person, World } from './world.ts';

function rivalry(w: World, overlap: number): number {
  const { leagueTables, strength } = w.p.competition;
  return Math.min(1, overlap * w.p.market.choice * leagueTables * strength);
}

export function compete(w: World): void {
  for (const r of w.relations) r.competition = rivalry(w, r.overlap);
}

/** How far results are common under the regime. */
export function collectivity(w: World): number {
  return { individual: 0, mixed: 0.5, collective: 1 }[w.p.accountability.unit];
}

export function holdBack(w: World): void {
  const p = w.p.competition;
  const guardOf = ({ role }: Person) =>
    role === ROLE.head ? p.guardHead : role === ROLE.senior ? p.guardSenior : p.guardStaff;
  for (const c of w.contacts) {
    const r = w.relationRows[c.relation];
    const ofRegime = collectivity(w) * (r.shared > 0 ? 1 : 0.5);
    const ofTheirs = c.membership < 0 ? 0 : w.collaborativeRows[c.membership].unit;
    const open = (1 - Math.max(ofRegime, ofTheirs)) * (1 - r.identity);
    const both = (guardOf(w.posts[c.from]) + guardOf(w.posts[c.to])) / 2;
    const rival = rivalry(w, r.overlap) * both * open * (c.kind === CONTACT.sharedPost ? 0.5 : 1);
    const resented = p.resentment * r.resentment;
    const sides = [c.from, c.to].map((post) => guardDecided(w, w.posts[post]));
    if (sides.every((decided) => decided === undefined)) {
      c.guard = rival + (1 - rival) * resented;
      continue;
    }
    const full = rivalry(w, r.overlap) * open * (c.kind === CONTACT.sharedPost ? 0.5 : 1);
    const [near, far] = [c.from, c.to].map((post, n) => {
      const own = full * guardOf(w.posts[post]);
      return sides[n] ?? own + (1 - own) * resented;
    });
    c.guard = (near + far) / 2;
  }
}

export const rules: Rule[] = [
  step('competition', writes, compete),
  {
    name: 'guard',
    writes,
    contacts: true,
    onlyAcross: true,
    real: (m) => {
      const { competition, market, accountability } = m.parameters;
      const common = accountability.unit === 'collective' ? 1 : accountability.unit === 'mixed' ? 0.5 : 0;
      guard(m.state, competition, market.choice, common, m.contacts, m.decided?.guard ?? null);
    },
    naive: holdBack,
  },
];
