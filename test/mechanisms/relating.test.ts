import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { call, params as informal, mingle } from '../../sim/mechanisms/informal-contact.ts';
import { book, take } from '../../sim/mechanisms/relating.ts';
import { look } from '../../sim/mechanisms/school-climate.ts';
import { params, strike } from '../../sim/mechanisms/shocks.ts';
import { ensureRelation, findRelation, removeRelation } from '../../sim/relations.ts';
import { defaults } from '../../sim/schema.ts';
import {
  CONTACT,
  COUNTER,
  type ColumnName,
  columnNames,
  columns,
  INSIDE,
  NEIGHBOURS,
  PARTNERS,
  STAGE,
} from '../../sim/state.ts';
import { freeSlot, putTie } from '../../sim/ties.ts';
import { collaborativeOf } from '../support/charter.ts';
import { blank, contact, modelOf, relate, weeks } from '../support/district.ts';

const still = { trust: new Float64Array(400).fill(1), strength: new Float64Array(400).fill(1) };
const relationColumns = columnNames.filter((name) => columns[name].entity === 'relation');

describe('a relation', () => {
  it('is one for a pair, whoever begins, and both find it', () => {
    const s = blank(4);
    const r = ensureRelation(s, 2, 1, 5);
    expect(ensureRelation(s, 1, 2, 9)).toBe(r);
    expect([s.relationA[r], s.relationB[r]]).toEqual([1, 2]);
    expect([findRelation(s, 1, 2), findRelation(s, 2, 1), findRelation(s, 0, 1)]).toEqual([r, r, -1]);
    expect(s.counter[COUNTER.relations]).toBe(1);
  });

  it('starts from what third parties have to say: the best chain of trust', () => {
    const s = blank(4);
    for (const [a, b, trust] of [
      [0, 1, 0.8],
      [1, 3, 0.5],
      [0, 2, 0.9],
      [2, 3, 0.6],
    ])
      s.relationTrust[relate(s, a, b)] = trust;
    expect(s.relationTrust[relate(s, 0, 3)]).toBeCloseTo(0.54, 6); // 0.9 * 0.6, not 0.8 * 0.5
    expect(s.relationTrust[relate(s, 1, 2)]).toBeCloseTo(0.72, 6); // through school 0
  });

  it('leaves nothing behind when it ends', () => {
    const s = blank(3);
    const [r, other] = [relate(s, 0, 1), relate(s, 0, 2)];
    for (const name of relationColumns)
      if (name !== 'relationA' && name !== 'relationB') s[name].fill(1, r, r + 1);
    removeRelation(s, r);
    for (const name of relationColumns) {
      const empty = name === 'relationA' || name === 'relationB' ? -1 : 0;
      expect(s[name][r], name).toBe(empty);
    }
    expect([findRelation(s, 0, 1), findRelation(s, 1, 0), findRelation(s, 0, 2)]).toEqual([-1, -1, other]);
    expect(s.counter[COUNTER.relations]).toBe(1);
  });

  it('that is least used makes room, and one in use this week, shared or grown does not', () => {
    const s = blank(PARTNERS + 2, 3);
    for (let b = 1; b <= PARTNERS; b++) s.relationContact[relate(s, 0, b)] = b === 7 ? 0.01 : 0.5;
    s.relationStage[findRelation(s, 0, 5)] = STAGE.cooperation;
    s.relationContact[findRelation(s, 0, 5)] = 0;
    expect(ensureRelation(s, 0, PARTNERS + 1, 10)).toBeGreaterThanOrEqual(0);
    expect(findRelation(s, 0, 7)).toBe(-1);
    expect(findRelation(s, 0, 5)).toBeGreaterThanOrEqual(0);
    s.relationLast.fill(11);
    expect(ensureRelation(s, 0, 7, 11)).toBe(-1);
  });

  it('that a contact of this week waits for is not given away before the week is over', () => {
    const m = modelOf({ district: { schools: PARTNERS + 2 }, staffing: { acquaintance: 0 } });
    const { state: s } = m;
    const head = (a: number) => s.schoolFirst[a];
    m.contacts = 0;
    m.now = 4;
    for (let b = 1; b <= PARTNERS; b++) {
      s.relationLast[ensureRelation(s, 0, b, 0)] = 0;
      m.addMeeting(head(0), head(b));
    }
    m.addMeeting(head(0), head(PARTNERS + 1)); // no room for one more
    expect(m.contacts).toBe(PARTNERS);
    for (let c = 0; c < m.contacts; c++) expect(s.relationB[s.contactRelation[c]]).toBe(c + 1);
    expect(s.counter[COUNTER.contactsWithoutRoom]).toBe(1);
  });
});

