import { rebuildRoster } from './collaboratives.ts';
import * as accountability from './mechanisms/accountability.ts';
import * as activities from './mechanisms/activities.ts';
import * as agencies from './mechanisms/agencies.ts';
import * as anomie from './mechanisms/anomie.ts';
import * as attainment from './mechanisms/attainment.ts';
import * as authority from './mechanisms/authority.ts';
import * as boundarySpanning from './mechanisms/boundary-spanning.ts';
import * as closure from './mechanisms/closure.ts';
import * as cognitiveDistance from './mechanisms/cognitive-distance.ts';
import * as collaborativeLife from './mechanisms/collaborative-life.ts';
import * as colleagueChoice from './mechanisms/colleague-choice.ts';
import * as competition from './mechanisms/competition.ts';
import * as crisis from './mechanisms/crisis.ts';
import * as decisions from './mechanisms/decisions.ts';
import * as embedding from './mechanisms/embedding.ts';
import * as encounter from './mechanisms/encounter.ts';
import * as ending from './mechanisms/ending.ts';
import * as founding from './mechanisms/founding.ts';
import * as homeSchool from './mechanisms/home-school-partnership.ts';
import * as incentives from './mechanisms/incentives.ts';
import * as informalContact from './mechanisms/informal-contact.ts';
import * as involvement from './mechanisms/involvement.ts';
import * as leadership from './mechanisms/leadership.ts';
import * as learning from './mechanisms/learning.ts';
import * as market from './mechanisms/market.ts';
import * as partnerChoice from './mechanisms/partner-choice.ts';
import * as power from './mechanisms/power.ts';
import * as relating from './mechanisms/relating.ts';
import * as schoolClimate from './mechanisms/school-climate.ts';
import * as organisation from './mechanisms/school-organisation.ts';
import * as shocks from './mechanisms/shocks.ts';
import * as spread from './mechanisms/spread.ts';
import * as stages from './mechanisms/stages.ts';
import * as trust from './mechanisms/trust.ts';
import * as turnover from './mechanisms/turnover.ts';
import * as workload from './mechanisms/workload.ts';
import { Model } from './model.ts';
import * as families from './population/families.ts';
import { WEEKS_A_TERM, WEEKS_A_YEAR } from './scenario.ts';
import { COUNTER } from './state.ts';

/** One thing that happens, by name; the names are the rows of the time share in the benchmark. */
export type Step = readonly [name: string, run: (m: Model, week: number) => void];

/** What happens in any contact, whoever the two are. */
export const contact: readonly Step[] = [
  ['trust: recall', (m, w) => trust.recall(m.state, m.parameters.trust, m.fading, w, m.contacts)],
  ['cognitive distance: perceive', (m) => cognitiveDistance.perceive(m.state, m.curves, m.contacts)],
  ['encounter', (m, w) => encounter.meet(m.state, m.parameters.encounter, m.draw, w, m.contacts)],
  ['learning', (m, w) => learning.learn(m.state, m.parameters.learning, m.draw, w, m.contacts)],
  ['trust: settle', (m, w) => trust.settle(m.state, m.parameters.trust, m.fading, w, m.contacts)],
  [
    'cognitive distance: converge',
    (m) => cognitiveDistance.converge(m.state, m.parameters.cognitiveDistance, m.contacts),
  ],
];

/** Every week. */
export const week: readonly Step[] = [
  ['shocks', (m, w) => strike(m, w)],
  ['founding', (m, w) => foundPlanned(m, w)],
  ['decisions', (m, w) => takeUp(m, w)],
  ['workload', (m) => workload.budget(m.state, m.parameters.workload)],
  ['agencies: spend', (m) => agencies.spend(m.state)],
  ['shocks: strain', (m, w) => shocks.strain(m.state, m.parameters.harm, w)],
  ['contacts inside schools', (m, w) => inside(m, w)],
  ['contacts across schools', (m, w) => across(m, w)],
];

