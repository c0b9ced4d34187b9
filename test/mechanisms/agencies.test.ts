import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { agencyKinds } from '../../sim/governance/agencies.ts';
import { interdependences, strategies } from '../../sim/governance/strategies.ts';
import { logistic } from '../../sim/math/index.ts';
import { engage, makeScratch, params, spend, support, work } from '../../sim/mechanisms/agencies.ts';
import { fillCurves, makeCurves, params as viewParams } from '../../sim/mechanisms/cognitive-distance.ts';
import { params as encounter } from '../../sim/mechanisms/encounter.ts';
import {
  agencyHours,
  agencyLinks,
  agencyTrust,
  wellbeingOfTargetedPupils,
} from '../../sim/metrics/agencies.ts';
import { settleAgencies } from '../../sim/population/agencies.ts';
import { defaults, type Parameter, type Value } from '../../sim/schema.ts';
import { columnNames, digestState, ROLE, STAGE, type State } from '../../sim/state.ts';
import { blank, mean, modelOf, relate, weeks } from '../support/district.ts';

const KINDS = agencyKinds.length;
const HEALTH = 0;
const SOCIAL_CARE = 1;
const p = { ...defaults(params), agencyTurnover: 0 };
const meeting = { ...defaults(encounter), ease: 0.3 };
const curves = makeCurves();
fillCurves(curves, { ...defaults(viewParams), reach: 0.45 });

/** Schools laid out by hand with the agencies of their areas, all of one mind with everybody. */
function district(schools: number, posts = 3): State {
  const s = blank(schools, posts);
  settleAgencies(s, new Draw('agencies'));
  s.agencyView.fill(0.5);
  return s;
}

/** A liaison of every school with agencies of `kind`, for a term at trust `trust`. */
function liaise(s: State, kind: number, trust: number, strategy = 0): State {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const l = a * KINDS + kind;
    s.liaisonSince[l] = 0;
    s.liaisonHead[l] = s.staffArrived[s.schoolFirst[a]];
    s.liaisonStrategy[l] = strategy;
    s.liaisonTrust[l] = trust;
    s.liaisonWork[l] = 0.5;
  }
  return s;
}

function worked(s: State, settings: Partial<typeof p> = {}, week = 12): State {
  work(
    s,
    { ...p, ...settings },
    meeting,
    curves.understanding,
    new Draw('work'),
    week,
    makeScratch(s.agencyKind.length),
  );
  return s;
}

function engaged(s: State, settings: Partial<typeof p>, week = 12): State {
  engage(
    s,
    { ...p, ...settings },
    curves.understanding,
    new Draw('engage'),
    week,
    makeScratch(s.agencyKind.length),
  );
  return s;
}

/** The agencies that school `a` works with, by kind. */
const kindsOf = (s: State, a: number) =>
  agencyKinds.flatMap((_, k) => (s.liaisonSince[a * KINDS + k] >= 0 ? [k] : []));
const busy = (s: State) => [...s.schoolPosts.keys()].filter((a) => kindsOf(s, a).length > 0);

/** Share of 4,000 schools whose work with an agency of `kind`, at trust 0.5, succeeds in a term. */
function success(set: (s: State) => void = () => {}, settings: Partial<typeof p> = {}, strategy = 0): number {
  const s = liaise(district(4000), SOCIAL_CARE, 0.5, strategy);
  set(s);
  worked(s, settings);
  let sum = 0;
  for (let a = 0; a < 4000; a++) sum += s.liaisonTrust[a * KINDS + SOCIAL_CARE] > 0.5 ? 1 : 0;
  return sum / 4000;
}

const near = (share: number, expected: number) =>
  expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 4000));

describe('without coverage', () => {
  const settings = { years: 1, district: { schools: 8 } };

  it('nothing of it moves', () => {
    const m = modelOf(settings);
    const names = columnNames.filter((name) => /^(agency|liaison|schoolTargeted|schoolAgency)/.test(name));
    expect(names).toHaveLength(13);
    const before = names.map((name) => m.state[name].slice());
    weeks(m, 0, 39);
    expect(names.map((name) => m.state[name])).toEqual(before);
    for (const metric of [agencyLinks, agencyTrust, agencyHours]) expect(metric.measure(m.state, 39)).toBe(0);
    expect(wellbeingOfTargetedPupils.measure(m.state, 39)).toBe(0.5);
  });

  it('no other of its parameters matters', () => {
    const outcome = (agencies: Record<string, Value>) => {
      const m = modelOf({ ...settings, agencies: { ...agencies, coverage: 0 } });
      weeks(m, 0, 39);
      return digestState(m.state);
    };
    const usual = outcome({});
    const all: Record<string, Value> = {};
    for (const [name, parameter] of Object.entries(params) as [string, Parameter][]) {
      all[name] =
        parameter.kind === 'number'
          ? parameter.max
          : parameter.kind === 'choice'
            ? (parameter.options.at(-1) ?? '')
            : !parameter.default;
    }
    expect(outcome(all)).toBe(usual);
  });
});

