import { describe, expect, it } from 'vitest';
import { Draw, STREAM } from '../../sim/draw.ts';
import { classify, lacks, params } from '../../sim/mechanisms/stages.ts';
import { defaults } from '../../sim/schema.ts';
import { COUNTER, EVENT, STAGE, type State } from '../../sim/state.ts';
import { blank, modelOf, relate, weeks } from '../support/district.ts';

const p = { ...defaults(params), identityGrowth: 0.25, identityShort: 0.1, identityDecline: 0.04 };

/** Gives relation `r` everything that any stage asks for. */
function equip(s: State, r: number, part = 1): void {
  s.relationContact[r] = 0.5 * part;
  s.relationSharing[r] = 0.4 * part;
  s.relationTask[r] = 0.4 * part;
  s.relationTrust[r] = 0.7 * part;
  s.relationDependence[r] = 0.6 * part;
  s.relationValues[r] = 0.9 * part;
  s.relationResponsibility[r] = 0.6 * part;
}

/** Stages of relation `r` over terms that start in week 12, with `set` before each. */
function course(s: State, r: number, terms: number, set: (term: number) => void = () => {}): number[] {
  return Array.from({ length: terms }, (_, t) => {
    set(t);
    classify(s, p, 12 + 13 * t);
    return s.relationStage[r];
  });
}

function pair(stage = 0, since = 0): { s: State; r: number } {
  const s = blank(3);
  const r = relate(s, 0, 1, stage);
  s.relationStageSince[r] = since;
  return { s, r };
}

describe('climbing', () => {
  it('goes one step a term, and waits 39 weeks before collegiality', () => {
    const { s, r } = pair();
    equip(s, r);
    // Collaboration from week 38 on; in week 77 it has lasted 39 weeks.
    expect(course(s, r, 7)).toEqual([1, 2, 3, 3, 3, 4, 4]);
    expect(s.relationStageSince[r]).toBe(77);
    expect(s.relationCollaborated[r]).toBe(1);
  });

  it('starts with contact alone', () => {
    const { s, r } = pair();
    s.relationContact[r] = 0.029;
    expect(course(s, r, 2)).toEqual([0, 0]);
    s.relationContact[r] = 0.031;
    expect(course(s, r, 2)).toEqual([1, 1]);
    expect(s.relationCollaborated[r]).toBe(0);
  });

  it('stops where one thing is missing, whichever it is', () => {
    const needs = {
      [STAGE.association]: ['relationContact', 'relationSharing', 'relationTrust'],
      [STAGE.cooperation]: ['relationContact', 'relationSharing', 'relationTask', 'relationTrust'],
      [STAGE.collaboration]: [
        'relationContact',
        'relationTrust',
        'relationDependence',
        'relationValues',
        'relationResponsibility',
      ],
    } as const;
    for (const [stage, columns] of Object.entries(needs)) {
      for (const column of columns) {
        const { s, r } = pair(Number(stage), -39);
        equip(s, r);
        s[column][r] *= 0.1;
        classify(s, p, 12);
        expect(s.relationStage[r], `${column} for the stage above ${stage}`).toBeLessThanOrEqual(
          Number(stage),
        );
      }
      const { s, r } = pair(Number(stage), -39);
      equip(s, r);
      classify(s, p, 12);
      expect(s.relationStage[r]).toBe(Number(stage) + 1);
    }
  });
});

