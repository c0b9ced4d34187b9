import { pairAddress, STREAM } from '../../sim/draw.ts';
import { help, writes } from '../../sim/mechanisms/crisis.ts';
import { CONTACT, ROLE, STAGE } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import { held, type Person, type Relation, type School, type World } from './world.ts';

type Visit = (from: Person, to: Person, kind: number, r: Relation) => void;

function troubleOf(a: School): number {
  return a.special === 1 ? 1 : a.damage;
}

export function helpAll(w: World, visit: Visit): void {
  const p = w.p.crisis;
  if (!p.on) return;
  w.draw.open(STREAM.crisis, w.week);
  for (const a of w.schools) {
    for (const r of w.relationsOf(a)) {
      if (r.stage < STAGE.cooperation && r.shared === 0) continue;
      const b = w.other(r, a);
      const address = pairAddress(a.index, b.index);
      const close = (1 - p.solidarity) * r.trust + p.solidarity * r.identity;
      const chance = p.visits * troubleOf(a) * close * (1 - troubleOf(b));
      if (w.draw.uniform(address, 0) >= chance) continue;
      const somebody = (school: School, k: number) => {
        const tries = [0, 1, 2, 3, 4, 5].map(
          (n) => w.staffOf(school)[Math.floor(w.draw.uniform(address, k + n) * school.posts)],
        );
        return tries.find(({ role }) => role !== ROLE.head && role !== ROLE.support) ?? w.headOf(school);
      };
      const from = somebody(b, 1);
      const to = somebody(a, 9);
      from.hours -= p.hours;
      b.burden += p.hours;
      to.hours += p.relief;
      a.visits++;
      visit(from, to, r.shared > 0 ? CONTACT.sharedPost : CONTACT.visit, r);
    }
  }
}

function recover(w: World): void {
  for (const a of w.schools) {
    const visits = a.visits / 13;
    const gain = (w.p.crisis.recovery * visits) / (1 + visits);
    a.capacity = held(a.capacity + gain * (1 - a.capacity));
    a.damage *= 1 - gain;
    a.help = visits;
    a.visits = 0;
  }
}

export const rules: Rule[] = [
  step('crisis: recover', writes, recover),
  {
    name: 'help',
    writes,
    real: (m, week) => {
      const found: number[][] = [];
      help(m.state, m.parameters.crisis, m.draw, week, (...visit) => void found.push(visit));
      return found;
    },
    naive: (w) => {
      const found: number[][] = [];
      helpAll(w, (from, to, kind, r) => {
        found.push([from.index, to.index, kind, r.index]);
      });
      return found;
    },
  },
];
