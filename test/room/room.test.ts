/** The pure room: who sits where, what counts when, what the log says, and that it comes to the same again. */
import { describe, expect, test } from 'vitest';
import { readHead } from '../../analysis/room/log.ts';
import { type Act, LIMITS } from '../../analysis/room/protocol.ts';
import { writeLog } from '../../scenarios/room-log.ts';
import { readScenario } from '../../scenarios/yaml.ts';
import { advance, digest, start } from '../../sim/index.ts';
import { anyAct, Chance, Table } from '../support/room.ts';
import { scenarioOf } from '../support/runs.ts';

const DISTRICT = scenarioOf({
  title: 'A district',
  years: 1,
  district: { schools: 8, secondaryShare: 0.2 },
});

function opened(people = 0): Table {
  const table = new Table();
  table.open(DISTRICT, 'room');
  for (let i = 0; i < people; i++) {
    const one = table.join();
    table.say(one, { type: 'sit', school: null, post: null });
  }
  table.work();
  return table;
}

const act = (given: Partial<Act> & Pick<Act, 'action'>): Act => ({
  type: 'act',
  number: 1,
  week: 0,
  school: null,
  hours: null,
  ...given,
});

describe('seats', () => {
  test('are given heads first, then teachers where fewest sit', () => {
    const table = opened(10);
    const seats = Array.from({ length: 10 }, (_, i) => table.last(i + 1, 'seated')?.seat);
    expect(seats.slice(0, 8).map((seat) => seat?.head)).toEqual(new Array(8).fill(true));
    expect(new Set(seats.slice(0, 8).map((seat) => seat?.school)).size).toBe(8);
    expect(seats.slice(8).map((seat) => [seat?.head, seat?.school])).toEqual([
      [false, 1],
      [false, 2],
    ]);
    expect(seats[0]?.title).toBe(`head of ${seats[0]?.name}`);
  });

  test('are one a person, and one of them a seat', () => {
    const table = opened(1);
    const other = table.join();
    table.say(other, { type: 'sit', school: 1, post: 'head' });
    expect(table.last(other, 'refused')?.why).toBe('taken');
    table.say(1, { type: 'sit', school: 5, post: 'head' });
    table.say(other, { type: 'sit', school: 1, post: 'head' });
    expect(table.last(other, 'seated')?.seat).toMatchObject({ school: 1, post: 0 });
    table.say(other, { type: 'sit', school: 99, post: null });
    expect(table.last(other, 'refused')?.why).toBe('no such school');
  });

  test('are free again for others when somebody leaves for good, not when the line is lost', () => {
    const table = opened(1);
    const other = table.join();
    table.room.lost(1);
    table.say(other, { type: 'sit', school: 1, post: 'head' });
    expect(table.last(other, 'refused')?.why).toBe('taken');
    table.say(1, { type: 'quit' });
    expect(table.last(1, 'closed')?.why).toBe('quit');
    expect(table.parted).toEqual([1]);
    table.say(other, { type: 'sit', school: 1, post: 'head' });
    expect(table.last(other, 'seated')?.seat?.school).toBe(1);
  });
});

describe('who comes back', () => {
  test('does so with either of two tokens, until what was given has arrived', () => {
    const table = opened(1);
    const first = table.last(1, 'welcome')?.token ?? '';
    const back = (token: string) => {
      const person = table.room.back(token);
      if (typeof person !== 'string') table.room.greet(person);
      return typeof person === 'string' ? person : person.number;
    };
    expect(back(first)).toBe(1);
    expect(back(first)).toBe(1); // the answer had been lost on the way
    const second = table.last(1, 'welcome')?.token ?? '';
    expect(second).not.toBe(first);
    table.say(1, { type: 'look' });
    expect(back(first)).toBe('wrong token');
    expect(back(second)).toBe(1);
    expect(table.last(1, 'welcome')?.seat?.school).toBe(1);
    expect(table.last(1, 'view')?.view.school).toBe(1);
  });
});