describe('falling', () => {
  it('takes less than 0.7 of a threshold, not less than all of it', () => {
    // Cooperation asks for 0.15 contacts a week: it is kept at 0.11 and lost at 0.1.
    const { s, r } = pair(STAGE.cooperation);
    equip(s, r, 0.5);
    s.relationTask[r] = 0;
    s.relationContact[r] = 0.11;
    expect(course(s, r, 1)).toEqual([2]);
    s.relationContact[r] = 0.1;
    expect(course(s, r, 1)).toEqual([1]);
    s.relationContact[r] = 0.11; // and 0.11 is not enough to come back
    expect(course(s, r, 1)).toEqual([1]);
  });

  it('may go down several steps at once, to nothing', () => {
    const { s, r } = pair(STAGE.collegiality);
    expect(course(s, r, 1)).toEqual([0]);
  });

  it('ends a collaboration with its joint task, and not a collegiality', () => {
    for (const [stage, after] of [
      [STAGE.collaboration, STAGE.cooperation],
      [STAGE.collegiality, STAGE.collegiality],
    ]) {
      const { s, r } = pair(stage);
      equip(s, r);
      s.relationTask[r] = 0;
      s.relationStageSince[r] = 0;
      expect(course(s, r, 1)).toEqual([after]);
    }
  });

  it('ends a collegiality whose trust has gone', () => {
    const { s, r } = pair(STAGE.collegiality);
    equip(s, r);
    s.relationTrust[r] = 0.3;
    expect(course(s, r, 1)).toEqual([STAGE.collaboration]); // 0.3 is over 0.7 * 0.4
  });
});

describe('identity', () => {
  it('goes a quarter of the way to 2 * trust * values * dependence a term among colleagues, less far among others', () => {
    const { s, r } = pair(STAGE.collegiality);
    s.relationTrust[r] = 0.5;
    s.relationValues[r] = 0.8;
    s.relationDependence[r] = 0.5;
    classify(s, p, 12);
    expect(s.relationIdentity[r]).toBeCloseTo(0.25 * 0.4, 6);
    s.relationStage[r] = STAGE.collaboration;
    s.relationIdentity[r] = 0;
    classify(s, p, 25);
    expect(s.relationIdentity[r]).toBeCloseTo(0.25 * 0.4 * 0.1, 6);
  });

  it('of those who are colleagues no longer declines to the part that others come to, and no further', () => {
    const { s, r } = pair(STAGE.collaboration);
    equip(s, r);
    s.relationTrust[r] = 0.45; // short of collegiality
    const full = 2 * s.relationTrust[r] * s.relationValues[r] * s.relationDependence[r];
    s.relationIdentity[r] = full;
    classify(s, p, 12);
    expect(s.relationIdentity[r]).toBeCloseTo(full - 0.04 * (full - 0.1 * full), 6);
    for (let term = 2; term < 400; term++) classify(s, p, 13 * term - 1);
    expect(s.relationStage[r]).toBe(STAGE.collaboration);
    expect(s.relationIdentity[r]).toBeCloseTo(0.1 * full, 4);
  });

  it('of others is that of colleagues where nothing is taken for being short of them, and none where all is', () => {
    const grown = (identityShort: number) => {
      const { s, r } = pair(STAGE.association);
      s.relationTrust[r] = 0.5;
      s.relationValues[r] = 0.8;
      s.relationDependence[r] = 0.5;
      classify(s, { ...p, identityShort }, 12);
      return s.relationIdentity[r];
    };
    expect(grown(1)).toBeCloseTo(0.25 * 0.4, 6);
    expect(grown(0.5)).toBeCloseTo(0.25 * 0.2, 6);
    expect(grown(0)).toBe(0);
  });

  it('declines far more slowly, and stays where one factor is missing at 0', () => {
    const { s, r } = pair();
    s.relationIdentity[r] = 0.5;
    s.relationTrust[r] = 1;
    s.relationValues[r] = 1;
    classify(s, p, 12);
    expect(s.relationIdentity[r]).toBeCloseTo(0.5 * 0.96, 6);
    s.relationIdentity[r] = 0;
    classify(s, p, 25);
    expect(s.relationIdentity[r]).toBe(0);
  });
});

