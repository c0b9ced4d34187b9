import { writes } from '../../sim/mechanisms/anomie.ts';
import { collectivity } from './competition.ts';
import { type Rule, step } from './rule.ts';
import { held, type School, total, type World } from './world.ts';

/** How far a school lives by rules it has a share in. */
function sharedRules(w: World, a: School): number {
  const agendas = w.membershipsOf(a).map((m) => m.commitment * w.collaborativeRows[m.of].ownAgenda);
  const agenda = Math.max(0, ...agendas);
  const values = Math.max(0, ...w.relationsOf(a).map((r) => r.identity * r.values));
  return agenda + (1 - agenda) * values;
}

export function drift(w: World): void {
  const p = w.p.anomie;
  for (const a of w.schools) {
    const head = w.headOf(a);
    const change =
      p.turnover * Math.max(0, a.leavers / a.posts - p.usualTurnover) +
      (w.week - head.arrived < 39 ? p.newHead : 0) +
      p.specialMeasures * a.special +
      p.roll * Math.abs(a.rollChange) +
      p.churn * a.pressure;
    // Switched off, there is nothing to be felt.
    a.turbulence += p.pace * ((p.strength === 0 ? 0 : held(change)) - a.turbulence);

    const outward = total(w.relationsOf(a).map((r) => r.trust * Math.min(1, r.contact)));
    const integration = p.inside * a.climate + ((1 - p.inside) * outward) / (outward + p.halfTies);
    const rules = sharedRules(w, a);
    const loose = (p.chronic + p.acute * a.turbulence) * (1 - p.integration * integration);
    a.anomie += p.pace * (held(p.strength * loose * (1 - p.regulation * rules)) - a.anomie);

    const networks = w.membershipsOf(a).map((m) => w.collaborativeRows[m.of]);
    const COERCED = 3;
    const agenda = Math.max(0, ...networks.map((c) => (c.mode === COERCED ? 1 : 0.5) * (1 - c.ownAgenda)));
    const standard = Math.max(0, ...networks.map((c) => w.formOf(c).standardisation));
    const alone = p.strength === 0 ? 0 : p.targets * (1 - p.commonUnit * collectivity(w));
    const imposed = Math.min(1, alone * a.pressure + p.agenda * agenda + p.standardisation * standard);
    const beyond = Math.max(0, imposed - p.shared * rules);
    const fatalism = held(p.strength * beyond * (1 - p.autonomy * a.distribution));
    a.fatalism += p.pace * (fatalism - a.fatalism);
  }
}

export const rules: Rule[] = [step('anomie', writes, drift)];
