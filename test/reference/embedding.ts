import { writes } from '../../sim/mechanisms/embedding.ts';
import { EVENT, LIFE } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import { type Collaborative, total, type World } from './world.ts';

const BROKER = 2;
const COERCED = 3;

/** Mean trust round the ring of the members of `c`, strangers counting as none. */
export function ringTrust(w: World, c: Collaborative): number {
  const members = w.rosterOf(c).map((m) => w.holder(m));
  const trust = members.map((a, n) => {
    const next = members[(n + 1) % members.length];
    return a === next ? 0 : (w.relationBetween(a, next)?.trust ?? 0);
  });
  return members.length === 0 ? 0 : total(trust) / members.length;
}

export function mature(w: World): void {
  const p = w.p.collaborativeLife;
  const { stance, obstruction, capacity } = w.p.authority;
  const slowness = stance === 'threatened' ? 1 + obstruction * capacity : 1;
  for (const c of w.collaboratives) {
    if (c.life === LIFE.embedded) continue;
    const usual = c.life === LIFE.courting ? p.courting : p.aligning;
    const decision = Math.sqrt(w.formOf(c).decisionWeeks / 4);
    const broker = c.coordinator === BROKER ? 0.6 : 1;
    const spanning = w.rosterOf(c).map((m) => w.holder(m).spanning);
    const known = spanning.length === 0 ? 0 : total(spanning) / spanning.length;
    const strange = usual * (1 - 0.7 * ringTrust(w, c)) * broker * slowness;
    const needed = strange * (1 - p.spanners * known) * decision;
    const atOnce = c.mode === COERCED && c.life === LIFE.courting;
    if (!atOnce && w.week - c.since < needed) continue;
    c.life++;
    c.since = w.week;
    if (c.life === LIFE.embedded) w.record(EVENT.embedded, c.lead, c.index, w.week - c.founded);
  }
}

export const rules: Rule[] = [step('embedding', writes, mature)];
