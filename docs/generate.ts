import {
  allowed,
  columns,
  type FlagParameter,
  forms,
  groups,
  label,
  metrics,
  type Parameter,
  type Parameters,
} from '../sim/index.ts';

/** The documentation pages that follow from the declarations, by file name. */
export function pages(): Record<string, string> {
  return {
    'parameters.md': parametersPage(),
    'metrics.md': metricsPage(),
    'state.md': statePage(),
    'forms.md': formsPage(),
  };
}

const NOTICE = 'Made from the declarations in `sim/` by `npm run golden`; a test fails when it is stale.';
const SOURCES =
  'Sources: B is *Collaboration and Networking in Education* (Muijs, Ainscow, Chapman and West, 2011), O and E are ' +
  'papers on home-school partnership, N a guide to its leadership, G a workshop pack on governance; numbers are ' +
  'sections. "Assumption" marks a number that no source gives.';

function page(title: string, ...parts: readonly string[]): string {
  return `${[`# ${title}`, NOTICE, ...parts].join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
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

function formsPage(): string {
  const rows = forms.map((form) => [
    form.name,
    form.decides,
    form.voice.join(', '),
    String(form.pooled),
    String(form.standardisation),
    String(form.formality),
    String(form.decisionWeeks),
    form.exit ? 'yes' : 'no',
    String(form.unit),
    String(form.families),
    String(form.outreach),
    Object.entries(form.activities)
      .map(([name, times]) => `${label(name).toLowerCase()} ${times}`)
      .join(', '),
    form.reproduces,
    form.source,
  ]);
  const head = [
    'form',
    'who decides',
    'voice',
    'pooled share',
    'standardisation',
    'formality',
    'weeks to decide',
    'members may leave',
    'results count together',
    'organised parents',
    'outreach',
    'activities a term',
    'to reproduce',
    'source',
  ];
  return page('Governance forms', SOURCES, table(head, rows));
}
