import { describe, expect, it } from 'vitest';
import { found, join, rebuildRoster } from '../../sim/collaboratives.ts';
import { Draw } from '../../sim/draw.ts';
import { advance, digest, restore, snapshot, start } from '../../sim/index.ts';
import * as authority from '../../sim/mechanisms/authority.ts';
import { defaults } from '../../sim/schema.ts';
import { FOUNDING_MODES, MEMBERSHIPS, NEIGHBOURS, type State } from '../../sim/state.ts';
import { blank, mean, modelOf, relate, weeks } from '../support/district.ts';
import { busyRun } from '../support/runs.ts';

type P = Parameters<typeof authority.direct>[1];
const by = (given: Partial<P>): P => ({ ...defaults(authority.params), capacity: 1, ...given });

const CHARTER = {
  form: 'loose association',
  mode: 'coerced',
  lead: -1,
  weeks: 0,
  grantWeeks: 0,
  goals: 3,
  clarity: 0.6,
  ownAgenda: 0.8,
  coordinator: 'none',
  formality: -1,
};

/** Schools in a row, each the other's neighbour, nearest first. */
function row(schools: number): State {
  const s = blank(schools, 4);
  for (let a = 0; a < schools; a++) {
    const others = Array.from({ length: schools }, (_, b) => b).filter((b) => b !== a);
    others.sort((b, c) => Math.abs(b - a) - Math.abs(c - a) || b - c);
    others.slice(0, NEIGHBOURS).forEach((b, n) => {
      s.neighbourSchool[a * NEIGHBOURS + n] = b;
      s.neighbourDistance[a * NEIGHBOURS + n] = Math.abs(b - a);
    });
  }
  return s;
}

/** A collaborative of `schools` with this commitment and trust among all of them. */
function network(s: State, schools: readonly number[], commitment: number, trust: number): number {
  const c = found(s, { ...CHARTER, lead: schools[0] }, 0);
  for (const a of schools) join(s, a, c, commitment, 0);
  for (const a of schools) for (const b of schools) if (a < b) s.relationTrust[relate(s, a, b)] = trust;
  rebuildRoster(s);
  return c;
}

describe('an absent authority', () => {
  it('changes nothing, whatever else is set', () => {
    const idle = busyRun();
    const set = busyRun('busy', {
      authority: {
        capacity: 1,
        brokers: 50,
        equityWeight: 0,
        persuasion: 5,
        mediation: 1,
        imposition: 1,
        clusters: 20,
        clusterSize: 9,
        drill: 3,
        resistance: 0.2,
        obstruction: 1,
      },
    });
    for (const run of [idle, set]) advance(run, run.weeks);
    expect(digest(set)).toBe(digest(idle));
    expect(Math.max(...idle.state.relationMediation, ...idle.state.collaborativeResistance)).toBe(0);
  });

  it('is what any authority without capacity comes to', () => {
    const idle = busyRun();
    advance(idle, idle.weeks);
    for (const stance of ['facilitating', 'directing', 'threatened']) {
      const run = busyRun('busy', { authority: { stance, capacity: 0, persuasion: 5, drill: 3 } });
      advance(run, run.weeks);
      expect(digest(run), stance).toBe(digest(idle));
    }
  });
});

