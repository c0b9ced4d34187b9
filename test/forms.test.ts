import { describe, expect, it } from 'vitest';
import { Draw } from '../sim/draw.ts';
import { type Form, formIndex, formNames, forms } from '../sim/governance/forms.ts';
import { params as activities, gather } from '../sim/mechanisms/activities.ts';
import { lead, params as life, review } from '../sim/mechanisms/collaborative-life.ts';
import { foundAgreed, foundPlanned } from '../sim/mechanisms/founding.ts';
import { call, params as informal, mingle } from '../sim/mechanisms/informal-contact.ts';
import { params as leaving, turn } from '../sim/mechanisms/turnover.ts';
import { type Founding, founding } from '../sim/plan.ts';
import { params as staffing } from '../sim/population/staffing.ts';
import { defaults } from '../sim/schema.ts';
import { CONTACT, COUNTER, INSIDE, LIFE, MEMBERSHIPS, NEIGHBOURS, ROLE, type State } from '../sim/state.ts';
import { freeSlot, putTie } from '../sim/ties.ts';
import { charter, collaborativeOf } from './support/charter.ts';
import { blank, modelOf, relate } from './support/district.ts';

const row = (name: string): Form => forms[formIndex(name)];
const p = defaults(life);

/** Collaboratives that school `a` belongs to. */
function belongs(s: State, a: number): number[] {
  return [...s.membershipOf.subarray(a * MEMBERSHIPS, (a + 1) * MEMBERSHIPS)].filter((c) => c >= 0);
}

/** What comes of agreements: `accepted[b]` is the school whose offer b takes up. */
function agreed(s: State, accepted: number[], form = 'loose association', largest = 12): State {
  foundAgreed(s, { ...charter, form }, largest, 1, Int32Array.from(accepted), new Draw('agreed'), 12);
  return s;
}

/** Everybody of three schools who talks in a year's activities of a form. */
function programme(name: string, outside = 0, set: (s: State) => void = () => {}) {
  const s = blank(6, 20);
  const c = collaborativeOf(s, [0, 1, 2], { form: name }, 1);
  for (let a = 0; a < 6; a++) {
    for (let n = 0; n < 5; n++) s.neighbourSchool[a * NEIGHBOURS + n] = (a + 1 + n) % 6;
  }
  s.staffCommitment.fill(1);
  s.staffAwareness.fill(1);
  set(s);
  const met: { from: number; to: number; kind: number; collaborative: number }[] = [];
  const draw = new Draw('programme');
  for (let week = 0; week < 39; week++) {
    s.staffHours.fill(10);
    const add = (from: number, to: number, kind: number, collaborative: number) =>
      met.push({ from, to, kind, collaborative });
    gather(s, { ...defaults(activities), outside }, 5, draw, week, add, null);
  }
  return { s, c, met };
}

describe('the table', () => {
  it('has the ten forms of the model, each once', () => {
    expect(formNames).toEqual([
      'loose association',
      'soft federation',
      'hard federation',
      'federated trust',
      'brand',
      'alliance',
      'employee-owned',
      'self-organising',
      'parent-governed',
      'authority-led cluster',
    ]);
  });

  it('keeps to its ranges', () => {
    for (const form of forms) {
      for (const key of [
        'pooled',
        'standardisation',
        'reach',
        'formality',
        'unit',
        'families',
        'outreach',
        'retention',
        'inward',
        'aim',
        'ownAgenda',
      ] as const) {
        expect(form[key], `${form.name}: ${key}`).toBeGreaterThanOrEqual(0);
        expect(form[key], `${form.name}: ${key}`).toBeLessThanOrEqual(1);
      }
      expect([1, 2, 3, 4]).toContain(form.seek);
      expect(form.decisionWeeks).toBeGreaterThan(0);
      expect(form.table).toBeGreaterThanOrEqual(1);
      expect(form.voice.length).toBeGreaterThan(0);
    }
  });
});

describe('a founding', () => {
  const planned = (given: Partial<Founding>) => {
    const s = blank(4);
    const plan = { ...(defaults(founding) as Founding), name: 'planned', members: [1, 2], ...given };
    foundPlanned(s, plan, new Draw('planned'), 10);
    return s;
  };

  it('that names no goals, agenda or life takes those of the form', () => {
    const s = planned({ form: 'alliance' });
    expect(s.collaborativeGoals[0]).toBe(row('alliance').goals);
    expect(s.collaborativeOwnAgenda[0]).toBeCloseTo(row('alliance').ownAgenda, 6);
    expect(s.collaborativeEnds[0]).toBe(10 + row('alliance').life);
    const loose = planned({});
    expect([loose.collaborativeGoals[0], loose.collaborativeEnds[0]]).toEqual([3, -1]);
    expect(loose.collaborativeOwnAgenda[0]).toBeCloseTo(0.8, 6);
  });

  it('keeps what it names, open ends and agendas imposed altogether included', () => {
    const s = planned({ form: 'alliance', goals: 4, ownAgenda: 0, weeks: 0 });
    expect([s.collaborativeGoals[0], s.collaborativeOwnAgenda[0], s.collaborativeEnds[0]]).toEqual([
      4, 0, -1,
    ]);
  });

  it('of the schools themselves takes them too, less what a grant imposes', () => {
    const m = modelOf({ district: { schools: 6 }, collaborativeLife: { form: 'authority-led cluster' } });
    expect(m.charter().ownAgenda).toBeCloseTo(0.2, 12);
    const set = {
      collaborativeLife: { form: 'authority-led cluster', ownAgenda: 0.6 },
      incentives: { grant: 10, conditions: 0.5 },
    };
    expect(modelOf({ district: { schools: 6 }, ...set }).charter().ownAgenda).toBeCloseTo(0.3, 12);
  });
});