describe('what is lacking', () => {
  it('is exactly what keeps a relation from the next stage', () => {
    const { s, r } = pair(STAGE.collaboration, 0);
    equip(s, r);
    s.relationDependence[r] = 0.2;
    s.relationTask[r] = 0; // not asked for by collegiality
    expect(lacks(s, p, r, 26).map(({ what }) => what)).toEqual(['mutual dependence', 'time']);
    const [dependence, time] = lacks(s, p, r, 26);
    expect([dependence.has, dependence.needs]).toEqual([Math.fround(0.2), 0.35]);
    expect([time.has, time.needs]).toEqual([26, 39]);
  });

  it('names each thing by its stage, and nothing at the top', () => {
    const names = (stage: number) => {
      const { s, r } = pair(stage, 0);
      return lacks(s, p, r, 0).map(({ what }) => what);
    };
    expect(names(STAGE.none)).toEqual(['contact']);
    expect(names(STAGE.association)).toEqual(['contact', 'sharing', 'trust']);
    expect(names(STAGE.cooperation)).toEqual(['contact', 'sharing', 'joint task', 'trust']);
    expect(names(STAGE.collaboration)).toEqual([
      'contact',
      'trust',
      'mutual dependence',
      'shared values',
      'shared responsibility',
      'time',
    ]);
    expect(names(STAGE.collegiality)).toEqual([]);
  });

  it('is nothing just where the review lets the relation rise', () => {
    const draw = new Draw('relations of every kind');
    draw.open(STREAM.population, 0);
    let risen = 0;
    for (let n = 0; n < 400; n++) {
      const { s, r } = pair(n % 5, -13 * (n % 4));
      equip(s, r);
      const columns = [s.relationContact, s.relationSharing, s.relationTask, s.relationTrust];
      columns.push(s.relationDependence, s.relationValues, s.relationResponsibility);
      for (const [k, column] of columns.entries())
        if (draw.uniform(n, k) < 0.15) column[r] *= draw.uniform(n, 8 + k);
      const ready = n % 5 < 4 && lacks(s, p, r, 12).length === 0;
      classify(s, p, 12);
      expect(s.relationStage[r] > n % 5).toBe(ready);
      if (ready) risen++;
    }
    expect(risen).toBeGreaterThan(40);
    expect(risen).toBeLessThan(280);
  });
});

describe('the record', () => {
  it('counts every relation reviewed once, by where it was and where it went', () => {
    const s = blank(4);
    equip(s, relate(s, 0, 1));
    equip(s, relate(s, 1, 2, STAGE.cooperation));
    relate(s, 2, 3, STAGE.association);
    classify(s, p, 12);
    const count = (from: number, to: number) => s.transitionCount[from * 5 + to];
    expect([count(0, 1), count(2, 3), count(1, 0)]).toEqual([1, 1, 1]);
    expect(s.transitionCount.reduce((sum, n) => sum + n, 0)).toBe(3);
    const events = [...s.eventKind.subarray(0, s.counter[COUNTER.events])];
    expect(events.filter((kind) => kind === EVENT.stageRose)).toHaveLength(2);
    expect(events.filter((kind) => kind === EVENT.stageFell)).toHaveLength(1);
  });

  it('adds up to the relations there were, term by term', () => {
    const m = modelOf({ years: 2, district: { schools: 12 } });
    let reviewed = 0;
    for (let term = 0; term < 6; term++) {
      weeks(m, term * 13, term * 13 + 13);
      // New relations that come of agreements are made after the review.
      reviewed = m.state.transitionCount.reduce((sum, n) => sum + n, 0) - reviewed;
      let live = 0;
      for (const a of m.state.relationA) if (a >= 0) live++;
      expect(reviewed).toBeLessThanOrEqual(live);
      expect(reviewed).toBeGreaterThan(live * 0.5);
      reviewed = m.state.transitionCount.reduce((sum, n) => sum + n, 0);
    }
    expect(m.state.counter[COUNTER.relations]).toBe([...m.state.relationA].filter((a) => a >= 0).length);
  });
});
