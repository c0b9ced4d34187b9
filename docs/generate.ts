import {
  agencyKinds,
  allowed,
  columns,
  type FlagParameter,
  type Form,
  forms,
  groups,
  interdependences,
  label,
  metrics,
  type Parameter,
  type Parameters,
  strategies,
} from '../sim/index.ts';
import { page, SOURCES, table } from './markdown.ts';
import { partnershipPage } from './partnership.ts';

/** The documentation pages that follow from the declarations, by file name. */
export function pages(): Record<string, string> {
  return {
    'parameters.md': parametersPage(),
    'metrics.md': metricsPage(),
    'state.md': statePage(),
    'forms.md': formsPage(),
    'partnership.md': partnershipPage(),
  };
}

function parametersPage(): string {
  let assumed = 0;
  let all = 0;
  const sections = Object.entries(groups).map(([group, { title, doc, params }]) => {
    const rows = Object.entries(params as Parameters).map(([name, parameter]) => {
      all++;
      if (/assum/i.test(parameter.source)) assumed++;
      return [
        `\`${group}.${name}\``,
        `${label(name)}. ${parameter.doc}`,
        String(defaultOf(parameter)),
        allowed(parameter),
        kindOf(parameter),
        parameter.source,
      ];
    });
    return `## ${title}\n\n${doc}\n\n${table(['path', 'meaning', 'default', 'allowed', 'kind', 'source'], rows)}`;
  });
  const count = `${all} parameters, of which ${assumed} rest on an assumption, in whole or for their value.`;
  const kinds =
    'A *lever* is something a policy maker could set; a *structural* parameter is fixed when the run starts; all ' +
    'others may also be changed at a date. In a scenario a path is written as nested keys: `market:` and below it `choice: 0.9`.';
  return page('Parameters', count, kinds, SOURCES, ...sections);
}

function defaultOf(parameter: Parameter): string | number | boolean {
  return (parameter as FlagParameter).default;
}

function kindOf(parameter: Parameter): string {
  const kinds = [parameter.lever ? 'lever' : 'behaviour', ...(parameter.structural ? ['structural'] : [])];
  return kinds.join(', ');
}

function metricsPage(): string {
  const byGroup = new Map<string, string[][]>();
  for (const metric of metrics) {
    const rows = byGroup.get(metric.group) ?? [];
    rows.push([
      `\`${metric.key}\``,
      `${metric.label}. ${metric.doc}`,
      metric.unit,
      `${metric.min} to ${metric.max}`,
      metric.high,
      metric.level,
      metric.outcome === 'end' ? 'last value' : 'mean of the run',
      metric.source,
    ]);
    byGroup.set(metric.group, rows);
  }
  const head = ['key', 'meaning', 'unit', 'range', 'a high value means', 'changes each', 'outcome', 'source'];
  const sections = [...byGroup].map(([group, rows]) => `## ${group}\n\n${table(head, rows)}`);
  return page(
    'Metrics',
    `${metrics.length} metrics, read at the start and at the end of every term.`,
    SOURCES,
    ...sections,
  );
}

function statePage(): string {
  const rows = Object.entries(columns).map(([name, { entity, kind, meaning, unit, min, max, transient }]) => [
    `\`${name}\``,
    entity,
    kind,
    meaning,
    unit,
    `${text(min)} to ${text(max)}`,
    transient ? 'within a step' : 'kept',
  ]);
  return page(
    'State',
    `${rows.length} columns.`,
    table(['column', 'entity', 'kind', 'meaning', 'unit', 'range', 'lasts'], rows),
  );
}

function text(bound: number): string {
  return Number.isFinite(bound) ? String(bound) : 'any';
}

/** What each column of the first table of forms is called: in words. */
const WORDS = {
  decides: 'who decides',
  rule: 'by what rule',
  voice: 'whose voice counts',
  leadership: 'who leads',
  dividend: 'who gains',
  timeFrame: 'time frame',
  reproduces: 'to reproduce',
  source: 'source',
} as const satisfies Partial<Record<keyof Form, string>>;

/** And each row of the second: what the model acts on. */
const FIGURES: Record<Exclude<keyof Form, 'name' | 'activities' | keyof typeof WORDS>, string> = {
  entry: 'who may come in: anybody, who agrees with a member, who gets a licence from the centre, nobody',
  exit: 'members may leave at a review',
  exclusive: 'members belong to nothing else',
  life: 'agreed life where none is named, weeks; 0 is open',
  aim: 'progress on its goals at which it ends; 0 goes on',
  goals: 'goals where none are named',
  ownAgenda: 'share of the agenda that members set where nothing is said',
  pooled: 'share of budget decided together',
  standardisation: 'how alike practice is required to be',
  reach: 'how far what one does is before the eyes of all',
  formality: 'formality of the agreement where none is named',
  decisionWeeks: 'weeks from a question to a decision',
  executive: 'an executive takes over the autonomy of heads',
  platform: 'links run over a shared platform',
  leaderWeeks: 'weeks after which members choose who leads; 0 is never',
  table: 'people of each school at a meeting',
  seek: 'of how many met by chance the best known is turned to',
  inward: 'how far it keeps its staff from contacts outside',
  retention: 'share of leavers whom a stake in the whole keeps',
  unit: 'how far results count for all together',
  families: 'weight of the organised voice of parents',
  outreach: 'how far every stakeholder is sought out',
};

function formsPage(): string {
  const words = Object.keys(WORDS) as (keyof typeof WORDS)[];
  const rows = forms.map((form) => [form.name, ...words.map((key) => shown(form[key]))]);
  const figures = Object.keys(FIGURES) as (keyof typeof FIGURES)[];
  const names = forms.map(({ name }) => name);
  const kinds = Object.keys(forms[0].activities) as (keyof Form['activities'])[];
  return page(
    'Governance forms',
    SOURCES,
    'A form is a row of data: the model has no branch for any of them. In words:',
    table(['form', ...Object.values(WORDS)], rows),
    'What the model acts on; the figures rest on assumptions:',
    table(
      ['field', 'meaning', ...names],
      [
        ...figures.map((key) => [`\`${key}\``, FIGURES[key], ...forms.map((form) => shown(form[key]))]),
        ...kinds.map((kind) => [
          `\`activities.${kind}\``,
          'times a term',
          ...forms.map((form) => shown(form.activities[kind])),
        ]),
      ],
    ),
    ...agencyTables(),
  );
}

function shown(value: string | number | boolean | readonly string[]): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? value.join(', ') : String(value);
}

/** How schools work with agencies: kinds, strategies and interdependence, as rows. */
function agencyTables(): string[] {
  const cells = (row: object) => Object.values(row).map((value) => [value].flat().join(', '));
  const listed = (title: string, head: readonly string[], rows: readonly object[]) =>
    `## ${title}\n\n${table(head, rows.map(cells))}`;
  return [
    listed('Agencies', ['kind', 'view', 'weeks it looks ahead', 'reach', 'source'], agencyKinds),
    listed(
      'Strategies of work with agencies',
      ['strategy', 'hours a week', 'formality', 'facilitation', 'strength', 'trust kept', 'source'],
      strategies,
    ),
    listed(
      'Interdependence',
      ['interdependence', 'strength', 'hours, times', 'demand, log odds', 'bound', 'source'],
      interdependences,
    ),
  ];
}