describe('who works with agencies', () => {
  /** Ten schools, the later the more deprived. */
  function sloped(): State {
    const s = district(10);
    for (let a = 0; a < 10; a++) s.schoolPupils.set([10 + 3 * a, 60 - 3 * a, 30], a * 3);
    return s;
  }

  it('the most deprived first, as many as are to', () => {
    expect(busy(engaged(sloped(), { coverage: 0.3 }))).toEqual([7, 8, 9]);
    expect(busy(engaged(sloped(), { coverage: 1 }))).toHaveLength(10);
    expect(busy(engaged(sloped(), { coverage: 0 }))).toEqual([]);
  });

  it('of schools alike the first, and never more than are to', () => {
    expect(busy(engaged(district(10), { coverage: 0.4 }))).toEqual([0, 1, 2, 3]);
  });

  it('one more agency a term, up to the breadth aimed at', () => {
    const s = district(1);
    const counts = [12, 25, 38, 51].map(
      (week) => kindsOf(engaged(s, { coverage: 1, breadth: 3 }, week), 0).length,
    );
    expect(counts).toEqual([1, 2, 3, 3]);
  });

  it('none but the kind asked for, and no other when that is taken', () => {
    const s = district(1);
    for (const week of [12, 25, 38])
      expect(kindsOf(engaged(s, { coverage: 1, breadth: 3, kind: 'college' }, week), 0)).toEqual([KINDS - 1]);
  });

  it('first the one that promises most: what it can do, as far as it is understood and trusted', () => {
    // All of one mind: social care reaches furthest, then health.
    expect(kindsOf(engaged(district(1), { coverage: 1 }), 0)).toEqual([SOCIAL_CARE]);
    const far = district(1);
    far.agencyView.set([0, 1, 0, 1], SOCIAL_CARE * 4); // d = 0.5: understood to 29 %
    expect(kindsOf(engaged(far, { coverage: 1 }), 0)).toEqual([HEALTH]);
    const hurt = district(1);
    hurt.liaisonTrust[SOCIAL_CARE] = 0.01;
    expect(kindsOf(engaged(hurt, { coverage: 1 }), 0)).toEqual([HEALTH]);
  });

  it('trust begins by the propensity of the head, and the strategy in force stays with the liaison', () => {
    const s = district(2);
    s.staffPropensity[0] = 0.9;
    engaged(s, { coverage: 1, firstTrust: 0.2, strategy: 'formalised team building' });
    expect([s.liaisonTrust[SOCIAL_CARE], s.liaisonTrust[KINDS + SOCIAL_CARE]]).toEqual([
      expect.closeTo(0.28, 6), // 0.2 (0.5 + 0.9), propensities being single floats
      expect.closeTo(0.2, 6),
    ]);
    engaged(s, { coverage: 1, strategy: 'commitment-based' }, 25);
    expect([s.liaisonStrategy[SOCIAL_CARE], s.liaisonStrategy[HEALTH]]).toEqual([2, 0]);
  });

  it('stays in while it is nearly as deprived, and leaves when no longer meant', () => {
    const s = engaged(sloped(), { coverage: 0.3 });
    s.schoolPupils.set([10 + 3 * 8.5 - 6, 60, 30], 9 * 3); // 28.5 in 119.5, below school 6's 28 in 100
    s.schoolPupils.set([29, 41, 30], 6 * 3);
    s.schoolPupils.set([30, 40, 30], 7 * 3);
    engaged(s, { coverage: 0.3 }, 25);
    expect(busy(s)).toEqual([6, 7, 8]);
    const near = engaged(sloped(), { coverage: 0.3 });
    near.schoolPupils.set([32, 38, 30], 6 * 3); // past school 7's 31 %, but not by 3 %
    expect(busy(engaged(near, { coverage: 0.3 }, 25))).toEqual([7, 8, 9]);
  });

  it('what has grown together is hard to unravel', () => {
    const left = (bound: number) => {
      const s = liaise(district(4000), HEALTH, 0.5);
      s.liaisonBound.fill(bound);
      return busy(engaged(s, { coverage: 0 })).length / 4000;
    };
    expect(left(0)).toBe(0);
    near(left(0.5), 0.5);
    near(left(0.9), 0.9);
  });

  it('whoever is left trusts less, and another is tried the term after', () => {
    const s = liaise(district(1), HEALTH, 0.5);
    s.liaisonWork.fill(0.1);
    engaged(s, { coverage: 1, patience: 4, loss: 0.3 }, 52);
    expect(s.liaisonTrust[HEALTH]).toBeCloseTo(0.35, 9);
    expect(kindsOf(engaged(s, { coverage: 1 }, 65), 0)).toEqual([SOCIAL_CARE]);
  });

  it('an agency without success is borne for some terms and then left', () => {
    const borne = (week: number, success: number) => {
      const s = liaise(district(1), HEALTH, 0.5);
      s.liaisonWork.fill(success);
      return kindsOf(engaged(s, { coverage: 1, breadth: 1, patience: 4 }, week), 0);
    };
    expect(borne(51, 0.2)).toEqual([HEALTH]);
    expect(borne(52, 0.2)).toEqual([]);
    expect(borne(52, 0.3)).toEqual([HEALTH]);
  });
});