describe('a term of contacts', () => {
  it('becomes sharing and joint task by half the difference a term, contact faster', () => {
    const s = blank(2);
    const r = relate(s, 0, 1);
    putTie(s, freeSlot(s, 0, INSIDE), 6, 0.5, 0);
    for (const [c, kind] of [CONTACT.meeting, CONTACT.development, CONTACT.visit, CONTACT.informal].entries())
      contact(s, c, c, 6, { kind, relation: r, candour: 0.6, success: c === 3 ? 0 : 1 });
    book(s, 12, 4);
    expect([s.relationContacts[r], s.relationSuccesses[r], s.relationJoint[r]]).toEqual([4, 3, 2]);
    take(s, still, 0, 12);
    expect(s.relationContact[r]).toBeCloseTo((0.85 * 4) / 13, 6);
    expect(s.relationSharing[r]).toBeCloseTo((0.5 * 3 * 0.6) / 4, 6);
    expect(s.relationTask[r]).toBeCloseTo((0.5 * 2) / 4, 6);
    expect(s.relationLevels[r]).toBe(0b1111); // head, senior, middle leader and teacher
    expect([s.relationContacts[r], s.relationJoint[r], s.relationMeeting[r]]).toEqual([0, 0, 0]);
    take(s, still, 0, 25); // a term without contact: sharing is remembered better than the task
    expect(s.relationContact[r]).toBeCloseTo((0.85 * 0.15 * 4) / 13, 6);
    expect(s.relationSharing[r]).toBeCloseTo(0.8 * 0.225, 6);
    expect(s.relationTask[r]).toBeCloseTo(0.125, 6);
  });

  it('trust is that of the ties, those in use counting more', () => {
    const s = blank(2);
    const r = relate(s, 0, 1);
    for (const [i, j, trust, use] of [
      [0, 6, 0.8, 0.48],
      [7, 1, 0.2, 0],
    ]) {
      const t = freeSlot(s, i, INSIDE);
      putTie(s, t, j, trust, 0);
      s.tieStrength[t] = use;
    }
    take(s, still, 0, 12);
    // Weights 0.48 + 0.02 and 0 + 0.02.
    expect(s.relationTrust[r]).toBeCloseTo((0.5 * 0.8 + 0.02 * 0.2) / 0.52, 6);
    expect(s.relationTies[r]).toBe(2);
  });

  it('is forgotten after a year and a half without contact, tie or bond', () => {
    const s = blank(3);
    relate(s, 0, 1);
    relate(s, 1, 2);
    collaborativeOf(s, [1, 2]);
    take(s, still, 0, 77);
    expect(findRelation(s, 0, 1)).toBeGreaterThanOrEqual(0);
    take(s, still, 0, 90);
    expect(findRelation(s, 0, 1)).toBe(-1);
    expect(findRelation(s, 1, 2)).toBeGreaterThanOrEqual(0);
  });

  it('collective accountability makes for shared responsibility, most within a collaborative', () => {
    const responsible = (collective: number, together: boolean) => {
      const s = blank(2);
      const r = relate(s, 0, 1);
      if (together) collaborativeOf(s, [0, 1]);
      take(s, still, collective, 12);
      return s.relationResponsibility[r];
    };
    expect(responsible(0, true)).toBe(0);
    expect(responsible(1, false)).toBeCloseTo(0.25 * 0.5 * 0.3, 6);
    expect(responsible(1, true)).toBeCloseTo(0.25 * 0.5 * 0.8, 6);
  });
});

describe('school climate', () => {
  it('is the mean trust of ties inside; across roles it is vertical', () => {
    const s = blank(2, 6);
    putTie(s, freeSlot(s, 3, 0), 4, 0.9, 0); // teacher to teacher
    putTie(s, freeSlot(s, 3, 0), 0, 0.6, 0); // teacher to head
    putTie(s, freeSlot(s, 3, INSIDE), 6, 0.1, 0); // elsewhere
    s.staffView.fill(1, 0, 4);
    s.staffExplicit.fill(0.8, 0, 6);
    look(s, new Float64Array(40).fill(0.5), 10);
    expect(s.schoolClimate[0]).toBeCloseTo(0.5 * 0.75, 6);
    expect(s.schoolVertical[0]).toBeCloseTo((0.5 * 0.6) / 2, 6);
    expect(s.schoolView[0]).toBeCloseTo((1 + 5 * 0.5) / 6, 6);
    // One of six knows 0.8 explicitly and 0.5 tacitly, the others 0.5 of both.
    expect(s.schoolExpertise[0]).toBeCloseTo((0.65 + 5 * 0.5) / 6, 6);
    expect([s.schoolClimate[1], s.schoolVertical[1]]).toEqual([0, 0]);
  });
});

