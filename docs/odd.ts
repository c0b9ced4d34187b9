import { groundOf } from '../analysis/citations.ts';
import {
  allowed,
  columns,
  decision,
  type FlagParameter,
  founding,
  groups,
  metrics,
  type Parameter,
  type Parameters,
  shock,
} from '../sim/index.ts';
import type { Call, Facts, Part, Scheduled } from './facts.ts';
import { anchor, table } from './markdown.ts';

type Entity = (typeof columns)['staffSchool']['entity'];

/** What one row of an entity's columns stands for. */
const ENTITY: Record<Entity, string> = {
  staff: 'a post of a school and who holds it',
  staffView: 'one dimension of a view of a member of staff',
  staffExpertise: 'one field of expertise of a member of staff',
  tie: 'a directed tie from one member of staff to another',
  school: 'a school',
  schoolNext: 'a school, and one entry more to end the last range',
  schoolStratum: 'pupils or families of one means at a school',
  schoolSubject: 'one subject and one means at a school',
  schoolView: 'one dimension of the mean view at a school',
  schoolExpertise: 'one field of expertise at a school',
  neighbour: 'one of the nearest schools of a school, settled at the start',
  partner: 'a place for one relation of a school',
  membership: 'a place for one membership of a school',
  relation: 'a pair of schools with any contact',
  collaborative: 'a network, federation, trust or cluster of schools',
  collaborativeNext: 'a collaborative, and one entry more to end the last list',
  transition: 'a pair of stages, from and to',
  agency: 'an agency of one kind in one area',
  agencyView: 'one dimension of the view of an agency',
  liaison: 'a school and a kind of agency',
  family: 'a sampled family, which stands for a slice of its school’s families of the same means',
  innovation: 'something new that two people created',
  event: 'something that happened, for the record',
  contact: 'a contact in hand; lasts no longer than the step that works it through',
  counter: 'a running count',
  examination: 'a figure of the last examination over all pupils',
};

const WHEN: Record<Scheduled['when'], string> = {
  week: 'Every week',
  contact: 'For every contact, within the two steps "contacts inside schools" and "contacts across schools"',
  term: 'Every thirteenth week, after it',
  year: 'Every thirty-ninth week, after the term',
};

/** The blocks of docs/odd.md that follow from the code. */
export function oddBlocks(facts: Facts): Record<string, string> {
  return {
    entities: entities(),
    schedule: schedule(facts),
    observation: observation(),
    foundings: keys(founding),
    'shocks of a scenario': keys(shock),
    'decisions of a scenario': keys(decision),
    streams: facts.streams.map((name) => `\`${name}\``).join(', '),
    ...Object.fromEntries(facts.parts.map((part) => [part.name, partBlock(part, facts.schedule)])),
  };
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.\w+$/, '');
}

function entities(): string {
  const rows = Object.entries(ENTITY).map(([entity, meaning]) => [
    entity,
    meaning,
    Object.entries(columns)
      .filter(([, column]) => column.entity === entity)
      .map(([name]) => `\`${name}\``)
      .join(', '),
  ]);
  return table(['entity', 'a row is', 'columns'], rows);
}

function link({ part, step }: Call): string {
  return `[${part}](#${anchor(part)}) \`${step}\``;
}

function schedule({ schedule: steps }: Facts): string {
  const kinds = [...new Set(steps.map(({ when }) => when))];
  return kinds
    .map((when) => {
      const rows = steps
        .filter((step) => step.when === when)
        .map(({ name, calls }) => [name, calls.map(link).join(', ')]);
      return `${WHEN[when]}:\n\n${table(['step', 'what it calls, in order'], rows)}`;
    })
    .join('\n\n');
}

function observation(): string {
  const byGroup = new Map<string, string[]>();
  for (const { group, key } of metrics) byGroup.set(group, [...(byGroup.get(group) ?? []), `\`${key}\``]);
  return [...byGroup]
    .map(([group, keys]) => `- [${group}](metrics.md#${anchor(group)}): ${keys.join(', ')}`)
    .join('\n');
}

/** What an entry of a scenario may hold beside its parameters. */
function keys(declared: Parameters): string {
  const rows = Object.entries(declared).map(([name, one]) => [
    `\`${name}\``,
    one.doc,
    String((one as FlagParameter).default),
    allowed(one),
    one.source,
  ]);
  return table(['key', 'meaning', 'default', 'allowed', 'source'], rows);
}

function parameterAt(path: string): Parameter {
  const [group, name] = path.split('.') as [keyof typeof groups, string];
  return (groups[group].params as Parameters)[name];
}

function list(paths: readonly string[]): string {
  return paths.map((path) => `\`${path}\``).join(', ');
}

/** A part of a list in the fewest words. */
function mostOf(some: readonly string[], all: readonly string[]): string {
  const others = all.filter((path) => !some.includes(path));
  if (some.length === 0) return 'none';
  if (others.length === 0) return 'all of them';
  return others.length < some.length ? `all but ${list(others)}` : list(some);
}

/** Where a mechanism is, when it runs, what sets it, what it writes, and what it rests on. */
function partBlock(part: Part, steps: readonly Scheduled[]): string {
  const here = steps.filter(({ calls }) => calls.some((call) => call.part === part.name));
  const tests = part.tests.map((path) => `[${nameOf(path)}](../${path})`).join(', ');
  const lines = [
    `Code: [${part.path}](../${part.path})`,
    here.length === 0
      ? 'Steps: none of its own'
      : `Steps: ${here.map(({ name }) => `\`${name}\``).join(', ')}`,
    `Tests: ${tests || 'through the whole'}${part.reference ? `; second implementation [${nameOf(part.reference)}](../${part.reference})` : ''}`,
  ];
  if (part.parameters.length > 0) {
    const byGroup = Object.entries(groups)
      .map(([group, { title }]) => ({
        title,
        paths: part.parameters.filter((path) => path.startsWith(`${group}.`)),
      }))
      .filter(({ paths }) => paths.length > 0);
    for (const { title, paths } of byGroup)
      lines.push(`Parameters ([${title}](parameters.md#${anchor(title)})): ${list(paths)}`);
    const assumed = part.parameters.filter((path) => groundOf(parameterAt(path).source) === 'assumption');
    lines.push(`Resting on an assumption: ${mostOf(assumed, part.parameters)}`);
  }
  if (part.writes.length > 0)
    lines.push(`Writes ([state](state.md)): ${part.writes.map((name) => `\`${name}\``).join(', ')}`);
  return lines.map((line) => `- ${line}`).join('\n');
}
