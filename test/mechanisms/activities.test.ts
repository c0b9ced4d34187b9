import { beforeAll, describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { gather, params } from '../../sim/mechanisms/activities.ts';
import { defaults } from '../../sim/schema.ts';
import { CONTACT, LIFE, MEMBERSHIPS, ROLE, type State } from '../../sim/state.ts';
import { collaborativeOf } from '../support/charter.ts';
import { blank } from '../support/district.ts';

const p = { ...defaults(params), reach: 0.5, intensity: 2 };
const HOURS = new Map<number, number>([
  [CONTACT.meeting, p.meetingHours],
  [CONTACT.workingGroup, p.workingGroupHours],
  [CONTACT.development, p.developmentHours],
  [CONTACT.visit, p.visitHours],
  [CONTACT.sharedPost, p.sharedPostHours],
]);

interface Met {
  week: number;
  from: number;
  to: number;
  kind: number;
  collaborative: number;
}

/** Schools of 20 posts in one keen collaborative, and all who meet over so many weeks. */
function programme(
  schools: number,
  set: (s: State, c: number) => void = () => {},
  form = 'hard federation',
  span = 26,
  settings: Partial<typeof p> = {},
): { s: State; met: Met[]; spent: number } {
  const s = blank(schools, 20);
  const c = collaborativeOf(
    s,
    Array.from({ length: schools }, (_, a) => a),
    { form },
    1,
  );
  s.staffCommitment.fill(1);
  s.staffAwareness.fill(1);
  set(s, c);
  const met: Met[] = [];
  const draw = new Draw('programme');
  let spent = 0;
  for (let week = 0; week < span; week++) {
    s.staffHours.fill(10);
    const add = (from: number, to: number, kind: number, collaborative: number) =>
      met.push({ week, from, to, kind, collaborative });
    gather(s, { ...p, ...settings }, 5, draw, week, add, null);
    for (const left of s.staffHours) spent += 10 - left;
  }
  return { s, met, spent };
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, x) => total + x, 0);

describe('a full programme', () => {
  let s: State;
  let met: Met[];
  let spent: number;
  beforeAll(() => {
    ({ s, met, spent } = programme(4));
  });

  it('brings together people of different schools only', () => {
    expect(met.length).toBeGreaterThan(200);
    for (const { from, to } of met) expect(s.staffSchool[from]).not.toBe(s.staffSchool[to]);
  });

  it('has activities of every kind', () => {
    for (const kind of HOURS.keys()) expect(met.some((m) => m.kind === kind)).toBe(true);
  });

  it('books as many hours with members as staff spend', () => {
    expect(spent).toBeGreaterThan(100);
    expect(sum(s.membershipHours)).toBeCloseTo(spent, 3);
    // The account of a school begins anew each term: what stands is of weeks 13 to 25.
    expect(sum(s.schoolBurden)).toBeLessThan(spent);
    expect(sum(s.schoolBurden)).toBeGreaterThan(spent / 4);
  });

  it('takes the hours of each kind from all who come', () => {
    for (const [kind, hours] of HOURS) {
      const only = {
        meetingHours: 0,
        workingGroupHours: 0,
        developmentHours: 0,
        visitHours: 0,
        sharedPostHours: 0,
      };
      const key = ['meetingHours', 'workingGroupHours', 'developmentHours', 'visitHours', 'sharedPostHours'][
        kind - 2
      ];
      const run = programme(4, undefined, undefined, 26, { ...only, [key]: hours });
      const coming = new Set(
        run.met.filter((m) => m.kind === kind).flatMap((m) => [`${m.week} ${m.from}`, `${m.week} ${m.to}`]),
      );
      expect(run.spent).toBeGreaterThanOrEqual(coming.size * hours - 1e-6);
      expect(run.spent).toBeLessThan(coming.size * hours * 1.6); // some come twice a week, some meet nobody
    }
  });

  it('heads meet in meetings, leaders in working groups, teachers in joint development', () => {
    const roles = (kind: number) =>
      new Set(met.filter((m) => m.kind === kind).map((m) => s.staffRole[m.from]));
    expect([...roles(CONTACT.meeting)]).toEqual([ROLE.head]);
    expect(roles(CONTACT.workingGroup).has(ROLE.head)).toBe(false);
    expect(roles(CONTACT.development).has(ROLE.head)).toBe(false);
    expect(roles(CONTACT.development).has(ROLE.teacher)).toBe(true);
  });
});