describe('brokers', () => {
  const offer = new Int32Array(6);
  const accepted = new Int32Array(6);
  const broker = (s: State, p: P, judge: authority.Judge, seed = 'a') =>
    authority.broker(s, p, new Draw(seed), 12, judge, offer, accepted);

  it('match the school worth most to both, though less than either would ask', () => {
    const s = row(6);
    // Everybody is worth -0.3 to everybody, school 5 a little more to the rest and they to it.
    const judge = (a: number, b: number) => (a === 5 || b === 5 ? -0.2 : -0.3);
    const p = by({ stance: 'facilitating', brokers: 10000, equityWeight: 0, persuasion: 0.4 });
    expect(broker(s, p, judge)).toBe(true);
    expect([...offer]).toEqual([5, 5, 5, 5, 5, 0]);
    expect([...accepted]).toEqual([5, -1, -1, -1, -1, 0]);
    expect(broker(s, { ...p, persuasion: 0.1 }, judge)).toBe(false);
    // Half the capacity, half the persuasion: 0.2 does not reach -0.3 and just reaches nobody but school 5.
    expect(broker(s, { ...p, persuasion: 0.5, capacity: 0.5 }, judge)).toBe(true);
    expect([...accepted]).toEqual([5, -1, -1, -1, -1, 0]);
  });

  it('leave the judgement to both sides', () => {
    const p = by({ stance: 'facilitating', brokers: 10000, equityWeight: 0 });
    expect(broker(row(6), p, (a, b) => (a < b ? 5 : -5))).toBe(false);
  });

  it('plead for the weak in proportion to equity: at weakness 2 and weight 1, three times as much', () => {
    const s = row(6);
    s.schoolStanding[3] = -2;
    const judge = (_: number, b: number) => (b === 3 ? -1.1 : 1);
    const p = by({ stance: 'facilitating', brokers: 10000, persuasion: 0.4 });
    broker(s, { ...p, equityWeight: 1 }, judge);
    expect(offer[3]).toBe(0);
    broker(s, { ...p, equityWeight: 0.8 }, judge); // 0.4 * 2.6 = 1.04
    expect(offer[3]).toBe(-1);
  });

  it('approach those outside and weak alone when equity is all that counts, and as many as they can', () => {
    let approached = 0;
    let outside = 0;
    for (let seed = 0; seed < 200; seed++) {
      const s = row(6);
      network(s, [0, 1, 2, 3], 0.5, 0.3);
      s.schoolStanding[5] = -2;
      broker(s, by({ stance: 'facilitating', brokers: 20, equityWeight: 1 }), () => 1, `${seed}`);
      for (let a = 0; a < 6; a++) if (offer[a] >= 0) approached += a < 4 ? 0 : 1;
      for (let a = 0; a < 4; a++) expect(offer[a]).toBe(-1);
      outside += offer[5] >= 0 ? 1 : 0;
    }
    // 20 pairs for a hundred schools are 1.2 for six, three quarters of them for the school three times as needy,
    // which is approached at most once a term.
    expect(approached / 200).toBeGreaterThan(1.1);
    expect(approached / 200).toBeLessThan(1.3);
    expect(outside / 200).toBeGreaterThan(0.84);
    expect(outside / 200).toBeLessThan(0.96);
  });

  it('pass by schools without room and those who are together already', () => {
    const s = row(3);
    network(s, [0, 1], 0.5, 0.3);
    s.schoolCollaboratives[2] = MEMBERSHIPS;
    expect(broker(s, by({ stance: 'facilitating', brokers: 10000 }), () => 1)).toBe(false);
  });

  it('bring outsiders in: fewer left out, by brokered collaboratives with an honest broker', () => {
    const settings = { years: 3, district: { schools: 30, density: 0.4 } };
    const alone = modelOf(settings);
    const helped = modelOf({ ...settings, authority: { stance: 'facilitating', brokers: 40 } });
    for (const m of [alone, helped]) weeks(m, 0, 117);
    const left = (s: State) => s.schoolCollaboratives.filter((n) => n === 0).length;
    expect(left(helped.state)).toBeLessThan(left(alone.state) - 5);
    const mode = FOUNDING_MODES.indexOf('brokered');
    const { collaborativeLife, collaborativeMode, collaborativeCoordinator } = helped.state;
    for (let c = 0; c < collaborativeLife.length; c++)
      if (collaborativeLife[c] > 0 && collaborativeMode[c] === mode)
        expect(collaborativeCoordinator[c]).toBe(2);
    expect(collaborativeMode.filter((x, c) => collaborativeLife[c] > 0 && x === mode).length).toBeGreaterThan(
      3,
    );
  });
});

describe('mediation', () => {
  it('goes where contacts failed, and fades', () => {
    const s = blank(3);
    const bad = relate(s, 0, 1);
    const good = relate(s, 1, 2);
    s.relationContacts.fill(4);
    s.relationSuccesses[bad] = 1;
    s.relationSuccesses[good] = 4;
    const p = by({ stance: 'facilitating', mediation: 0.8 });
    authority.mediate(s, p);
    expect(s.relationMediation[bad]).toBeCloseTo(0.5 * 0.8 * 0.75, 6);
    expect(s.relationMediation[good]).toBe(0);
    expect(authority.mediated(s, bad, 0.2)).toBeCloseTo(0.2 + 0.8 * 0.3, 6);
    expect(authority.mediated(s, -1, 0.2)).toBe(0.2);
    s.relationContacts.fill(0);
    authority.mediate(s, p);
    expect(s.relationMediation[bad]).toBeCloseTo(0.15, 6);
    authority.mediate(s, { ...p, stance: 'absent' });
    expect(s.relationMediation[bad]).toBe(0);
  });
});

