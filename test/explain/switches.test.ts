/** Mechanisms switched off: what then no longer happens, and that the evidence ledger means the same by it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { switches, unswitched } from '../../analysis/explain/switch-list.ts';
import {
  isOff,
  type Off,
  pathsOf,
  switchOf,
  withoutMechanism,
  withValues,
} from '../../analysis/explain/switches.ts';
import { root } from '../../scripts/support.mjs';
import {
  advance,
  COUNTER,
  digest,
  type GroupName,
  groups,
  parameterAt,
  problem,
  type Scenario,
  start,
  type Value,
} from '../../sim/index.ts';
import { distribute } from '../../sim/mechanisms/leadership.ts';
import { modelOf, scenarioOf } from '../support/district.ts';

/** A district in which every mechanism has something to do within two years. */
const busy = {
  years: 2,
  district: { schools: 8, density: 0.4 },
  accountability: { pressure: 0.8 },
  market: { choice: 0.8 },
  incentives: { grant: 40, releasedTime: 0.5, recognition: 0.5, campaign: 0.3 },
  authority: { stance: 'facilitating', brokers: 40 },
  agencies: { coverage: 0.8 },
  homeSchool: { organisation: 'multi-age' },
  partnerChoice: { threshold: 0.1 },
  turnover: { staff: 0.2, heads: 0.3 },
  trust: { firstAcross: 0.35 },
  encounter: { ease: 1 },
  foundings: [
    { name: 'pair', week: 0, form: 'hard federation', times: 2, size: 3, formality: 0.9, goals: 9 },
    { name: 'short', week: 0, form: 'loose association', times: 1, size: 3, weeks: 39 },
  ],
  shocks: [
    { week: 20, kind: 'fire', share: 0.3, severity: 0.6, weeks: 40 },
    { week: 26, kind: 'funding cut', share: 0.5, severity: 0.5, weeks: 30 },
    { week: 39, kind: 'special measures', share: 0.3 },
  ],
};
/** Most can be seen under the brokers of the district above; these need another. */
const settings: Record<string, Record<string, unknown>> = {
  gaming: { authority: { stance: 'directing' } },
  identity: {
    years: 4,
    stages: { collegialityWeeks: 0, collegialityTrust: 0.2, collegialityDependence: 0.1 },
  },
  partnerChoice: { authority: { stance: 'absent' } },
  leaving: { years: 4, collaborativeLife: { patience: 0.1, linkCost: 1.5 } },
  cushion: { trust: { cushionSuccesses: 2 } },
};
const scenarioFor = (key: string): Scenario => scenarioOf({ ...busy, ...settings[key] });

/** The group's other parameters than those that the switch sets. */
const othersOf = (group: GroupName, off: Off, except: readonly string[] = []) =>
  Object.keys(groups[group].params)
    .map((name) => `${group}.${name}`)
    .filter((path) => !pathsOf(off).has(path) && !except.includes(path));

/**
 * By switch: parameters that no longer matter to anything once it is off, because all they do they do by way of the
 * mechanism. A mechanism of a group of its own silences the whole group.
 */
