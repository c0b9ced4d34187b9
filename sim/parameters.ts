import { params as accountability } from './mechanisms/accountability.ts';
import { params as activities } from './mechanisms/activities.ts';
import { params as agencies } from './mechanisms/agencies.ts';
import { params as anomie } from './mechanisms/anomie.ts';
import { params as attainment } from './mechanisms/attainment.ts';
import { params as authority } from './mechanisms/authority.ts';
import { params as boundarySpanning } from './mechanisms/boundary-spanning.ts';
import { params as cognitiveDistance } from './mechanisms/cognitive-distance.ts';
import { params as collaborativeLife } from './mechanisms/collaborative-life.ts';
import { params as colleagueChoice } from './mechanisms/colleague-choice.ts';
import { params as competition } from './mechanisms/competition.ts';
import { params as crisis } from './mechanisms/crisis.ts';
import { params as embedding } from './mechanisms/embedding.ts';
import { params as encounter } from './mechanisms/encounter.ts';
import { params as ending } from './mechanisms/ending.ts';
import { params as homeSchool } from './mechanisms/home-school-partnership.ts';
import { params as incentives } from './mechanisms/incentives.ts';
import { params as informalContact } from './mechanisms/informal-contact.ts';
import { params as involvement } from './mechanisms/involvement.ts';
import { params as leadership } from './mechanisms/leadership.ts';
import { params as learning } from './mechanisms/learning.ts';
import { params as market } from './mechanisms/market.ts';
import { params as partnerChoice } from './mechanisms/partner-choice.ts';
import { params as power } from './mechanisms/power.ts';
import { params as organisation } from './mechanisms/school-organisation.ts';
import { params as harm } from './mechanisms/shocks.ts';
import { params as spread } from './mechanisms/spread.ts';
import { params as stages } from './mechanisms/stages.ts';
import { params as trust } from './mechanisms/trust.ts';
import { params as turnover } from './mechanisms/turnover.ts';
import { params as workload } from './mechanisms/workload.ts';
import { params as district } from './population/district.ts';
import { params as families } from './population/families.ts';
import { params as staffing } from './population/staffing.ts';
import type { Parameters, Value, Values } from './schema.ts';

function group<P extends Parameters>(
  title: string,
  doc: string,
  params: P,
): { title: string; doc: string; params: P } {
  return { title, doc, params };
}

/** Every parameter of the model by group, in the order in which forms and documentation show them. */
export const groups = {
  accountability: group(
    'Accountability',
    'Who answers for what, on which evidence, and at what stake.',
    accountability,
  ),
  market: group(
    'Choice of school',
    'How families choose schools and what follows for rolls and intakes.',
    market,
  ),
  competition: group(
    'Competition',
    'How far schools of the same ages stand in one another’s way.',
    competition,
  ),
  incentives: group('Incentives', 'Grants, released time, recognition and campaigns.', incentives),
  collaborativeLife: group('Collaborative life', 'How collaboratives are set up, run, reviewed and ended.', {
    ...embedding,
    ...collaborativeLife,
  }),
  authority: group(
    'Authority',
    'How the authority and its brokers stand to partnerships: absent, facilitating, directing or threatened.',
    authority,
  ),
  ending: group('Ending', 'How purposes are used up, and what it costs to part.', ending),
  activities: group('Activities', 'What collaboratives do, how much of it, and whom it reaches.', activities),
  homeSchool: group(
    'Home and school',
    'How schools are organised to listen, what families want to say, and what partnership does.',
    { ...organisation, ...homeSchool, ...families },
  ),
  partnerChoice: group('Choice of partner', 'How heads weigh one another up as partners.', partnerChoice),
  district: group(
    'District',
    'The schools of a generated district; unused where schools come from a file.',
    district,
  ),
  staffing: group('Staffing', 'Who works in a school, and with what views, expertise and motives.', staffing),
  workload: group('Workload', 'Hours a week for development work, and what takes them.', workload),
  colleagueChoice: group('Choice of colleague', 'Whom staff turn to inside their school.', colleagueChoice),
  cognitiveDistance: group(
    'Cognitive distance',
    'How views far apart hinder understanding and bring novelty.',
    cognitiveDistance,
  ),
  encounter: group('Encounter', 'What makes a contact succeed.', encounter),
  learning: group('Learning', 'What is learnt in a successful encounter.', learning),
  trust: group('Trust', 'How trust begins, grows, breaks and fades.', trust),
  informalContact: group(
    'Informal contact',
    'Contact between schools outside any programme.',
    informalContact,
  ),
  spread: group(
    'Spread of practice',
    'How new practice is invented, taken up from others and laid down by a centre.',
    spread,
  ),
  stages: group('Stages', 'From association to collegiality.', stages),
  boundarySpanning: group(
    'Boundary spanning',
    'Staff who hold the ties of their school to others.',
    boundarySpanning,
  ),
  power: group(
    'Power',
    'How partners stand to each other, and what the weaker and the stronger make of it.',
    power,
  ),
  involvement: group(
    'Involvement',
    'How awareness and commitment reach from heads to classrooms.',
    involvement,
  ),
  leadership: group('Leadership', 'Distribution, example, and the cost of leading a network.', leadership),
  anomie: group(
    'Anomie and fatalism',
    'Norms that change wears down, and norms imposed that nobody makes their own.',
    anomie,
  ),
  attainment: group('Attainment', 'How pupils’ results come about.', attainment),
  crisis: group('Crisis', 'How partners help a school in special measures or after a fire.', crisis),
  harm: group('Fires and cuts', 'What fires and cuts take from the schools they strike.', harm),
  turnover: group('Turnover', 'How staff and heads leave and are replaced.', turnover),
  agencies: group(
    'Agencies',
    'Work of schools with health, social care, police, youth services, businesses and colleges.',
    agencies,
  ),
} as const;

export type GroupName = keyof typeof groups;
export type ParameterValues = { [G in GroupName]: Values<(typeof groups)[G]['params']> };

export function copyParameters(source: Readonly<ParameterValues>): ParameterValues {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(groups) as GroupName[]) values[name] = { ...source[name] };
  return values as ParameterValues;
}

/** Puts `values` back to those of `source`, in the objects that are already there. */
export function resetParameters(values: ParameterValues, source: Readonly<ParameterValues>): void {
  for (const group of Object.keys(groups) as GroupName[]) {
    for (const name of Object.keys(groups[group].params)) {
      setParameter(values, group, name, (source[group] as Record<string, Value>)[name]);
    }
  }
}

/** Writes a value that has been checked against its declaration. */
export function setParameter(values: ParameterValues, group: GroupName, name: string, value: Value): void {
  (values[group] as Record<string, Value>)[name] = value;
}