describe('inputs', () => {
  test('count in the week under way, and late ones in the next, of which the sender is told', () => {
    const table = opened(2);
    table.say(1, act({ action: 'guard' }));
    expect(table.last(1, 'acted')).toEqual({ type: 'acted', number: 1, week: 0, late: false });
    table.room.heardHost({ type: 'step', weeks: 2 });
    expect(table.room.phase).toBe('stepping');
    table.say(2, act({ action: 'guard' })); // weeks are being done
    expect(table.last(2, 'acted')).toEqual({ type: 'acted', number: 1, week: 2, late: true });
    table.work();
    table.say(1, act({ number: 2, week: 1, action: 'share' })); // seen before they were
    expect(table.last(1, 'acted')).toEqual({ type: 'acted', number: 2, week: 2, late: true });
    const log = table.log();
    expect(log.scenario.decisions).toMatchObject([{ week: 0, school: 1, post: 0, kind: 'guard' }]);
    table.step(1);
    expect(table.log()).toMatchObject({ late: 2, week: 3, participants: [1, 2, 1] });
  });

  test('sent again count once, and the last one on a matter stands', () => {
    const table = opened(1);
    for (let i = 0; i < 3; i++) table.say(1, act({ action: 'spend time', hours: 2 }));
    table.say(1, act({ number: 2, action: 'spend time', hours: 3 }));
    table.step(1);
    expect(table.log().scenario.decisions).toMatchObject([{ kind: 'spend time', hours: 3 }]);
  });

  test('are refused where they cannot be', () => {
    const table = opened(9); // the ninth is a teacher
    table.join();
    let number = 0;
    for (const [why, who, given] of [
      ['not a head', 9, { action: 'offer', school: 3 }],
      ['own school', 1, { action: 'offer', school: 1 }],
      ['no such school', 1, { action: 'join', school: 77 }],
      ['which school', 1, { action: 'join' }],
      ['how many hours', 1, { action: 'spend time' }],
      ['not understood', 1, { action: 'share', school: 3 }],
      ['not understood', 1, { action: 'guard', hours: 1 }],
      ['no seat', 10, { action: 'guard' }],
    ] as const) {
      table.say(who, act({ number: ++number, ...given }));
      expect(table.last(who, 'refused')).toEqual({ type: 'refused', what: 'act', number, why });
    }
    table.step(1);
    expect(table.log().scenario.decisions).toEqual([]);
  });

  test('are so many a week and no more', () => {
    const table = opened(1);
    for (let number = 1; number <= LIMITS.inputsAWeek + 1; number++)
      table.say(1, act({ number, action: number % 2 ? 'share' : 'guard' }));
    expect(table.last(1, 'refused')?.why).toBe('too many inputs');
    table.step(1);
    table.say(1, act({ number: 99, week: 1, action: 'share' }));
    expect(table.last(1, 'acted')?.number).toBe(99);
  });

  test('end with the run', () => {
    const table = opened(1);
    table.step(39);
    table.say(1, act({ week: 39, action: 'share' }));
    expect(table.last(1, 'refused')?.why).toBe('over');
    table.room.heardHost({ type: 'step', weeks: 1 });
    expect(table.last(0, 'refused')?.why).toBe('over');
  });

  test('of a show of hands are nobody’s', () => {
    const table = opened();
    table.room.heardHost({
      type: 'decide',
      number: 7,
      school: 2,
      post: 0,
      action: 'offer',
      other: 4,
      hours: null,
    });
    expect(table.last(0, 'acted')).toEqual({ type: 'acted', number: 7, week: 0, late: false });
    table.step(13);
    expect(table.log()).toMatchObject({ participants: [0], people: 0 });
  });
});