describe('a directing authority', () => {
  const p = by({ stance: 'directing', imposition: 0.5, resistance: 0.8 });

  it('imposes its agenda and is resisted in proportion to the strength of the network', () => {
    const s = row(6);
    const weak = network(s, [0, 1, 2], 0.2, 0.1);
    const strong = network(s, [3, 4, 5], 0.9, 0.7);
    expect(authority.strength(s, strong)).toBeCloseTo(0.8, 6);
    authority.direct(s, p);
    // 0.3 of the way to 0.8 * 0.5 * 0.8
    expect(s.collaborativeResistance[strong]).toBeCloseTo(0.3 * 0.32, 6);
    expect(s.collaborativeResistance[weak]).toBeCloseTo(0.3 * 0.8 * 0.5 * 0.15, 6);
    expect(s.membershipCommitment[3 * MEMBERSHIPS]).toBeCloseTo(0.9 * (1 - 0.3 * 0.096), 6);
    expect(s.collaborativeOwnAgenda[strong]).toBeCloseTo(0.8 + 0.3 * (1 - 0.5 * (1 - 0.096) - 0.8), 6);
    for (let term = 0; term < 30; term++) authority.direct(s, { ...p, resistance: 0 });
    expect(s.collaborativeOwnAgenda[strong]).toBeCloseTo(0.5, 3);
  });

  it('leaves resistance to die down when it goes', () => {
    const s = row(2);
    const c = network(s, [0, 1], 0.8, 0.8);
    s.collaborativeResistance[c] = 0.4;
    authority.direct(s, { ...p, stance: 'absent' });
    expect(s.collaborativeResistance[c]).toBeCloseTo(0.28, 6);
    for (let term = 0; term < 20; term++) authority.direct(s, { ...p, stance: 'absent' });
    expect(s.collaborativeResistance[c]).toBe(0);
    expect(s.collaborativeOwnAgenda[c]).toBeCloseTo(0.8, 6);
  });

  it('allocates schools left over with the nearest of their phase', () => {
    const s = row(7);
    network(s, [0, 1], 0.5, 0.3);
    s.schoolPhase[3] = 1;
    const all = { ...p, clusters: 10000, clusterSize: 3 };
    authority.allocateClusters(s, all, CHARTER, new Draw('a'), 12);
    // School 2 takes 4 and 5; of the other phase there is one alone; 6 has nobody left.
    expect(s.membershipOf[2 * MEMBERSHIPS]).toBe(s.membershipOf[4 * MEMBERSHIPS]);
    expect(s.membershipOf[2 * MEMBERSHIPS]).toBe(s.membershipOf[5 * MEMBERSHIPS]);
    expect([...s.schoolCollaboratives]).toEqual([1, 1, 1, 0, 1, 1, 0]);
    expect(s.membershipCommitment[4 * MEMBERSHIPS]).toBeCloseTo(0.3, 6);
    authority.allocateClusters(s, { ...all, stance: 'facilitating' }, CHARTER, new Draw('a'), 25);
    expect([...s.schoolCollaboratives]).toEqual([1, 1, 1, 0, 1, 1, 0]);
  });

  it('lifts published results and eases pupils out, under the same pressure', () => {
    const of = (stance: string) => {
      const settings = { years: 3, district: { schools: 24 }, accountability: { pressure: 0.9 } };
      const m = modelOf({ ...settings, authority: { stance, clusters: 0, imposition: 0 } });
      weeks(m, 0, 117);
      return { results: mean(m.state.schoolPublished), excluded: mean(m.state.schoolExcluded) };
    };
    expect(of('directing').results).toBeGreaterThan(of('absent').results + 0.1);
    expect(of('directing').excluded).toBeGreaterThan(of('absent').excluded);
  });

  it('makes what is measured count for more, in proportion to its capacity', () => {
    expect(authority.emphasis(by({ stance: 'directing', capacity: 0.5, drill: 2 }))).toBe(2);
    expect(authority.emphasis(by({ stance: 'threatened', drill: 2 }))).toBe(1);
  });
});

describe('a threatened authority', () => {
  it('keeps a share of agreements from coming about and slows the rest', () => {
    const s = blank(400, 1);
    const accepted = Int32Array.from({ length: 400 }, (_, b) => (b + 1) % 400);
    const p = by({ stance: 'threatened', obstruction: 0.5, capacity: 0.5 });
    authority.obstruct(s, p, new Draw('a'), 12, accepted);
    const gone = accepted.filter((a) => a < 0).length / 400;
    expect(gone).toBeGreaterThan(0.18);
    expect(gone).toBeLessThan(0.32);
    expect(authority.slowness(p)).toBe(1.25);
    expect(authority.slowness({ ...p, stance: 'absent' })).toBe(1);
    const untouched = Int32Array.of(1, 0);
    authority.obstruct(blank(2), { ...p, stance: 'directing' }, new Draw('a'), 12, untouched);
    expect([...untouched]).toEqual([1, 0]);
  });

  it('goes back to the same week from a snapshot', () => {
    const plan = { authority: { stance: 'directing' } };
    const whole = busyRun('busy', plan);
    advance(whole, whole.weeks);
    const first = busyRun('busy', plan);
    advance(first, 50);
    const second = start(first.scenario, { seed: 'busy' });
    restore(second, snapshot(first));
    advance(second, second.weeks);
    expect(digest(second)).toBe(digest(whole));
  });
});