describe('entry', () => {
  it('by licence is the centre’s to give', () => {
    const lone = blank(4);
    collaborativeOf(lone, [1, 2], { form: 'brand' });
    agreed(lone, [1, -1, -1, -1]); // school 0 takes up the offer of the centre
    expect(belongs(lone, 0)).toEqual([0]);
    const branch = blank(4);
    collaborativeOf(branch, [1, 2], { form: 'brand' });
    agreed(branch, [2, -1, -1, -1]); // a branch manager has no licence to give and may found nothing
    expect(belongs(branch, 0)).toEqual([]);
  });

  it('to a closed form is shut, to an open one knows no size', () => {
    const cluster = blank(4);
    collaborativeOf(cluster, [1, 2], { form: 'authority-led cluster' });
    expect(belongs(agreed(cluster, [1, -1, -1, -1]), 0)).toEqual([1]); // something of their own instead
    const commons = blank(4);
    collaborativeOf(commons, [1, 2], { form: 'self-organising' });
    expect(belongs(agreed(commons, [1, -1, -1, -1], 'loose association', 2), 0)).toEqual([0]);
  });

  it('to what is exclusive is for schools in nothing else, and who is in it joins nothing', () => {
    const s = blank(6);
    collaborativeOf(s, [1, 2], { form: 'brand' });
    collaborativeOf(s, [0, 3]);
    agreed(s, [1, -1, -1, -1, -1, -1]);
    expect(belongs(s, 0)).toEqual([1]); // has something already: no licence
    agreed(s, [-1, -1, 3, -1, -1, -1]);
    expect(belongs(s, 2)).toEqual([0]); // a branch does not join the association of 3
    agreed(s, [-1, -1, -1, 4, -1, -1], 'brand');
    expect(belongs(s, 4)).toEqual([1]); // 4 is free and joins the association instead
  });
});

describe('an aim', () => {
  it('met ends an alliance; others go on', () => {
    const ended = (form: string, progress: number) => {
      const s = blank(2);
      collaborativeOf(s, [0, 1], { form, weeks: 0, goals: 1 });
      s.collaborativeAttainment[0] = progress;
      review(s, { ...p, inertia: 1 }, new Draw('aim'), 12, () => 5);
      return s.collaborativeLife[0] === LIFE.none;
    };
    expect(ended('alliance', 0.95)).toBe(true);
    expect(ended('alliance', 0.3)).toBe(false);
    for (const { name, aim } of forms) expect(ended(name, 0.95)).toBe(aim > 0);
  });
});

describe('leadership by recognition', () => {
  const led = (form: string, week: number) => {
    const s = blank(4);
    collaborativeOf(s, [0, 1, 2], { form });
    s.relationTrust[relate(s, 0, 1)] = 0.2;
    s.relationTrust[relate(s, 1, 2)] = 0.6;
    s.relationTrust[relate(s, 2, 3)] = 0.9; // trust outside does not count
    lead(s, p, week);
    return s.collaborativeLead[0];
  };
  it('passes to whom the other members trust most, when the years of the leader are up', () => {
    expect(led('self-organising', 12)).toBe(0); // the first term is the founder's
    expect(led('self-organising', 25)).toBe(1);
    expect(led('federated trust', 100)).toBe(0);
    expect(led('federated trust', 156)).toBe(1);
    expect(led('soft federation', 156)).toBe(0);
  });

  it('costs less where links run over a platform', () => {
    const away = (form: string) => {
      const s = blank(8);
      collaborativeOf(s, [0, 1, 2, 3, 4, 5, 6, 7], { form });
      lead(s, { ...p, linkCost: 0.1 }, 12);
      return s.schoolAway[5];
    };
    expect(away('loose association')).toBeCloseTo((28 * 0.2) / 8 / 6, 12);
    expect(away('self-organising')).toBeCloseTo((7 * 0.2) / 8 / 6, 12);
  });
});