describe('success', () => {
  it('has the odds of any encounter, less what interdependence demands', () => {
    // e = 0.5 + 0.25 * 0.1 * 0.35 = 0.50875, u = 1: 0.3 + 2.5 * 0.00875 + 2 * 0.5 + 0.8 * 0.2 - 0.3.
    near(success(), logistic(0.3 + 0.021875 + 1 + 0.16 - 0.3));
    near(success(undefined, { interdependence: 'pooled' }), logistic(1.481875));
    near(success(undefined, { interdependence: 'reciprocal' }), logistic(0.881875));
  });

  it('falls with distance of views: services far from schools are hard to work with', () => {
    // d = 0.45, as far as the reach: u = 1 / e.
    const apart = success((s) => {
      for (let g = 0; g < s.agencyKind.length; g++) s.agencyView.set([0.05, 0.95, 0.05, 0.95], g * 4);
    });
    near(apart, logistic(0.3 + 0.021875 + 2 * (0.36788 - 0.5) + 0.16 - 0.3));
  });

  it('falls where pressure for this year’s results meets a long horizon', () => {
    const clash = success((s) => s.schoolPressure.fill(0.8));
    near(clash, logistic(1.181875 - 0.8 * (1 - 39 / 156)));
    const yearly = success((s) => {
      s.schoolPressure.fill(0.8);
      s.agencyHorizon.fill(39);
    });
    near(yearly, logistic(1.181875));
  });

  it('rises with experience of other schools, up to two collaborations', () => {
    const met = (stages: number[]) =>
      success((s) => {
        for (let a = 0; a + 7 < 4000; a += 8) {
          // Schools a to a + 7 hold one relation of each stage with one another: in pairs, a ring of the given stages.
          stages.forEach((stage, n) => {
            for (let b = a; b < a + 8; b++)
              relate(s, Math.min(b, b ^ (n + 1)), Math.max(b, b ^ (n + 1)), stage);
          });
        }
      });
    near(met([STAGE.association]), logistic(1.181875));
    near(met([STAGE.cooperation]), logistic(1.181875 + 0.8 * 0.25));
    near(met([STAGE.collaboration, STAGE.cooperation]), logistic(1.181875 + 0.8 * 0.75));
    near(met([STAGE.collegiality, STAGE.collegiality, STAGE.collaboration]), logistic(1.181875 + 0.8));
  });

  it('rises with the head’s moral purpose and with shared leadership, and falls with overload', () => {
    near(
      success((s) => s.staffAltruism.fill(0.7)),
      logistic(1.181875 + 2 * (0.7 - 1 / 3)),
    );
    near(
      success((s) => s.staffAltruism.fill(0)),
      logistic(1.181875 - 2 / 3),
    );
    near(
      success((s) => s.schoolDistribution.fill(0.8)),
      logistic(1.181875 + 1.5 * 0.4),
    );
    near(
      success((s) => s.staffOverload.fill(0.5)),
      logistic(1.181875 - 0.75),
    );
  });

  it('a contract stands in for missing trust, and team building helps most', () => {
    near(success(undefined, {}, 1), logistic(0.3 + 2.5 * 0.25 * 0.7 * 0.35 + 1 + 0.08 - 0.3));
    near(success(undefined, {}, 2), logistic(0.3 + 2.5 * 0.25 * 0.6 * 0.35 + 1 + 0.72 - 0.3));
  });

  it('builds trust slowly and failure breaks it quickly; success binds', () => {
    const s = worked(liaise(district(100), HEALTH, 0.5), { gain: 0.2, loss: 0.3 });
    const found = new Set<string>();
    for (let a = 0; a < 100; a++) {
      const l = a * KINDS;
      found.add([s.liaisonTrust[l], s.liaisonWork[l], s.liaisonBound[l]].map((x) => x.toFixed(6)).join(' '));
    }
    // 0.15 of the way to 0.5 where services are in sequence; 0.35 of the way of the moving average.
    expect([...found].sort()).toEqual(['0.350000 0.325000 0.000000', '0.600000 0.675000 0.075000']);
  });
});