/** Every thirteenth week, after it. */
export const term: readonly Step[] = [
  ['authority: mediate', (m) => authority.mediate(m.state, m.parameters.authority)],
  [
    'relating',
    (m, w) =>
      relating.take(m.state, m.fading, accountability.collectivity(m.parameters.accountability.unit), w),
  ],
  ['competition', (m) => competition.compete(m.state, m.parameters.competition, m.parameters.market.choice)],
  ['boundary spanning', (m, w) => boundarySpanning.span(m.state, m.parameters.boundarySpanning, m.fading, w)],
  ['power', (m) => power.weigh(m.state, m.parameters.power)],
  ['stages', (m, w) => stages.classify(m.state, m.parameters.stages, w)],
  ['school climate', (m, w) => schoolClimate.look(m.state, m.fading.trust, w)],
  ['involvement', (m) => involvement.involve(m.state, m.parameters.involvement)],
  ['leadership', (m) => leadership.distribute(m.state, m.parameters.leadership)],
  [
    'anomie',
    (m, w) =>
      anomie.drift(
        m.state,
        m.parameters.anomie,
        accountability.collectivity(m.parameters.accountability.unit),
        w,
      ),
  ],
  ['school organisation', (m) => organisation.organise(m.state, m.parameters.homeSchool)],
  ['home-school partnership', (m) => homeSchool.partner(m.state, m.parameters.homeSchool)],
  ['incentives', (m, w) => incentives.pay(m.state, m.parameters.incentives, w)],
  ['crisis: recover', (m) => crisis.recover(m.state, m.parameters.crisis)],
  ['shocks: recover', (m, w) => shocks.recover(m.state, m.parameters.harm, w)],
  ['spread', (m, w) => spread.spread(m.state, m.parameters.spread, w)],
  [
    'embedding',
    (m, w) =>
      embedding.mature(
        m.state,
        m.parameters.collaborativeLife,
        w,
        authority.slowness(m.parameters.authority),
      ),
  ],
  ['ending: wear', (m) => ending.wear(m.state, m.parameters.ending, m.before)],
  ['collaborative life: review', (m, w) => review(m, w)],
  ['decisions: leave', (m, w) => partByDecision(m, w)],
  ['ending: part', (m, w) => ending.part(m.state, m.parameters.ending, m.before, w)],
  ['authority: direct', (m) => authority.direct(m.state, m.parameters.authority)],
  ['partner choice', (m, w) => agree(m, w)],
  ['authority: broker', (m, w) => actForOutsiders(m, w)],
  ['collaborative life: lead', (m, w) => collaborativeLife.lead(m.state, m.parameters.collaborativeLife, w)],
  [
    'accountability',
    (m) =>
      accountability.press(m.state, m.parameters.accountability, authority.emphasis(m.parameters.authority)),
  ],
  [
    'agencies: engage',
    ({ state, parameters, curves, draw, agencies: scratch }, w) =>
      agencies.engage(state, parameters.agencies, curves.understanding, draw, w, scratch),
  ],
  [
    'agencies: work',
    ({ state, parameters: p, curves, draw, agencies: scratch }, w) =>
      agencies.work(state, p.agencies, p.encounter, curves.understanding, draw, w, scratch),
  ],
];

/** Every thirty-ninth week, after the term. */
export const year: readonly Step[] = [
  [
    'attainment: teach',
    (m) =>
      attainment.teach(
        m.state,
        m.parameters.attainment,
        (m.parameters.accountability.evidence === 'broad' ? 0.4 : 1) *
          authority.emphasis(m.parameters.authority),
      ),
  ],
  ['agencies: support', (m) => agencies.support(m.state, m.parameters.agencies)],
  ['attainment: examine', (m, w) => attainment.examine(m.state, m.parameters.attainment, m.draw, w)],
  ['inspection', (m, w) => accountability.inspect(m.state, m.parameters.accountability, m.draw, w)],
  [
    'market',
    (m) => market.enrol(m.state, m.parameters.market, m.parameters.competition.leagueTables, m.enrolment),
  ],
  [
    'turnover',
    (m, w) =>
      turnover.turn(
        m.state,
        m.parameters.turnover,
        m.parameters.staffing,
        m.draw,
        w,
        m.moved,
        m.parameters.competition.leagueTables,
      ),
  ],
  ['families', (m, w) => families.succeed(m.state, m.parameters.homeSchool, m.draw, w)],
];

/** Takes the model through week `w`, and the term and the year that end with it. */
export function step(m: Model, w: number): void {
  if (m.changed) m.refresh();
  for (const [, run] of week) run(m, w);
  if ((w + 1) % WEEKS_A_TERM === 0) for (const [, run] of term) run(m, w);
  if ((w + 1) % WEEKS_A_YEAR === 0) for (const [, run] of year) run(m, w);
}

/** A model ready for its first week. */
export function prepare(...parts: ConstructorParameters<typeof Model>): Model {
  return new Model(...parts);
}

/** Runs the contacts in hand through all that happens in a contact. */
function meet(m: Model, w: number): void {
  for (const [, run] of contact) run(m, w);
}

/** How many of the contacts in hand succeeded. */
function successes({ state: { contactSuccess }, contacts }: Model): number {
  let sum = 0;
  for (let c = 0; c < contacts; c++) sum += contactSuccess[c];
  return sum;
}

