import { writes } from '../../sim/mechanisms/stages.ts';
import { EVENT, STAGE, STAGES } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import { held, type Relation, type World } from './world.ts';

/** What a stage asks of a relation: [what it has, what it needs]. */
function demands(w: World, r: Relation, stage: number): [number, number][] {
  const p = w.p.stages;
  return [
    [],
    [[r.contact, p.associationContact]],
    [
      [r.contact, p.cooperationContact],
      [r.sharing, p.cooperationSharing],
      [r.trust, p.cooperationTrust],
    ],
    [
      [r.contact, p.collaborationContact],
      [r.sharing, p.collaborationSharing],
      [r.task, p.collaborationTask],
      [r.trust, p.collaborationTrust],
    ],
    [
      [r.contact, p.cooperationContact],
      [r.trust, p.collegialityTrust],
      [r.dependence, p.collegialityDependence],
      [r.values, p.collegialityValues],
      [r.responsibility, p.collegialityResponsibility],
    ],
  ][stage] as [number, number][];
}

export function classify(w: World): void {
  const p = w.p.stages;
  for (const r of w.relations) {
    const full = held(2 * r.trust * r.values * r.dependence);
    const target = r.stage === STAGE.collegiality ? full : full * p.identityShort;
    r.identity += (target > r.identity ? p.identityGrowth : p.identityDecline) * (target - r.identity);

    const climbs = (stage: number) => demands(w, r, stage).every(([has, needs]) => has >= needs);
    const holds = (stage: number) =>
      demands(w, r, stage).every(([has, needs]) => has >= p.hysteresis * needs);
    const old = r.stage;
    const longEnough = old !== STAGE.collaboration || w.week - r.stageSince >= p.collegialityWeeks;
    if (old < STAGE.collegiality && climbs(old + 1) && longEnough) r.stage = old + 1;
    else r.stage = [4, 3, 2, 1, 0].find((stage) => stage <= old && holds(stage)) ?? 0;

    w.s.transitionCount[old * STAGES.length + r.stage]++;
    if (r.stage === old) continue;
    r.stageSince = w.week;
    if (r.stage >= STAGE.collaboration) r.collaborated = 1;
    w.record(r.stage > old ? EVENT.stageRose : EVENT.stageFell, r.a, r.b, r.stage);
  }
}

export const rules: Rule[] = [step('stages', writes, classify)];