describe('what a participant sees', () => {
  test('is their own school, with what they have decided and who has offered', () => {
    const table = opened(3);
    const before = table.last(2, 'view')?.view;
    expect(before).toMatchObject({
      week: 0,
      school: 2,
      closed: false,
      inForce: { offerTo: null, guard: null },
    });
    expect(before?.neighbours.length).toBeGreaterThan(3);
    expect(before?.advice.length).toBeGreaterThan(0);
    table.say(1, act({ action: 'offer', school: 2 }));
    expect(table.last(1, 'view')?.view.inForce.offerTo).toBe(2);
    expect(table.last(2, 'view')?.view.offers.map(({ school }) => school)).toContain(1);
    table.say(1, act({ number: 2, action: 'offer', school: 3 }));
    expect(table.last(2, 'view')?.view.offers.map(({ school }) => school)).not.toContain(1);
    table.say(3, act({ action: 'join', school: 1 }));
    expect(table.last(3, 'view')?.view.inForce.answers).toEqual([{ school: 1, action: 'join' }]);
    table.step(13);
    const after = table.last(3, 'view')?.view;
    expect(after).toMatchObject({ week: 13, inForce: { answers: [] } });
    expect(after?.partners.find(({ school }) => school === 1)).toMatchObject({ together: true });
    expect(after?.collaboratives[0].members).toContain(table.last(1, 'view')?.view.name);
  });
});

describe('polls', () => {
  test('take one vote of everybody, and tell counts alone, when they are closed', () => {
    const table = opened(3);
    table.room.heardHost({ type: 'poll', question: 'Higher?', options: ['yes', 'no'] });
    table.say(1, { type: 'vote', poll: 1, option: 1 });
    table.say(1, { type: 'vote', poll: 1, option: 0 });
    table.say(2, { type: 'vote', poll: 1, option: 1 });
    table.say(3, { type: 'vote', poll: 1, option: 2 });
    expect(table.last(1, 'refused')?.why).toBe('voted');
    expect(table.last(3, 'refused')?.why).toBe('not understood');
    expect(table.last(2, 'poll')?.poll).toMatchObject({ votes: 2, counts: null, mine: 1 });
    table.room.flush();
    expect(table.last(0, 'poll')?.poll).toMatchObject({ votes: 2, counts: [0, 2], mine: null });
    table.room.heardHost({ type: 'count' });
    expect(table.last(3, 'poll')?.poll).toMatchObject({ open: false, counts: [0, 2] });
    table.say(3, { type: 'vote', poll: 1, option: 0 });
    expect(table.last(3, 'refused')?.why).toBe('no poll');
  });
});

describe('the log', () => {
  test.each(['one', 'two', 'three'])('replays, room %s', (seed) => {
    const table = opened(20);
    const chance = new Chance(seed);
    const schools = Array.from({ length: 8 }, (_, i) => i + 1);
    for (let number = 1, week = 0; week < 26; week = table.room.week, number++) {
      for (let who = 1; who <= 20; who++)
        if (chance.next() < 0.5) table.say(who, anyAct(chance, number, week, schools));
      table.step(1 + chance.below(13));
    }
    const log = table.log();
    expect(log.scenario.decisions.length).toBeGreaterThan(15);
    const text = writeLog(log);
    const { scenario } = readScenario(text, 'room.yaml');
    if (scenario === null) throw new Error('not a scenario');
    expect(readHead(text)).toEqual({ week: log.week, weeks: 39, reached: log.reached, end: log.end });
    const again = start(scenario);
    advance(again, log.week);
    expect(digest(again)).toBe(log.reached);
    advance(again, 39 - log.week);
    expect(digest(again)).toBe(log.end);
    const alone = start({ ...scenario, decisions: [] });
    advance(alone, 39);
    expect(digest(alone)).not.toBe(log.end);
  });
});

test('a room that is closed has nothing left, and says nothing more', () => {
  const table = opened(2);
  table.room.close();
  expect(table.last(1, 'closed')?.why).toBe('room closed');
  const said = table.told.get(1)?.length;
  table.say(1, act({ action: 'share' }));
  table.room.heardHost({ type: 'step', weeks: 1 });
  table.room.flush();
  expect(table.told.get(1)?.length).toBe(said);
  expect(table.room.join(null)).toBe('room closed');
  expect(table.room.hasRun).toBe(false);
});

test('nicknames are short and can be shown', () => {
  const { room } = opened();
  for (const bad of ['x'.repeat(21), 'a\u202eb', 'a\u200bb', 'a\nb', 'a\u0007'])
    expect(room.join(bad), JSON.stringify(bad)).toBe('not a nickname');
  expect(room.join('  Ann  ')).toMatchObject({ nickname: 'Ann' });
  expect(room.join(' ')).toMatchObject({ nickname: null });
});