const silenced: Record<string, (off: Off) => string[]> = {
  pressure: () => ['accountability.standingSensitivity'],
  inspection: () => ['accountability.inspectionCycle', 'accountability.inspectionNoise'],
  gaming: () => ['accountability.exclusion', 'attainment.borderline', 'attainment.usualPressure'],
  market: () => ['market.lowSharpness', 'market.highSharpness'],
  competition: () => [
    'competition.guardHead',
    'competition.guardSenior',
    'competition.guardStaff',
    'partnerChoice.competition',
  ],
  authority: (off) => othersOf('authority', off, ['authority.stance']),
  activities: (off) => othersOf('activities', off),
  releasedTime: () => ['incentives.releaseForAll', 'incentives.releaseWorth', 'partnerChoice.release'],
  recognition: () => ['incentives.recognitionWorth', 'partnerChoice.recognition'],
  partnerChoice: () =>
    ['competition', 'distance', 'size', 'busy', 'overload', 'statusRisk'].map(
      (name) => `partnerChoice.${name}`,
    ),
  turnover: () => ['turnover.keptByContract', 'turnover.keptInformally', 'turnover.spannerLost'],
  power: (off) => [
    ...othersOf('power', off),
    'competition.resentment',
    'collaborativeLife.resentment',
    'collaborativeLife.doubt',
  ],
  ending: (off) => othersOf('ending', off),
  leaving: () => ['collaborativeLife.contractHold'],
  cushion: () => ['trust.cushionSuccesses'],
  trust: () => ['trust.cushion', 'trust.cushionSuccesses'],
  learning: () => [
    'learning.jointDepth',
    'learning.jointBreadth',
    'learning.credibleGap',
    'learning.challengeTrust',
  ],
  innovation: () => ['spread.invention'],
  spread: (off) => othersOf('spread', off, ['spread.start', 'spread.startSpread']),
  identity: () => ['stages.identityShort', 'informalContact.identityWeight', 'collaborativeLife.solidarity'],
  boundarySpanning: (off) => [
    ...othersOf('boundarySpanning', off),
    'leadership.spanning',
    'partnerChoice.news',
    'collaborativeLife.spanners',
    'turnover.spannerLost',
  ],
  involvement: (off) => othersOf('involvement', off),
  leadership: (off) => othersOf('leadership', off),
  compliance: () => ['workload.specialMeasures'],
  anomie: (off) => [
    ...othersOf('anomie', off),
    'attainment.anomie',
    'attainment.fatalism',
    'involvement.anomie',
    'involvement.fatalism',
    'turnover.anomie',
    'turnover.fatalism',
  ],
  crisis: (off) => othersOf('crisis', off),
  tutoring: () => [
    'homeSchool.groupSize',
    'homeSchool.tutors',
    'homeSchool.conversationMinutes',
    'homeSchool.changeTerms',
    'homeSchool.changeHours',
    'homeSchool.slide',
  ],
  families: (off) => othersOf('homeSchool', off, ['homeSchool.organisation', ...ORGANISATIONAL]),
  agencies: (off) => othersOf('agencies', off, ['agencies.agencyTurnover', 'agencies.firstTrust']),
};
const ORGANISATIONAL = [
  'changeTerms',
  'changeHours',
  'mindsetNeeded',
  'slide',
  'mindsetPace',
  'mindsetVision',
  'mindsetPractice',
  'vision',
].map((name) => `homeSchool.${name}`);

const digests = new Map<string, string>();

/** Digest of a scenario's last week; each scenario is run once. */
function runOf(scenario: Scenario): string {
  const key = JSON.stringify(scenario);
  const known = digests.get(key);
  if (known !== undefined) return known;
  const run = start(scenario, { seed: 'switches' });
  advance(run, run.weeks);
  digests.set(key, digest(run));
  return digest(run);
}

/** All these parameters moved to the end of their range that lies further off, or to their next option. */
function moved(key: string, paths: readonly string[]): Map<string, Value> {
  return new Map<string, Value>(
    paths.map((path): [string, Value] => {
      const found = parameterAt(path);
      if (found === null) throw new Error(`no parameter ${path}`);
      const { parameter } = found;
      const now = valueIn(scenarioFor(key), path);
      if (parameter.kind === 'flag') return [path, !now];
      if (parameter.kind === 'choice')
        return [
          path,
          parameter.options[(parameter.options.indexOf(String(now)) + 1) % parameter.options.length],
        ];
      const far = Number(now) - parameter.min > parameter.max - Number(now) ? parameter.min : parameter.max;
      return [path, far];
    }),
  );
}

const valueIn = ({ parameters }: Scenario, path: string): Value => {
  const [group, name] = path.split('.') as [GroupName, string];
  return (parameters[group] as Record<string, Value>)[name];
};