/**
 * Everybody turns to a colleague. Schools are taken in batches: contacts inside one school touch no other, so
 * the size of a batch changes nothing but the speed.
 */
export function inside(m: Model, w: number): void {
  const { state } = m;
  const { schoolPosts } = state;
  const schools = schoolPosts.length;
  colleagueChoice.clearContacts(state, m.batch);
  let from = 0;
  while (from < schools) {
    let to = from;
    let staff = 0;
    while (to < schools && staff + schoolPosts[to] <= m.batch) staff += schoolPosts[to++];
    m.contacts = colleagueChoice.choose(
      state,
      m.parameters.colleagueChoice,
      m.draw,
      m.fading.trust,
      w,
      from,
      to,
    );
    meet(m, w);
    state.counter[COUNTER.successesInside] += successes(m);
    state.counter[COUNTER.contactsInside] += m.contacts;
    from = to;
  }
}

/** Activities and informal calls bring staff of different schools together; all of a week's contacts start from one state. */
export function across(m: Model, w: number): void {
  const { state, parameters } = m;
  m.contacts = 0;
  m.now = w;
  activities.gather(
    state,
    parameters.activities,
    parameters.collaborativeLife.focus,
    m.draw,
    w,
    m.addActivity,
    m.decided,
  );
  informalContact.call(state, parameters.informalContact, m.draw, w, m.addInformal);
  crisis.help(state, parameters.crisis, m.draw, w, m.addHelp);
  informalContact.mingle(state, parameters.informalContact, m.draw, w, m.addMeeting);
  competition.guard(
    state,
    parameters.competition,
    parameters.market.choice,
    accountability.collectivity(parameters.accountability.unit),
    m.contacts,
    m.decided === null ? null : m.decided.guard,
  );
  meet(m, w);
  relating.book(state, w, m.contacts);
  state.counter[COUNTER.successesAcross] += successes(m);
  state.counter[COUNTER.contactsAcross] += m.contacts;
}

function strike(m: Model, w: number): void {
  const { competition: rivalry, staffing, turnover: leaving } = m.parameters;
  for (const shock of m.scenario.shocks) {
    if (shock.week !== w) continue;
    const schools = shocks.strike(m.state, m.parameters.harm, shock, m.draw, w);
    if (schools.length === 0) continue;
    if (shock.kind === 'closure') {
      closure.close(m.state, schools, m.moved, w);
      continue;
    }
    turnover.replaceHeads(m.state, leaving, staffing, m.draw, schools, w, m.moved, rivalry.leagueTables);
  }
}

function foundPlanned(m: Model, w: number): void {
  for (const plan of m.scenario.foundings)
    if (plan.week === w) founding.foundPlanned(m.state, plan, m.draw, w);
}

function takeUp({ state, decided }: Model, w: number): void {
  if (decided !== null) decisions.take(state, decided, w);
}

function partByDecision({ state, decided }: Model, w: number): void {
  if (decided !== null) decisions.part(state, decided, w);
}

function review(m: Model, w: number): void {
  m.now = w;
  if (collaborativeLife.review(m.state, m.parameters.collaborativeLife, m.draw, w, m.outlook))
    rebuildRoster(m.state);
}

/** Heads look for partners, answer, and what is agreed is founded. */
function agree(m: Model, w: number): void {
  const { state, parameters } = m;
  const regime = m.regime();
  m.now = w;
  partnerChoice.offerAll(state, parameters.partnerChoice, regime, m.offer);
  if (m.decided !== null) decisions.approach(state, m.decided, w, m.offer);
  const said = m.decided === null ? null : m.said;
  partnerChoice.answerAll(state, parameters.partnerChoice, regime, m.offer, m.accepted, said);
  if (m.decided !== null) decisions.recordAnswers(state, m.decided, w, m.offer, m.accepted);
  const { largest } = parameters.collaborativeLife;
  authority.obstruct(state, parameters.authority, m.draw, w, m.accepted);
  founding.foundAgreed(state, m.charter(), largest, parameters.incentives.bids, m.accepted, m.draw, w);
}

/** Brokers match schools and the authority allocates those left over, each by its stance. */
function actForOutsiders(m: Model, w: number): void {
  const { state, parameters } = m;
  if (parameters.authority.stance === 'absent') return;
  m.regime();
  if (authority.broker(state, parameters.authority, m.draw, w, m.judge, m.offer, m.accepted)) {
    const { largest } = parameters.collaborativeLife;
    founding.foundAgreed(
      state,
      m.brokeredCharter(),
      largest,
      parameters.incentives.bids,
      m.accepted,
      m.draw,
      w,
    );
  }
  authority.allocateClusters(state, parameters.authority, m.allocatedCharter(), m.draw, w);
}

export type { Model };