describe('when persons change', () => {
  /** Share of 4,000 liaisons that outlast a new head, and the trust of those. */
  function outlasted(strategy: number, bound = 0, trust = 0.8) {
    const s = liaise(district(4000), HEALTH, trust, strategy);
    s.liaisonBound.fill(bound);
    for (let a = 0; a < 4000; a++) s.staffArrived[s.schoolFirst[a]] = 10;
    worked(s, { gain: 0, loss: 0 });
    const kept = busy(s);
    return { share: kept.length / 4000, trust: mean(kept.map((a) => s.liaisonTrust[a * KINDS])) };
  }

  it('commitment collapses, assignments mostly stay', () => {
    near(outlasted(0).share, 0.25);
    near(outlasted(1).share, 0.85);
    near(outlasted(2).share, 0.7);
    expect(outlasted(0).trust).toBeCloseTo(0.8 * 0.25, 9);
    expect(outlasted(1).trust).toBeCloseTo(0.8 * 0.85, 9);
  });

  it('what has grown together holds', () => {
    near(outlasted(0, 0.9).share, 1 - 0.75 * 0.1);
  });

  it('a head is new once', () => {
    const s = liaise(district(400), HEALTH, 0.8, 1);
    for (let a = 0; a < 400; a++) s.staffArrived[s.schoolFirst[a]] = 10;
    worked(s, { gain: 0, loss: 0 });
    const trust = s.liaisonTrust.slice();
    worked(s, { gain: 0, loss: 0 }, 25);
    expect(s.liaisonTrust).toEqual(trust);
  });

  it('agency workers too: a third of the yearly rate in a term', () => {
    const s = worked(liaise(district(4000), HEALTH, 0.8, 1), { gain: 0, loss: 0, agencyTurnover: 0.6 });
    let changed = 0;
    for (let a = 0; a < 4000; a++) changed += s.liaisonTrust[a * KINDS] < 0.8 ? 1 : 0;
    near(changed / 4000, 0.2);
  });
});

describe('what it costs', () => {
  it('hours by strategy and interdependence, for each agency', () => {
    const hours = (strategy: number, interdependence: string) => {
      const s = liaise(liaise(district(1), HEALTH, 0.5, strategy), SOCIAL_CARE, 0.5, strategy);
      return worked(s, { interdependence }).schoolAgencyHours[0];
    };
    expect(hours(0, 'sequential')).toBeCloseTo(1.2, 9);
    expect(hours(2, 'reciprocal')).toBeCloseTo(2 * 1.8 * 1.3, 9);
    expect(hours(1, 'pooled')).toBeCloseTo(2 * 0.6 * 0.8, 9);
  });

  it('leaders’ time, and where leadership is shared that of middle leaders and support staff; not teachers’', () => {
    const s = district(1, 6);
    s.staffRole[5] = ROLE.support;
    s.schoolAgencyHours[0] = 4;
    s.schoolDistribution[0] = 0.25;
    spend(s);
    // Of 4 hours 3 for head and senior, 1 for the middle leader and the supporter.
    expect([...s.staffHours]).toEqual([-1.5, -1.5, -0.5, 0, 0, -0.5]);
  });

  it('ranks of the strategies are the source’s', () => {
    const [commitment, assignments, teams] = strategies;
    expect(teams.hours).toBeGreaterThan(2 * Math.max(commitment.hours, assignments.hours));
    expect(assignments.strength).toBeLessThan(commitment.strength);
    expect(commitment.kept).toBeLessThan(Math.min(assignments.kept, teams.kept));
    expect(commitment.formality).toBeLessThan(Math.min(assignments.formality, teams.formality));
    const bounds = interdependences.map(({ bound }) => bound);
    expect(bounds).toEqual([...bounds].sort((x, y) => x - y));
  });
});

