import type { Charter } from './collaboratives.ts';
import type { Draw } from './draw.ts';
import { formIndex, forms } from './governance/forms.ts';
import * as accountability from './mechanisms/accountability.ts';
import * as agencies from './mechanisms/agencies.ts';
import * as authority from './mechanisms/authority.ts';
import * as cognitiveDistance from './mechanisms/cognitive-distance.ts';
import { facilitationOf } from './mechanisms/collaborative-life.ts';
import * as decisions from './mechanisms/decisions.ts';
import { type Before, makeBefore } from './mechanisms/ending.ts';
import * as incentives from './mechanisms/incentives.ts';
import * as market from './mechanisms/market.ts';
import { type Regime, value } from './mechanisms/partner-choice.ts';
import * as power from './mechanisms/power.ts';
import * as trust from './mechanisms/trust.ts';
import { type ParameterValues, resetParameters, setParameter } from './parameters.ts';
import { ensureRelation } from './relations.ts';
import { type Scenario, WEEKS_A_YEAR } from './scenario.ts';
import { CONTACT, COUNTER, INSIDE, type State } from './state.ts';
import { findTie } from './ties.ts';

/** Contacts that are worked through at a time inside schools: their rows stay in the fastest memory. */
const BATCH = 1024;

/** A run's state with the parameters in force, its draws, and the scratch that its steps need. */
export class Model {
  /** Contacts in hand. */
  contacts = 0;
  /** Week under way, for the callbacks below. */
  now = 0;
  /** Parameters have changed since the tables were filled. */
  changed = true;
  readonly curves = cognitiveDistance.makeCurves();
  readonly fading: trust.Fading;
  readonly batch: number;
  readonly offer: Int32Array;
  readonly accepted: Int32Array;
  readonly moved: Int32Array;
  readonly before: Before;
  readonly enrolment: market.Enrolment;
  readonly agencies: agencies.Scratch;
  readonly state: State;
  readonly parameters: ParameterValues;
  readonly draw: Draw;
  scenario: Scenario;
  /** What people have decided, null while nobody has. */
  decided: decisions.Decided | null;
  /** Posts of each school when the run starts. */
  readonly posts: Int32Array;
  private readonly present: Regime;

  constructor(state: State, parameters: ParameterValues, draw: Draw, scenario: Scenario) {
    this.state = state;
    this.parameters = parameters;
    this.draw = draw;
    this.scenario = scenario;
    const { schools, staff, contacts } = state.counts;
    // Histories reach back before week 0: people knew one another for a year.
    this.fading = trust.makeFading((scenario.years + 1) * WEEKS_A_YEAR);
    this.batch = Math.min(BATCH, contacts);
    for (let a = 0; a < schools; a++) {
      const posts = state.schoolFirst[a + 1] - state.schoolFirst[a];
      this.batch = Math.max(this.batch, posts);
    }
    this.offer = new Int32Array(schools);
    this.accepted = new Int32Array(schools);
    this.moved = new Int32Array(staff);
    this.before = makeBefore(state.counts.collaboratives, schools);
    this.enrolment = market.makeEnrolment(schools);
    this.agencies = agencies.makeScratch(state.agencyKind.length);
    this.decided = decisions.makeDecided(state, scenario.decisions);
    this.posts = Int32Array.from(state.schoolPosts);
    this.present = {
      grant: 0,
      releasedTime: 0,
      recognition: 0,
      campaign: 0,
      individualPressure: 0,
      rivalry: 0,
      reach: 1,
      firstTrust: 0,
    };
    this.refresh();
  }

  /** Fills the tables that depend on parameters. */
  refresh(): void {
    cognitiveDistance.fillCurves(this.curves, this.parameters.cognitiveDistance);
    trust.fillFading(this.fading, this.parameters.trust);
    this.changed = false;
  }

  /** Puts the parameters to what they are at the start of `week`. */
  rewind(week: number): void {
    resetParameters(this.parameters, this.scenario.parameters);
    for (const change of this.scenario.timeline) {
      if (change.week < week || change.week === 0)
        setParameter(this.parameters, change.group, change.name, change.value);
    }
    if (this.decided !== null) decisions.recall(this.decided, week);
    this.refresh();
  }

  /** Goes on in `week` with the decisions of `scenario`, which differs in nothing else and in no week before. */
  decide(scenario: Scenario, week: number): void {
    this.scenario = scenario;
    this.decided = decisions.makeDecided(this.state, scenario.decisions);
    if (this.decided !== null) decisions.recall(this.decided, week);
  }

