import * as accountability from './accountability.ts';
import * as across from './across.ts';
import * as activities from './activities.ts';
import * as agencies from './agencies.ts';
import * as anomie from './anomie.ts';
import * as attainment from './attainment.ts';
import * as authority from './authority.ts';
import * as boundarySpanning from './boundary-spanning.ts';
import * as cognitiveDistance from './cognitive-distance.ts';
import * as collaborativeLife from './collaborative-life.ts';
import * as colleagueChoice from './colleague-choice.ts';
import * as competition from './competition.ts';
import * as crisis from './crisis.ts';
import * as decisions from './decisions.ts';
import * as embedding from './embedding.ts';
import * as encounter from './encounter.ts';
import * as ending from './ending.ts';
import * as founding from './founding.ts';
import * as homeSchoolPartnership from './home-school-partnership.ts';
import * as incentives from './incentives.ts';
import * as informalContact from './informal-contact.ts';
import * as involvement from './involvement.ts';
import * as leadership from './leadership.ts';
import * as learning from './learning.ts';
import * as market from './market.ts';
import * as partnerChoice from './partner-choice.ts';
import * as power from './power.ts';
import * as relating from './relating.ts';
import type { Rule } from './rule.ts';
import * as schoolClimate from './school-climate.ts';
import * as shocks from './shocks.ts';
import * as spread from './spread.ts';
import * as stages from './stages.ts';
import * as trust from './trust.ts';
import * as turnover from './turnover.ts';
import * as workload from './workload.ts';

/**
 * Every rule that has a second implementation, by the file of its mechanism, and the columns that a mechanism
 * declares with a list it shares with others, though it never changes them.
 */
export const files: Record<string, { rules: readonly Rule[]; spared?: readonly string[] }> = {
  accountability,
  across,
  activities,
  agencies,
  anomie,
  attainment,
  authority,
  'boundary-spanning': boundarySpanning,
  'cognitive-distance': cognitiveDistance,
  'collaborative-life': collaborativeLife,
  'colleague-choice': colleagueChoice,
  competition,
  crisis,
  decisions,
  embedding,
  encounter,
  ending,
  founding,
  'home-school-partnership': homeSchoolPartnership,
  incentives,
  'informal-contact': informalContact,
  involvement,
  leadership,
  learning,
  market,
  'partner-choice': partnerChoice,
  power,
  relating,
  'school-climate': schoolClimate,
  shocks,
  spread,
  stages,
  trust,
  turnover,
  workload,
};