describe('what it does', () => {
  const sure = { ...p, interdependence: 'reciprocal' };
  /** One school whose work with social care succeeds or fails for certain. */
  function outcome(succeeds: boolean, settings: Partial<typeof p> = {}, set: (s: State) => void = () => {}) {
    const s = liaise(district(1, 6), SOCIAL_CARE, 0.5, 2);
    s.schoolExcluded[0] = 0.1;
    set(s);
    work(
      s,
      { ...sure, ...settings },
      { ...meeting, ease: succeeds ? 50 : -50 },
      curves.understanding,
      new Draw('x'),
      12,
      makeScratch(KINDS),
    );
    return s;
  }

  it('wellbeing of the pupils it is meant for moves towards what help allows, and back without', () => {
    // Help 1 * 1 * 0.6; target 0.5 + 0.5 * 0.6 * 0.6 = 0.68; a fifth of the way.
    expect(outcome(true).schoolTargetedWellbeing[0]).toBeCloseTo(0.5 + 0.2 * 0.18, 9);
    expect(outcome(false).schoolTargetedWellbeing[0]).toBe(0.5);
    expect(
      outcome(false, {}, (s) => s.schoolTargetedWellbeing.fill(0.7)).schoolTargetedWellbeing[0],
    ).toBeCloseTo(0.66, 9);
  });

  it('two agencies do more than one, and less than twice as much', () => {
    const s = outcome(true, {}, (state) => liaise(state, HEALTH, 0.5, 2));
    expect(s.schoolTargetedWellbeing[0]).toBeCloseTo(0.5 + 0.2 * 0.5 * 0.6 * (1 - 0.4 * 0.55), 9);
  });

  it('is spread thin where an agency has more pupils to serve than it can', () => {
    const s = outcome(true, { caseload: 50 }, (state) => state.agencyCaseload.fill(100));
    expect(s.schoolTargetedWellbeing[0]).toBeCloseTo(0.5 + 0.2 * 0.5 * 0.6 * 0.3, 9);
    const counted = engaged(district(2), { coverage: 1, target: 0.5 });
    // Two schools of 20 pupils of low means, half of whom are meant.
    expect(counted.agencyCaseload[SOCIAL_CARE]).toBeCloseTo(20, 9);
    expect(counted.schoolTargeted[0]).toBeCloseTo(1 / 6, 9);
  });

  it('fewer are excluded', () => {
    const s = outcome(false, { pace: 0.02, exclusion: 0.6 }, (state) =>
      state.schoolTargetedWellbeing.fill(0.75),
    );
    // Wellbeing 0.745: 0.49 of what was missing; 0.6 of that fewer.
    expect(s.schoolExcluded[0]).toBeCloseTo(0.1 * (1 - 0.6 * 0.49), 9);
    expect(outcome(false).schoolExcluded[0]).toBe(0.1);
  });

  it('pupils of low means do a little better, nobody else', () => {
    const s = district(1);
    s.schoolExpected.fill(100);
    s.schoolTargetedWellbeing.fill(0.75);
    support(s, { ...p, attainment: 2, target: 0.5 });
    expect([...s.schoolExpected]).toEqual([100.5, 100, 100, 100.5, 100, 100, 100.5, 100, 100]);
  });

  it('those who take part learn about inclusion, and about nothing else', () => {
    const s = outcome(true, { learning: 0.1 });
    // Help 0.6 of missing 0.5; teachers by half of leadership shared: 0.2.
    for (const column of [s.staffExplicit, s.staffTacit]) {
      for (let i = 0; i < 6; i++) {
        const part = s.staffRole[i] === ROLE.teacher ? 0.2 : 1;
        expect(column[i * 6 + 4]).toBeCloseTo(0.5 + part * 0.1 * 0.6 * 0.5, 6);
        expect([0, 1, 2, 3, 5].map((e) => column[i * 6 + e])).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
      }
    }
    expect([...outcome(false).staffExplicit]).toEqual(Array(36).fill(0.5));
  });

  it('views draw together: those of staff who take part and of the agency', () => {
    const apart = (s: State) => s.agencyView.set([0.5, 0.9, 0.5, 0.5], SOCIAL_CARE * 4);
    const s = outcome(true, { convergence: 0.1 }, apart);
    // d = 0.2: u = exp(-(0.2 / 0.45)^2) = 0.8207; a tenth of that at trust 0.5.
    const moved = 0.1 * 0.5 * 0.8207 * 0.4;
    expect(s.staffView[1]).toBeCloseTo(0.5 + moved, 4);
    expect(s.staffView[3 * 4 + 1]).toBeCloseTo(0.5 + 0.2 * moved, 4);
    expect(s.agencyView[SOCIAL_CARE * 4 + 1]).toBeCloseTo(0.9 - moved, 4);
    expect(s.agencyView[SOCIAL_CARE * 4]).toBe(0.5);
    expect(outcome(false, { convergence: 0.1 }, apart).agencyView[SOCIAL_CARE * 4 + 1]).toBeCloseTo(0.9, 6);
  });
});