  /** What the regime in force means to heads who look for partners. */
  regime(): Regime {
    const {
      accountability: answer,
      competition,
      cognitiveDistance: distance,
      incentives: policy,
      market: choosing,
      trust: first,
    } = this.parameters;
    const regime = this.present;
    regime.grant = policy.grant;
    regime.releasedTime = policy.releaseForAll ? 0 : policy.releasedTime;
    regime.recognition = policy.recognition;
    regime.campaign = policy.campaign;
    regime.individualPressure = answer.pressure * (1 - accountability.collectivity(answer.unit));
    regime.rivalry = choosing.choice * competition.leagueTables * competition.strength;
    regime.reach = distance.reach;
    regime.firstTrust = first.firstAcross;
    return regime;
  }

  /** How collaboratives are set up that schools found for themselves. */
  charter(): Charter {
    const { collaborativeLife: life, incentives: policy } = this.parameters;
    const own = life.ownAgenda < 0 ? forms[formIndex(life.form)].ownAgenda : life.ownAgenda;
    return {
      form: life.form,
      mode: policy.grant > 0 ? 'incentivised' : 'voluntary',
      lead: -1,
      weeks: life.agreedLife,
      grantWeeks: policy.grant > 0 ? policy.grantWeeks : 0,
      goals: life.goals,
      clarity: life.clarity,
      ownAgenda: own * (policy.grant > 0 ? 1 - policy.conditions : 1),
      coordinator: life.coordinator,
      formality: life.formality,
    };
  }

  /** How collaboratives are set up that brokers bring about. */
  brokeredCharter(): Charter {
    return { ...this.charter(), mode: 'brokered', coordinator: 'honest broker' };
  }

  /** How clusters are set up to which the authority allocates schools. */
  allocatedCharter(): Charter {
    const { imposition, capacity } = this.parameters.authority;
    const charter = this.charter();
    return {
      ...charter,
      form: 'authority-led cluster',
      mode: 'coerced',
      ownAgenda: charter.ownAgenda * (1 - imposition * capacity),
    };
  }

  /** What the head of `b` has decided about `a` this term, see `decisions.said`. */
  readonly said = (b: number, a: number): number =>
    this.decided === null ? 0 : decisions.said(this.decided, this.now, b, a);

  /** Value of `b` as a partner to `a` above that at which the head agrees, under the regime last asked for. */
  readonly judge = (a: number, b: number): number => {
    if (this.said(a, b) < 0) return Number.NEGATIVE_INFINITY;
    const { partnerChoice } = this.parameters;
    return value(this.state, partnerChoice, this.present, a, b) - partnerChoice.threshold;
  };

  /** Worth of belonging to `c` beside learning, hours a week. */
  readonly outlook = (c: number): number =>
    incentives.worth(this.state, this.parameters.incentives, c, this.now);

  readonly addActivity = (from: number, to: number, kind: number, collaborative: number): void => {
    const s = this.state;
    const a = s.staffSchool[from];
    const b = s.staffSchool[to];
    if (collaborative < 0) {
      // Met outside: no coordinator helps, and no agreement binds the other.
      this.add(from, to, kind, -1, 0, 0, ensureRelation(s, a, b, this.now));
      return;
    }
    const r = ensureRelation(s, a, b, this.now);
    const modelled = r < 0 ? 0 : power.modelled(s, this.parameters.power, r, kind);
    const help = facilitationOf(s, this.parameters.collaborativeLife, collaborative, a, b) + modelled;
    this.add(
      from,
      to,
      kind,
      collaborative,
      authority.mediated(s, r, Math.min(1, help)),
      s.collaborativeFormality[collaborative],
      r,
    );
  };

  readonly addInformal = (from: number, to: number, relation: number): void => {
    this.add(from, to, CONTACT.informal, -1, 0, 0, relation);
  };

  /** Help in a crisis is nobody's programme: no coordinator helps, and no agreement binds. */
  readonly addHelp = (from: number, to: number, kind: number, relation: number): void => {
    this.add(from, to, kind, -1, 0, 0, relation);
  };

  readonly addMeeting = (from: number, to: number): void => {
    const s = this.state;
    this.add(
      from,
      to,
      CONTACT.informal,
      -1,
      0,
      0,
      ensureRelation(s, s.staffSchool[from], s.staffSchool[to], this.now),
    );
  };

  private add(
    from: number,
    to: number,
    kind: number,
    collaborative: number,
    help: number,
    formality: number,
    relation: number,
  ): void {
    const s = this.state;
    const c = this.contacts;
    if (relation < 0 || c >= s.counts.contacts) {
      s.counter[COUNTER.contactsWithoutRoom]++;
      return;
    }
    // Its row must not go to another pair of schools while this contact waits.
    s.relationLast[relation] = this.now;
    s.contactFrom[c] = from;
    s.contactTo[c] = to;
    s.contactTie[c] = findTie(s.tieTarget, from, to, INSIDE);
    s.contactRelation[c] = relation;
    s.contactMembership[c] = collaborative;
    s.contactKind[c] = kind;
    s.contactFacilitation[c] = help;
    s.contactFormality[c] = formality;
    this.contacts = c + 1;
  }
}