describe('informal contact', () => {
  const p = { ...defaults(informal), base: 0.02, trustWeight: 0.2, identityWeight: 0.6 };
  /** Calls in 4,000 weeks between two schools, a head of one knowing the head of the other. */
  function calls(trust: number, identity: number, competition = 0): number {
    const s = blank(2, 1);
    const r = relate(s, 0, 1);
    putTie(s, freeSlot(s, 0, INSIDE), 1, 0.5, 0);
    putTie(s, freeSlot(s, 1, INSIDE), 0, 0.5, 0);
    s.relationTies[r] = 2;
    s.relationTrust[r] = trust;
    s.relationIdentity[r] = identity;
    s.relationCompetition[r] = competition;
    let made = 0;
    for (let week = 0; week < 4000; week++)
      call(s, p, new Draw('calls'), week, (from, to, relation) => {
        made++;
        expect([s.staffSchool[from] !== s.staffSchool[to], relation]).toEqual([true, r]);
      });
    return made / 4000;
  }

  it('grows with trust and a common identity, and is held back by rivalry', () => {
    const near = (share: number, rate: number) =>
      expect(Math.abs(share - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / 4000));
    near(calls(0, 0), 0.02);
    near(calls(0.5, 0), 0.07);
    near(calls(0.5, 0, 0.8), 0.014);
    near(calls(0.5, 0.5), 0.07 + 0.6 * 0.25);
  });

  it('needs somebody who knows somebody', () => {
    const s = blank(2, 1);
    relate(s, 0, 1);
    for (let week = 0; week < 200; week++)
      call(s, { ...p, base: 1 }, new Draw('strangers'), week, () => expect.unreachable());
  });

  it('heads meet a neighbouring head by chance', () => {
    const s = blank(3, 2);
    for (let a = 0; a < 3; a++) s.neighbourSchool.fill((a + 1) % 3, a * NEIGHBOURS, a * NEIGHBOURS + 8);
    let met = 0;
    for (let week = 0; week < 2000; week++)
      mingle(s, { ...p, chance: 0.05 }, new Draw('events'), week, (from, to) => {
        met++;
        expect(to).toBe((from + 2) % 6);
      });
    expect(Math.abs(met - 300)).toBeLessThan(4 * Math.sqrt(300 * 0.95));
  });
});

describe('shocks', () => {
  const shock = {
    week: 0,
    kind: 'special measures',
    share: 0.3,
    severity: 0.5,
    weeks: 39,
    schools: [],
  } as const;

  it('strike the share asked for by lot, or the schools named', () => {
    const s = blank(500, 2);
    strike(s, defaults(params), shock, new Draw('lot'), 5);
    const struck = s.schoolSpecial.reduce((sum, x) => sum + x, 0);
    expect(Math.abs(struck - 150)).toBeLessThan(4 * Math.sqrt(105));
    const named = blank(4);
    strike(named, defaults(params), { ...shock, schools: [2, 4] }, new Draw('named'), 5);
    expect([...named.schoolSpecial]).toEqual([0, 1, 0, 1]);
    expect([...named.schoolGrade]).toEqual([2, 4, 2, 4]);
    const leaving = { ...shock, kind: 'head leaves', schools: [3] } as const;
    expect(strike(named, defaults(params), leaving, new Draw('head'), 5)).toEqual([2]);
  });
});

it('over years the books of relations agree with the partner rows, and every value is in its range', () => {
  const m = modelOf({ years: 3, district: { schools: 20 }, informalContact: { chance: 0.2 } });
  for (let year = 0; year < 3; year++) {
    weeks(m, 39 * year, 39 * year + 39);
    const { state: s } = m;
    const listed = [...s.partnerRelation].filter((r) => r >= 0).sort((x, y) => x - y);
    const live = [...s.relationA.keys()].filter((r) => s.relationA[r] >= 0);
    expect(listed).toEqual(live.flatMap((r) => [r, r]));
    expect(s.counter[COUNTER.relations]).toBe(live.length);
    const pairs = live.map((r) => `${s.relationA[r]} ${s.relationB[r]}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const name of columnNames as ColumnName[]) {
      const { min, max, transient } = columns[name];
      if (transient) continue;
      let outside = 0;
      for (const value of s[name]) if (!(value >= min && value <= max)) outside++;
      expect(outside, name).toBe(0);
    }
  }
});