describe('who meets', () => {
  it('heads alone, or a table of several where many decide', () => {
    const roles = (form: string) =>
      programme(form)
        .met.filter(({ kind }) => kind === CONTACT.meeting)
        .map(({ from }) => from % 20);
    expect(new Set(roles('alliance'))).toEqual(new Set([0]));
    expect(new Set(roles('federated trust')).size).toBeGreaterThan(5);
    expect(roles('federated trust')).toContain(0);
  });

  it('a self-organising network makes more and weaker ties than a federation of as many talks', () => {
    const known = (form: string) => {
      // Everybody knows one person of another school well.
      const { met, s } = programme(form, 0, (state) => {
        for (let a = 0; a < 3; a++)
          putTie(state, freeSlot(state, a * 20, INSIDE), ((a + 1) % 3) * 20, 0.9, 0);
      });
      const heads = met.filter(({ from, kind }) => kind === CONTACT.meeting && from % 20 === 0);
      return heads.filter(({ from, to }) => s.tieTarget[from * 16 + INSIDE] === to).length / heads.length;
    };
    expect(known('self-organising')).toBeLessThan(known('federated trust') - 0.1);
  });
});

describe('contacts outside', () => {
  const share = (form: string, outside: number) => {
    const { met, s } = programme(form, outside);
    const out = met.filter(({ to }) => s.staffSchool[to] > 2);
    for (const { collaborative } of out) expect(collaborative).toBe(-1);
    for (const { from, to } of met) expect(s.staffSchool[from]).not.toBe(s.staffSchool[to]);
    return out.length / met.length;
  };
  it('are sought in the share asked for, fewer where the form looks inward, none at 0', () => {
    expect(share('soft federation', 0)).toBe(0);
    expect(Math.abs(share('soft federation', 0.25) - 0.25)).toBeLessThan(0.05);
    expect(share('employee-owned', 0.5)).toBeLessThan(share('federated trust', 0.5) - 0.15);
  });

  it('leave who meets, and when, as it is', () => {
    const from = (outside: number) => new Set(programme('soft federation', outside).met.map((m) => m.from));
    expect(from(0.3)).toEqual(from(0));
  });

  it('outside activities are rarer too for the staff of a network that looks inward', () => {
    const s = blank(400, 4);
    for (let a = 0; a < 400; a += 2) {
      s.relationTies[relate(s, a, a + 1)] = 2;
      putTie(s, freeSlot(s, a * 4, INSIDE), (a + 1) * 4, 0.8, 0);
      putTie(s, freeSlot(s, (a + 1) * 4, INSIDE), a * 4, 0.8, 0);
      for (let n = 0; n < 8; n++) s.neighbourSchool[a * NEIGHBOURS + n] = a + 1;
    }
    const tried = (inward: number) => {
      s.schoolInward.fill(inward);
      let [calls, chances] = [0, 0];
      for (let week = 0; week < 10; week++) {
        call(s, { ...defaults(informal), base: 1 }, new Draw('in'), week, () => calls++);
        mingle(s, { ...defaults(informal), chance: 0.2 }, new Draw('in'), week, () => chances++);
      }
      return { calls, chances };
    };
    const usual = tried(0);
    const inward = tried(0.5);
    expect(Math.abs(inward.calls / usual.calls - 0.25)).toBeLessThan(0.06); // both ends keep half back
    expect(Math.abs(inward.chances / usual.chances - 0.5)).toBeLessThan(0.1);
    s.relationShared.fill(1);
    expect(tried(0.5).calls).toBe(usual.calls); // fellow members are inside
  });

  it('inwardness is that of the form', () => {
    const s = blank(5);
    collaborativeOf(s, [0, 1], { form: 'employee-owned' });
    collaborativeOf(s, [1, 2], { form: 'hard federation' });
    lead(s, p, 12);
    expect([...s.schoolInward]).toEqual([
      row('employee-owned').inward,
      row('employee-owned').inward,
      0,
      0,
      0,
    ]);
  });
});

describe('a stake in the whole', () => {
  it('keeps staff', () => {
    const left = (form: string) => {
      const s = blank(400, 20);
      s.staffArrived.fill(-100);
      for (let a = 0; a < 400; a++) {
        s.membershipOf[a * MEMBERSHIPS] = 0;
        s.schoolCollaboratives[a] = 1;
      }
      s.collaborativeForm[0] = formIndex(form);
      turn(
        s,
        { ...defaults(leaving), staff: 0.3 },
        defaults(staffing),
        new Draw('stake'),
        38,
        new Int32Array(8000),
        0,
      );
      return s.counter[COUNTER.leavers] / 8000;
    };
    // One in twenty is a head.
    const rest = 0.95 * 0.3 + 0.05 * 0.12;
    expect(Math.abs(left('soft federation') - rest)).toBeLessThan(0.02);
    expect(Math.abs(left('employee-owned') - rest * (1 - row('employee-owned').retention))).toBeLessThan(
      0.02,
    );
    expect(ROLE.head).toBe(0);
  });
});
