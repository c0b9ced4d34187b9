import { type Change, groups, label, type Parameter, parameterAt, type Scenario } from '../sim/index.ts';

/** What a scenario dates, in words: changes of policy, shocks and foundings. */

export interface Dated {
  readonly week: number;
  readonly kind: 'policy' | 'shock' | 'founding';
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

/** What a scenario dates past its start, in its order: changes of policy, shocks, foundings. */
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
  ].filter(({ week }) => week > 0);
}

/** Whom a shock strikes: the schools it names, or a share of all drawn by lot. */
export function struck({ schools, share }: Pick<Scenario['shocks'][number], 'schools' | 'share'>): string {
  if (schools.length === 0) return `${Math.round(share * 100)} % of schools`;
  if (schools.length > MOST_NAMED) return `${schools.length} schools named`;
  return `${schools.length === 1 ? 'school' : 'schools'} ${schools.join(', ')}`;
}

const MOST_NAMED = 5;
