import {
  type Change,
  type Decision,
  groups,
  label,
  type Parameter,
  parameterAt,
  type Scenario,
} from '../sim/index.ts';

/** What a scenario dates, in words: changes of policy, shocks, foundings and decisions. */

export interface Dated {
  readonly week: number;
  readonly kind: 'policy' | 'shock' | 'founding' | 'decision';
  readonly text: string;
}

/** A value as forms and lists show it, with its unit; of what is no single value only whether there is any. */
export function sayValue(value: unknown, parameter?: Parameter): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return value === null ? 'none' : 'changed';
  const unit = parameter?.kind === 'number' ? parameter.unit : '';
  return `${value}${unit === '' || unit === 'share' ? '' : ` ${unit}`}`;
}

/** "Choice of school: choice becomes 0.2". */
export function sayChange({ group, name, value }: Change): string {
  const parameter = parameterAt(`${group}.${name}`)?.parameter;
  return `${groups[group].title}: ${label(name).toLowerCase()} becomes ${sayValue(value, parameter)}`;
}

/** What a scenario dates past its start, in its order: changes of policy, shocks, foundings, and the decisions of each week together. */
export function datedOf(scenario: Scenario): readonly Dated[] {
  return [
    ...scenario.timeline.map((change) => ({
      week: change.week,
      kind: 'policy' as const,
      text: sayChange(change),
    })),
    ...scenario.shocks.map((shock) => ({
      week: shock.week,
      kind: 'shock' as const,
      text: `Shock: ${shock.kind} (${struck(shock)})`,
    })),
    ...scenario.foundings.map(({ week, name, times }) => ({
      week,
      kind: 'founding' as const,
      text: `Founded: ${name}${times > 1 ? ` and ${times - 1} alike` : ''}`,
    })),
    ...decidedOf(scenario),
  ].filter(({ week }) => week > 0);
}

/** Decisions by week, one entry each: where there are more than one, how many. */
function decidedOf({ decisions }: Scenario): Dated[] {
  const byWeek = new Map<number, Decision[]>();
  for (const one of decisions) byWeek.set(one.week, [...(byWeek.get(one.week) ?? []), one]);
  return [...byWeek].map(([week, all]) => ({
    week,
    kind: 'decision' as const,
    text: all.length === 1 ? `Decision: ${sayDecision(all[0])}` : `${all.length} decisions`,
  }));
}

/** "the head of school 3 offers partnership to school 5": what is decided, with reference numbers for names. */
export function sayDecision({ school, post, kind, with: other, hours }: Omit<Decision, 'week'>): string {
  const who = post === 0 ? `the head of school ${school}` : `post ${post} of school ${school}`;
  return `${who} ${sayDecided(kind, other === 0 ? null : `school ${other}`, hours)}`;
}

/** What somebody does by a decision, about a school of this name or none; `hours` where they are known. */
export function sayDecided(kind: Decision['kind'], other: string | null, hours?: number): string {
  switch (kind) {
    case 'offer':
      return `offers partnership to ${other ?? 'nobody'}`;
    case 'join':
      return `wants to join ${other ?? 'nobody'}`;
    case 'decline':
      return `declines ${other === null ? 'every offer' : `partnership with ${other}`}`;
    case 'leave':
      return `leaves ${other === null ? 'all that the school belongs to' : `what is shared with ${other}`}`;
    case 'share':
      return 'shares with other schools';
    case 'guard':
      return 'guards against other schools';
    case 'spend time':
      return hours === undefined || hours < 0
        ? 'decides on time for work with other schools'
        : `spends ${hours} ${hours === 1 ? 'hour' : 'hours'} a week on work with other schools`;
    case 'own judgement':
      return 'goes by own judgement again';
  }
}

/** Whom a shock strikes: the schools it names, or a share of all drawn by lot. */
export function struck({ schools, share }: Pick<Scenario['shocks'][number], 'schools' | 'share'>): string {
  if (schools.length === 0) return `${Math.round(share * 100)} % of schools`;
  if (schools.length > MOST_NAMED) return `${schools.length} schools named`;
  return `${schools.length === 1 ? 'school' : 'schools'} ${schools.join(', ')}`;
}

const MOST_NAMED = 5;
