import { type Ground, groundOf, placesIn, type Work, works } from '../analysis/citations.ts';
import {
  agencyKinds,
  decision,
  forms,
  founding,
  groups,
  interdependences,
  metrics,
  type Parameters,
  shock,
  strategies,
} from '../sim/index.ts';
import type { Facts } from './facts.ts';
import { page, SOURCES, table } from './markdown.ts';

/** Something declared that names its source. */
interface Cited {
  readonly kind: 'parameters' | 'metrics' | 'forms' | 'claims';
  readonly name: string;
  readonly source: string;
}

const nameOf = ({ title, about }: Work) => (title === '' ? about : `*${title}* ${about}`);

function parametersCited(): Cited[] {
  const declared = [
    ...Object.entries(groups).map(([group, { params }]) => [group, params as Parameters] as const),
    ['foundings', founding as Parameters] as const,
    ['shocks', shock as Parameters] as const,
    ['decisions', decision as Parameters] as const,
  ];
  return declared.flatMap(([group, params]) =>
    Object.entries(params).map(([name, { source }]) => ({
      kind: 'parameters' as const,
      name: `${group}.${name}`,
      source,
    })),
  );
}

function allCited({ claims }: Facts): Cited[] {
  return [
    ...parametersCited(),
    ...metrics.map(({ key, source }) => ({ kind: 'metrics' as const, name: key, source })),
    ...[...forms, ...strategies, ...interdependences, ...agencyKinds].map(({ name, source }) => ({
      kind: 'forms' as const,
      name,
      source,
    })),
    ...claims.map(({ id, source }) => ({ kind: 'claims' as const, name: id, source })),
  ];
}

/** Sections in the order of their numbers; those without one first, tables last. */
function bySection(p: string, q: string): number {
  const key = (section: string) =>
    [
      /^table/.test(section) ? 1e6 : 0,
      ...section
        .replace(/^tables? /, '')
        .split(/[.-]/)
        .map(Number),
    ] as number[];
  const [left, right] = [key(p), key(q)];
  for (let n = 0; n < Math.max(left.length, right.length); n++) {
    const difference = (left[n] ?? -1) - (right[n] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

const KINDS = ['parameters', 'metrics', 'forms', 'claims'] as const;
const HEADS = ['parameters', 'metrics', 'forms and agencies', 'claims'];

function workTable(work: string, cited: readonly Cited[]): string {
  const rows = new Map<string, Record<Cited['kind'], string[]>>();
  for (const one of cited) {
    for (const place of placesIn(one.source)) {
      if (place.work !== work) continue;
      const row = rows.get(place.section) ?? { parameters: [], metrics: [], forms: [], claims: [] };
      const name = one.kind === 'forms' || one.kind === 'claims' ? one.name : `\`${one.name}\``;
      if (!row[one.kind].includes(name)) row[one.kind].push(name);
      rows.set(place.section, row);
    }
  }
  const sections = [...rows].sort(([p], [q]) => bySection(p, q));
  return table(
    ['section', ...HEADS],
    sections.map(([section, row]) => [
      section === '' ? 'as a whole' : section,
      ...KINDS.map((kind) => row[kind].join(', ')),
    ]),
  );
}

/** What follows the word "assumption" in a source: what the number leans on, or nothing. */
function lean(source: string): string {
  return source === 'assumption' ? '' : ` (${source.replace(/^assumption[,:;]? /, '')})`;
}

/** The page of sources and of assumptions. */
export function sourcesPage(facts: Facts): string {
  const cited = allCited(facts);
  const parameters = parametersCited().filter(({ name }) => !/^(foundings|shocks|decisions)\./.test(name));
  const of = (ground: Ground) => parameters.filter(({ source }) => groundOf(source) === ground);
  const elsewhere = cited.filter(
    ({ source }) => placesIn(source).length === 0 && groundOf(source) === 'source',
  );
  const groupNames = Object.keys(groups);
  const inGroup = (list: readonly Cited[], group: string) =>
    list.filter(({ name }) => name.startsWith(`${group}.`));
  const own = (name: string) => name.slice(name.indexOf('.') + 1);
  return page(
    'Sources and assumptions',
    SOURCES,
    '## What cites what',
    'Each table lists the sections of one work and what in the model cites them: [parameters](parameters.md), ' +
      '[metrics](metrics.md), [forms and agencies](forms.md), and the [claims](trace.md#the-evidence-ledger) of the evidence ledger. ' +
      'A parameter that follows a section in its form and not in its value says "after" it, and stands here too.',
    ...Object.entries(works).map(
      ([short, work]) => `### ${short}\n\n${short} is ${nameOf(work)}.\n\n${workTable(short, cited)}`,
    ),
    '### Data and other works',
    'Registers and results on file, with their licence: [scenarios/data](../scenarios/data/README.md). What cites neither B, O, E, N nor G:',
    table(
      ['what', 'source'],
      elsewhere.map(({ name, source }) => [`\`${name}\``, source]),
    ),
    '## What rests on what',
    'A *source* gives what the parameter is; a *design* value was set when the model was designed, after a section that gives ' +
      'the form and no number; an *assumption* is a value that nobody measured; a *scenario* parameter describes the case. Only ' +
      'assumptions are counted as such by [parameters](parameters.md), yet design values are no better known.',
    table(
      ['group', 'parameters', 'source', 'design', 'assumption', 'scenario'],
      [
        ...groupNames.map((group) => [
          `\`${group}\``,
          String(inGroup(parameters, group).length),
          ...(['source', 'design', 'assumption', 'scenario'] as const).map((ground) =>
            String(inGroup(of(ground), group).length),
          ),
        ]),
        [
          'all',
          String(parameters.length),
          ...(['source', 'design', 'assumption', 'scenario'] as const).map((ground) =>
            String(of(ground).length),
          ),
        ],
      ],
    ),
    '## Assumptions',
    `${of('assumption').length} of ${parameters.length} parameters say that they rest on an assumption, in whole or for their value. In ` +
      'brackets stands what each leans on. Not counted: the figures of the [governance forms](forms.md), which are assumptions ' +
      'throughout, and the numbers in the equations of [the model description](odd.md#7-submodels) that are no parameters.',
    ...groupNames
      .filter((group) => inGroup(of('assumption'), group).length > 0)
      .map((group) => {
        const assumed = inGroup(of('assumption'), group);
        const items = assumed.map(({ name, source }) => `\`${own(name)}\`${lean(source)}`);
        return `- \`${group}\`, ${assumed.length} of ${inGroup(parameters, group).length}: ${items.join('; ')}`;
      }),
  );
}
