import { worth, writes } from '../../sim/mechanisms/incentives.ts';
import { EVENT } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import type { Collaborative, World } from './world.ts';

export function funded(w: World, c: Collaborative): boolean {
  const { grant, grantMembers } = w.p.incentives;
  return grant > 0 && c.grantEnds > w.week && c.members >= grantMembers;
}

/** What belonging to `c` is worth beside learning. */
export function worthOf(w: World, c: Collaborative): number {
  const p = w.p.incentives;
  const money = funded(w, c) ? p.grant * p.grantWorth : 0;
  const time = p.releaseForAll ? 0 : p.releasedTime * p.releaseWorth;
  return money + time + p.recognition * p.recognitionWorth;
}

export function pay(w: World): void {
  const p = w.p.incentives;
  for (const c of w.collaboratives) {
    if (c.grantEnds < 0 || (w.week < c.grantEnds && p.grant > 0)) continue;
    c.grantEnds = -1;
    w.record(EVENT.grantEnded, c.lead, c.index, c.members);
  }
  for (const a of w.schools) {
    const memberships = w.membershipsOf(a);
    const paid = memberships.some((m) => funded(w, w.collaborativeRows[m.of]));
    a.funds = paid ? p.grant : 0;
    const released = memberships.length > 0 || p.releaseForAll ? p.releasedTime : 0;
    a.release = released + Math.min(2, a.funds * p.hoursAThousand);
  }
}

export const rules: Rule[] = [
  step('incentives', writes, pay),
  {
    name: 'worth',
    writes,
    real: (m, week) =>
      [...m.state.collaborativeLife.keys()].map((c) => worth(m.state, m.parameters.incentives, c, week)),
    naive: (w) => w.collaborativeRows.map((c) => worthOf(w, c)),
  },
];
