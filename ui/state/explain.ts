/**
 * One explanation for everything on the page that has a name: what it is, its unit, range and source. All of it comes
 * from the declarations; elements say which is theirs by `data-explain="metric:attainment"`.
 */
import { groundInWords, sourceInWords } from '../../analysis/citations.ts';
import {
  about,
  allowed,
  type ColumnName,
  columns,
  decision,
  forms,
  founding,
  label,
  type Metric,
  metrics,
  type Parameter,
  type Parameters,
  STAGES,
  shock,
} from '../../sim/index.ts';
import { sayValue, sections } from './settings.ts';
import { STAGE_MEANING } from './stages.ts';
import { words } from './words.ts';

export interface Explanation {
  /** `metric:attainment`, `parameter:market.choice`, `stage:collegiality`, `word:interval`, `form:brand`. */
  readonly key: string;
  readonly kind: 'Word' | 'Stage' | 'Outcome' | 'Setting' | 'Form of governance' | 'Figure of the state';
  readonly name: string;
  /** The heading under which lists show it. */
  readonly group: string;
  readonly sentence: string;
  readonly facts: readonly Fact[];
  /** With the short names of works spelled out. */
  readonly source: string;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function ofMetric(metric: Metric): Explanation {
  const { key, label, group, doc, unit, min, max, high, level, outcome, source } = metric;
  return {
    key: `metric:${key}`,
    kind: 'Outcome',
    name: label,
    group,
    sentence: doc,
    facts: [
      { name: 'Unit', value: unit === '' ? 'none' : unit },
      { name: 'Range', value: `${min} to ${max}` },
      { name: 'A high value means', value: high },
      { name: 'Changes', value: level === 'term' ? 'every term' : 'once a year' },
      { name: 'A whole run is', value: outcome === 'end' ? 'its last value' : 'its mean over the run' },
    ],
    source: sourceInWords(source),
  };
}

function ofParameter(path: string, name: string, group: string, parameter: Parameter): Explanation {
  const unit = parameter.kind === 'number' ? parameter.unit : '';
  const range = parameter.kind === 'number' ? `${parameter.min} to ${parameter.max}` : sayAllowed(parameter);
  return {
    key: `parameter:${path}`,
    kind: 'Setting',
    name,
    group,
    sentence: parameter.doc,
    facts: [
      { name: 'Unit', value: unit === '' ? 'none' : unit },
      { name: 'Range', value: range },
      { name: 'Usually', value: sayValue(parameter.default, parameter) },
      {
        name: 'Kind',
        value: parameter.lever === true ? 'a lever of policy' : 'about people, schools or the case',
      },
      { name: 'Path in files', value: path },
    ],
    source: `${groundInWords(parameter.source)}. ${sourceInWords(parameter.source)}`,
  };
}

function sayAllowed(parameter: Parameter): string {
  return parameter.kind === 'flag' ? 'yes or no' : allowed(parameter).replace('one of ', '');
}

function ofParameters(prefix: string, group: string, parameters: Parameters): Explanation[] {
  return Object.entries(parameters).map(([name, parameter]) =>
    ofParameter(prefix === '' ? name : `${prefix}.${name}`, label(name), group, parameter),
  );
}

function all(): Explanation[] {
  return [
    ...words.map(
      ({ key, name, sentence, unit, range, source }): Explanation => ({
        key: `word:${key}`,
        kind: 'Word',
        name,
        group: 'Words',
        sentence,
        facts: [
          ...(unit === undefined ? [] : [{ name: 'Unit', value: unit }]),
          ...(range === undefined ? [] : [{ name: 'Range', value: range }]),
        ],
        source: sourceInWords(source),
      }),
    ),
    ...STAGES.map(
      (stage, i): Explanation => ({
        key: `stage:${stage}`,
        kind: 'Stage',
        name: capital(stage),
        group: 'Stages of a relation',
        sentence: `${capital(STAGE_MEANING[i])}.`,
        facts: [
          { name: 'Unit', value: 'stage' },
          { name: 'Range', value: `${i} on a ladder from 0 to ${STAGES.length - 1}` },
        ],
        source: sourceInWords('B 11.12'),
      }),
    ),
    ...metrics.map(ofMetric),
    ...ofParameters('', 'The scenario', about),
    ...sections.flatMap(({ title, levers, assumptions }) =>
      [...levers, ...assumptions].map(({ path, label, parameter }) =>
        ofParameter(path, label, title, parameter),
      ),
    ),
    ...ofParameters('foundings', 'Foundings', founding),
    ...ofParameters('shocks', 'Shocks', shock),
    ...ofParameters('decisions', 'Decisions', decision),
    ...forms.map(
      ({ name, decides, rule, leadership, source }): Explanation => ({
        key: `form:${name}`,
        kind: 'Form of governance',
        name: capital(name),
        group: 'Forms of governance',
        sentence: `Decides: ${decides}. Rule: ${rule}. Leads: ${leadership}.`,
        facts: [],
        source: `${sourceInWords(source)}; its figures are assumptions`,
      }),
    ),
  ];
}

let made: readonly Explanation[] | undefined;

/** In the order of lists: words, stages, outcomes, settings, forms. */
export function explanations(): readonly Explanation[] {
  made ??= all();
  return made;
}

/** A figure that the model holds of a school, relation and so on; lists leave these out: there are hundreds. */
function ofColumn(name: string): Explanation | undefined {
  if (!Object.hasOwn(columns, name)) return undefined;
  const { entity, meaning, unit, min, max } = columns[name as ColumnName];
  // Where it comes from stands in brackets at the end of what it means.
  const [, sentence, source] = /^(.*?)(?: \(((?:B|O|E|N|G) [^()]*)\))?$/.exec(meaning) ?? [];
  return {
    key: `column:${name}`,
    kind: 'Figure of the state',
    name: label(name),
    group: 'Figures of the state',
    sentence: `${sentence}.`,
    facts: [
      { name: 'Unit', value: unit },
      { name: 'Range', value: Number.isFinite(max) ? `${min} to ${max}` : `${min} or more` },
      { name: 'One for each', value: label(entity).toLowerCase() },
    ],
    source: source === undefined ? 'the state of the model, docs/state.md' : sourceInWords(source),
  };
}

export function explanationOf(key: string): Explanation | undefined {
  if (key.startsWith('column:')) return ofColumn(key.slice('column:'.length));
  return explanations().find((one) => one.key === key);
}

/** Those in which every word of the query occurs, in their order. */
export function lookUp(query: string): readonly Explanation[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return explanations().filter(({ key, kind, name, group, sentence }) => {
    const text = `${key} ${kind} ${name} ${group} ${sentence}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