describe('contacts', () => {
  it('grow with people, not with pairs: two at most for each who comes', () => {
    // A meeting brings a head a school: of n present, at most 2 n contacts and not n (n - 1).
    for (const schools of [4, 8, 16]) {
      const { met } = programme(schools, undefined, undefined, 39);
      const gatherings = new Map<number, { contacts: number; people: Set<number> }>();
      for (const { week, from, to, kind } of met) {
        if (kind !== CONTACT.meeting) continue;
        const here = gatherings.get(week) ?? { contacts: 0, people: new Set() };
        here.contacts++;
        here.people.add(from).add(to);
        gatherings.set(week, here);
      }
      expect(gatherings.size).toBeGreaterThan(10);
      let contacts = 0;
      let people = 0;
      for (const here of gatherings.values()) {
        expect(here.contacts).toBeLessThanOrEqual(2 * here.people.size);
        contacts += here.contacts;
        people += here.people.size;
      }
      expect(contacts / people).toBeGreaterThan(1.6);
    }
  });

  it('of two schools who send one each, there is one', () => {
    const { met } = programme(2);
    const meetings = met.filter(({ kind }) => kind === CONTACT.meeting).map(({ week }) => week);
    expect(meetings.length).toBeGreaterThan(5);
    expect(new Set(meetings).size).toBe(meetings.length);
  });
});

describe('a gathering', () => {
  it('of one school is called off, and costs nothing', () => {
    const { met, spent } = programme(2, (s, c) => {
      for (let m = MEMBERSHIPS; m < 2 * MEMBERSHIPS; m++)
        if (s.membershipOf[m] === c) s.membershipCommitment[m] = 0;
      s.staffCommitment.fill(0, 20);
      s.staffAwareness.fill(0, 20);
      s.schoolDistribution[1] = -0.5; // nobody there is free for anything but meetings of heads
    });
    expect(met.every(({ kind }) => kind === CONTACT.meeting)).toBe(true);
    expect(spent).toBeCloseTo(2 * met.length * p.meetingHours, 3);
  });

  it('seats nobody twice', () => {
    // Three posts and an invitation to every one of them: the same name is drawn again and again.
    const s = blank(3, 3);
    collaborativeOf(s, [0, 1, 2], { form: 'hard federation' }, 1);
    s.staffCommitment.fill(1);
    s.staffAwareness.fill(1);
    const draw = new Draw('seats');
    for (let week = 0; week < 200; week++) {
      s.staffHours.fill(100);
      s.staffInvolved.fill(0);
      const kinds = new Set<number>();
      let gatherings = 0;
      const only = {
        ...p,
        reach: 1,
        intensity: 1,
        sharedPostHours: 0,
        meetingHours: 0,
        workingGroupHours: 0,
      };
      gather(s, { ...only, visitHours: 0 }, 5, draw, week, (_from, _to, kind) => kinds.add(kind), null);
      for (const left of s.staffHours) gatherings = Math.max(gatherings, (100 - left) / p.developmentHours);
      expect(gatherings).toBeLessThanOrEqual(kinds.has(CONTACT.development) ? 1 : 0);
    }
  });
});

describe('the road of a collaborative', () => {
  it('opens one kind of activity after another: nobody below embedded works jointly', () => {
    const kinds = (life: number) =>
      [
        ...new Set(programme(4, (s, c) => s.collaborativeLife.fill(life, c, c + 1)).met.map((m) => m.kind)),
      ].sort();
    expect(kinds(LIFE.courting)).toEqual([CONTACT.meeting]);
    expect(kinds(LIFE.aligning)).toEqual([CONTACT.meeting, CONTACT.workingGroup]);
    expect(kinds(LIFE.embedded)).toHaveLength(5);
    expect(kinds(LIFE.none)).toEqual([]);
  });

  it('nothing happens at intensity 0', () => {
    const { met, spent } = programme(4, undefined, undefined, 26, { intensity: 0 });
    expect(met).toEqual([]);
    expect(spent).toBe(0);
  });

  it('more than five goals leave each less time; meetings go on', () => {
    const count = (goals: number, kind: number) =>
      programme(4, (s, c) => s.collaborativeGoals.fill(goals, c, c + 1), undefined, 117).met.filter(
        (m) => m.kind === kind,
      ).length;
    const few = count(5, CONTACT.development);
    // Ten goals halve the programme: a quarter to three quarters is left, whatever the luck.
    expect(count(10, CONTACT.development)).toBeLessThan(0.75 * few);
    expect(count(10, CONTACT.development)).toBeGreaterThan(0.25 * few);
    expect(count(1, CONTACT.development)).toBe(few);
    expect(count(10, CONTACT.meeting)).toBe(count(5, CONTACT.meeting));
  });
});

describe('who comes', () => {
  it('are the committed and those with time left', () => {
    const contacts = (set: (s: State) => void, span = 78) => programme(4, set, undefined, span).met.length;
    const keen = contacts(() => {});
    expect(contacts((s) => s.membershipCommitment.fill(0.2))).toBeLessThan(0.9 * keen);
    expect(contacts((s) => s.staffCommitment.fill(0))).toBeLessThan(0.9 * keen);
  });

  it('fewer come when the week is used up already', () => {
    const s = blank(4, 20);
    collaborativeOf(s, [0, 1, 2, 3], { form: 'hard federation' }, 1);
    const count = (hours: number) => {
      let contacts = 0;
      for (let week = 0; week < 78; week++) {
        s.staffHours.fill(hours);
        gather(s, p, 5, new Draw('time'), week, () => contacts++, null);
      }
      return contacts;
    };
    expect(count(-1)).toBeLessThan(0.6 * count(10));
  });
});