describe('a mechanism switched off', () => {
  for (const { key } of switches.filter(({ key }) => key in silenced)) {
    test(`${key}: nothing that works by way of it matters any more`, () => {
      const one = switchOf(key);
      const off = withoutMechanism(scenarioFor(key), one);
      const values = moved(key, silenced[key](one.off));
      expect(runOf(withValues(off, values, key))).toBe(runOf(off));
      // With the mechanism on, the same values matter.
      expect(runOf(withValues(scenarioFor(key), values, key))).not.toBe(runOf(scenarioFor(key)));
    });
  }

  test('is off at every date, whatever the scenario dates', () => {
    const dated = scenarioOf({
      years: 2,
      market: { choice: 0.2 },
      timeline: [
        { week: 13, set: { accountability: { pressure: 1 } } },
        { week: 20, set: { accountability: { pressure: 0.2 }, market: { choice: 0.9 } } },
      ],
    });
    const off = withoutMechanism(dated, switchOf('pressure'));
    expect(off.timeline.map(({ name }) => name)).toEqual(['choice']);
    expect(isOff(dated, switchOf('pressure'))).toBe(false);
    expect(isOff(off, switchOf('pressure'))).toBe(true);
    expect(isOff({ ...off, timeline: dated.timeline }, switchOf('pressure'))).toBe(false);
    expect(withoutMechanism(off, switchOf('pressure'))).toEqual(off);
    const year = start(off, { seed: 'a' });
    advance(year, 39);
    expect(Math.max(...year.state.schoolPressure)).toBe(0);
  });

  test('leaves nothing of contacts between schools, where activities and crises bring none either', () => {
    const plain = scenarioOf({ years: 1, district: { schools: 12 } });
    const off = ['informalContact', 'activities', 'crisis'].map(switchOf).reduce(withoutMechanism, plain);
    const contacts = (scenario: Scenario) => {
      const run = start(scenario, { seed: 'a' });
      advance(run, 39);
      return run.state.counter[COUNTER.contactsAcross];
    };
    expect(contacts(off)).toBe(0);
    expect(contacts(plain)).toBeGreaterThan(0);
  });

  test('says of reach into classrooms that it moves no leadership', () => {
    const m = modelOf({ district: { schools: 2 } });
    const moves = (values: object) => {
      const [a, b] = [0, 1].map((reach) => {
        m.state.schoolDistribution.fill(0.4);
        m.state.schoolReach.fill(reach);
        distribute(m.state, { ...m.parameters.leadership, ...values });
        return m.state.schoolDistribution[0];
      });
      return a !== b;
    };
    expect(moves({})).toBe(true);
    expect(moves(switchOf('sharedLeadership').off.leadership ?? {})).toBe(false);
  });
});

describe('the list of switches', () => {
  test('names each mechanism of the model, or says why nothing switches it off', () => {
    const files = readdirSync(join(root, 'sim', 'mechanisms')).map((name) => name.replace(/\.ts$/, ''));
    const named = new Set([...switches.map(({ mechanism }) => mechanism), ...Object.keys(unswitched)]);
    expect([...named].sort()).toEqual(files.sort());
    expect(switches.filter(({ mechanism }) => mechanism in unswitched)).toEqual([]);
    expect(new Set(switches.map(({ key }) => key)).size).toBe(switches.length);
    expect(() => switchOf('weather')).toThrow('no switch weather');
  });

  test('sets values that are allowed and not the usual ones, or those of a lever', () => {
    for (const { key, off } of switches) {
      for (const [path, value] of pathsOf(off)) {
        const found = parameterAt(path);
        expect(found, `${key}: ${path}`).not.toBeNull();
        if (found === null) continue;
        expect(problem(found.parameter, value), `${key}: ${path}`).toBeNull();
        if (found.parameter.lever !== true)
          expect(value, `${key}: ${path}`).not.toBe(found.parameter.default);
      }
    }
  });

  test('says what remains wherever no test shows that nothing does', () => {
    // A coefficient of 0, of which the mechanism is nothing but a multiple.
    const multiples = ['statusRisk', 'contracts', 'jointWork', 'informalContact', 'sharedLeadership'];
    for (const { key, remains } of switches)
      expect(remains !== '' || key in silenced || multiples.includes(key), key).toBe(true);
  });

  test('agrees with the evidence ledger: whatever an experiment switches off is made of these', () => {
    const folder = join(root, 'scenarios', 'evidence');
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(20);
    for (const name of files) {
      const off = pathsOf(parse(readFileSync(join(folder, name), 'utf8')).mechanism.off);
      const within = switches.filter((one) =>
        [...pathsOf(one.off)].every(([path, value]) => off.get(path) === value),
      );
      const made = new Map(within.flatMap((one) => [...pathsOf(one.off)]));
      expect(Object.fromEntries(made), name).toEqual(Object.fromEntries(off));
    }
  });
});
