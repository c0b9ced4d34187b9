/** A comparison as one HTML file that needs nothing else: no script, no other file, no network. It prints on A4. */
import { groundInWords, groundOf, sourceInWords } from '../../analysis/citations.ts';
import { sameSchools } from '../../analysis/comparison.ts';
import { datedOf, sayDecision, sayValue } from '../../analysis/dated.ts';
import { type Compared, type ComparedSide, pairedWith } from '../../analysis/export/comparison.ts';
import { decimalsToShow, formatNumber } from '../../analysis/format.ts';
import type { InfluenceRecord } from '../../analysis/influence/record.ts';
import {
  INFLUENCE_HEADS,
  influenceMethod,
  influenceRows,
  influenceSentence,
} from '../../analysis/influence/words.ts';
import { HEADLINES } from '../../analysis/phrases.ts';
import { lineDrawing } from '../../analysis/report/drawing.ts';
import { bullets, dataTable, number, words } from '../../analysis/report/elements.ts';
import { Markup, markup, type Part } from '../../analysis/report/markup.ts';
import { STYLE } from '../../analysis/report/style.ts';
import { differenceSentence } from '../../analysis/sentence.ts';
import { differences } from '../../scenarios/changes.ts';
import {
  checkScenario,
  label,
  metrics,
  parameterAt,
  type Scenario,
  VERSION,
  WEEKS_A_YEAR,
} from '../../sim/index.ts';
import { bandsDrawing, differenceDrawing, figure, yearsText } from './drawings.ts';

export interface Reported {
  readonly compared: Compared;
  /** What sentences call each side. */
  readonly spoken: readonly string[];
  /** Key of the metric looked at; it comes first. */
  readonly metric: string;
  /** Null where all that is changed is too much for one. */
  readonly link: string | null;
  readonly command: string;
}

/** What is known of the model whatever is compared. */
export interface Background {
  /** The recorded study of influence; null where there is none. */
  readonly influence: InfluenceRecord | null;
}

/** Charts of a report: the metric looked at, then headlines. */
const CHARTS = 4;

export function reportPage(reported: Reported, { influence }: Background): string {
  const { compared, metric } = reported;
  const [a, ...others] = compared.sides;
  const title = `${a.title} and ${others.map((side) => side.title).join(', ')}`;
  const told = [...new Set([metric, ...HEADLINES])].flatMap((key) => {
    const index = metrics.findIndex((one) => one.key === key);
    return index < 0 ? [] : [index];
  });
  const sections: readonly (readonly [id: string, title: string, content: Part])[] = [
    ['found', 'What was found', foundSection(reported, told)],
    ['charts', 'Over time', told.slice(0, CHARTS).map((index) => chartPair(reported, index))],
    ['outcomes', 'All outcomes', scorecard(reported)],
    ['scenarios', 'What was compared', compared.sides.map(scenarioSection)],
    ['assumptions', 'What it rests on', [assumptionsSection(compared), influenceSection(influence, metric)]],
    ['limits', 'What the model cannot say', bullets(LIMITS)],
    ['provenance', 'Where this comes from', provenanceSection(reported)],
  ];
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} - a comparison by Collegium</title>
<style>${new Markup(STYLE + OWN_STYLE)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="lead">What difference does it make to the same schools, over ${yearsText(compared.years)}, whether they live under ${spokenList(reported)}?</p>
<p class="muted">Simulated by Collegium ${VERSION}: ${runsText(compared)}. What a model says follows from its assumptions; it is not a forecast, and says nothing about real schools or persons.</p>
</header>
<nav aria-label="Contents"><ul>${sections.map(([id, text]) => markup`<li><a href="#${id}">${text}</a></li>`)}</ul></nav>
<main>
${sections.map(
  ([id, text, content]) => markup`<section aria-labelledby="${id}"><h2 id="${id}">${text}</h2>
${content}</section>
`,
)}</main>
<footer>Made by Collegium ${VERSION}. Schools and results of England: Department for Education, Open Government Licence v3.0.</footer>
</body>
</html>
`.text;
}

const OWN_STYLE = `
.lead { font: 400 1.25rem/1.4 ui-serif, Palatino, Georgia, "Noto Serif", serif; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem 1.5rem; margin-bottom: 1.25rem; }
.digests table { table-layout: fixed; width: 100%; } .charts svg { width: 100%; border: 1px solid var(--rule); }
.digests td, code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.8rem; overflow-wrap: anywhere; }
@page { size: A4; margin: 16mm 14mm; }
@media print { .charts { grid-template-columns: 1fr 1fr; } h2 { break-after: avoid; } section.scenario { break-inside: auto; } a { color: inherit; } }
`;

function runsText({ sides, seeds }: Compared): string {
  const n = seeds.length;
  const each = n === 1 ? 'one run of each scenario' : `${n} runs of each of ${sides.length} scenarios`;
  return `${each} under the same seeds, so that the same people meet the same luck`;
}

function spokenList({ spoken }: Reported): string {
  return `${spoken.slice(0, -1).join(', ')} or ${spoken.at(-1)}`;
}

function foundSection(reported: Reported, told: readonly number[]): Part {
  const { compared, spoken } = reported;
  return compared.sides.slice(1).map((side, i) => {
    const lines = told.map((index) =>
      differenceSentence(metrics[index], pairedWith(compared, i + 1, index), {
        years: compared.years,
        a: spoken[0],
        b: spoken[i + 1],
        sameSchools: sameSchools(compared.sides[0].scenario, side.scenario),
      }),
    );
    return [
      markup`<h3>${side.letter} against A: ${side.title}</h3>
`,
      bullets(lines),
    ];
  });
}

function chartPair({ compared }: Reported, index: number): Markup {
  const metric = metrics[index];
  return markup`<h3>${metric.label}</h3>
<p>${metric.doc}</p>
<div class="charts">${lineDrawing(differenceDrawing(compared, index))}${lineDrawing(bandsDrawing(compared, index))}</div>
`;
}

function scorecard({ compared }: Reported): Part {
  const heads = [
    words('Outcome'),
    words('Unit'),
    number('A'),
    number('Side'),
    number('Difference'),
    number('95 % interval'),
    number('Effect'),
    number('Pairs higher'),
  ];
  return compared.sides.slice(1).map(({ letter, title }, i) => {
    const rows = metrics.map((metric, index) => {
      const { a, b, difference, intervals, effect, probability } = pairedWith(compared, i + 1, index);
      const ends = intervals?.[95] ?? null;
      const width = ends === null ? 0 : ends[1] - ends[0];
      const decimals = decimalsToShow(metric, Math.max(Math.abs(difference), width));
      return {
        entries: [
          words(metric.label),
          words(metric.unit),
          number(figure(metric, a)),
          number(figure(metric, b)),
          number(formatNumber(difference, decimals)),
          number(ends === null ? 'none' : ends.map((end) => formatNumber(end, decimals)).join(' to ')),
          number(effect === null ? 'none' : formatNumber(effect, 1)),
          number(`${Math.round(probability * 100)} %`),
        ],
      };
    });
    return dataTable(
      `${letter} (${title}) minus A, ${compared.seeds.length} pairs of runs. Effect: mean over standard deviation of the differences; pairs higher: in which ${letter} lies above A`,
      heads,
      rows,
    );
  });
}

/** What a scenario has otherwise than when nothing is set. */
function setApart(scenario: Scenario) {
  const usual = checkScenario({ title: 'x' }).scenario;
  if (usual === null) return [];
  return [...differences(usual, scenario)].flatMap(([path, value]) => {
    const found = parameterAt(path);
    return found === null ? [] : [{ ...found, value }];
  });
}

function scenarioSection({ letter, title, scenario, report }: ComparedSide): Markup {
  const set = setApart(scenario);
  const decided = scenario.decisions.map((one) => ({
    week: one.week,
    text: `Decision: ${sayDecision(one)}`,
  }));
  const dated = [...datedOf(scenario).filter(({ kind }) => kind !== 'decision'), ...decided].sort(
    (p, q) => p.week - q.week,
  );
  const rows = set.map(({ name, parameter, value }) => ({
    entries: [
      words(label(name)),
      words(sayValue(value, parameter)),
      words(sayValue(parameter.default, parameter)),
      words(parameter.doc),
      words(sourceInWords(parameter.source)),
    ],
  }));
  const heads = [words('Setting'), words('Here'), words('Usual'), words('What it is'), words('Source')];
  return markup`<h3>${letter}: ${title}</h3>
${
  scenario.about === ''
    ? null
    : markup`<p>${scenario.about}</p>
`
}${
  scenario.source === ''
    ? null
    : markup`<p class="muted">Source: ${sourceInWords(scenario.source)}</p>
`
}${
  rows.length === 0
    ? markup`<p>Every setting is as usual.</p>
`
    : dataTable(`Settings of ${letter} that differ from the usual`, heads, rows)
}${
  dated.length === 0
    ? null
    : markup`<p class="caption">What happens on which date</p>
${bullets(dated.map(({ week, text }) => `Year ${Math.floor(week / WEEKS_A_YEAR) + 1}, week ${(week % WEEKS_A_YEAR) + 1}: ${text}`))}`
}${
  report.length === 0
    ? null
    : markup`<p class="caption">How the register of schools was read</p>
${bullets(report)}`
}`;
}

function assumptionsSection({ sides }: Compared): Part {
  const seen = new Map<string, { letters: string; text: string; ground: string }>();
  for (const { letter, scenario } of sides) {
    for (const { group, name, parameter } of setApart(scenario)) {
      if (groundOf(parameter.source) === 'source' || groundOf(parameter.source) === 'scenario') continue;
      const path = `${group}.${name}`;
      const known = seen.get(path);
      seen.set(path, {
        letters: `${known?.letters ?? ''}${letter}`,
        text: parameter.doc,
        ground: groundInWords(parameter.source),
      });
    }
  }
  const rows = [...seen].map(([path, { letters, text, ground }]) => ({
    entries: [words(label(path.split('.')[1])), words([...letters].join(', ')), words(text), words(ground)],
  }));
  return markup`<p>Some numbers that the scenarios set come from no source. Results may turn on them: the page’s Compare view shows where the order of two scenarios would flip.</p>
${
  rows.length === 0
    ? markup`<p>None of the settings that differ from the usual is an assumption.</p>
`
    : dataTable(
        'Settings that differ from the usual and rest on no source',
        [words('Setting'), words('In'), words('What it is'), words('What it rests on')],
        rows,
      )
}`;
}

/** The assumptions of the whole model on which the outcome looked at rests most, by the recorded study. */
function influenceSection(record: InfluenceRecord | null, key: string): Part {
  const metric = metrics.find((one) => one.key === key);
  if (record === null || metric === undefined) return null;
  const rows = influenceRows(record, metric.key, 'difference');
  const [first, ...figures] = INFLUENCE_HEADS;
  const heads = [
    words(first),
    ...figures.map((head) => (head === 'What it rests on' ? words : number)(head)),
  ];
  return markup`<h3>What results rest on most</h3>
<p>${influenceSentence(record, metric, 'difference')}</p>
${
  rows.length === 0
    ? null
    : dataTable(
        `The assumptions that move the difference in ${metric.label}${metric.unit === '' ? '' : ` (${metric.unit})`} most, of all that no source gives`,
        heads,
        rows.map(({ title, varied, size, interval, mean, luck, standsOut, ground }) => ({
          entries: [
            words(title),
            number(varied),
            number(size),
            number(interval),
            number(mean),
            number(standsOut ? luck : `${luck}: not told apart`),
            words(ground),
          ],
        })),
      )
}<p class="muted">${influenceMethod(record)} That district is not the one compared here: take the order for a guide, not for a measurement of this comparison.</p>
`;
}

const LIMITS = [
  'It compares regimes under the assumptions of the model; it does not forecast.',
  'All schools of a run stand under one authority, in one stance at a time, and are organised alike.',
  'No school opens during a run; pupils exist as counts and as draws at examinations, and nobody is followed through the years.',
  'Differences between schools shrink over a run more than they should, since joint work levels expertise, and federating explains too little of them.',
  'Intakes hardly polarise when school choice grows.',
  'Intervals say how much luck matters, not how true the model is.',
];

function provenanceSection({ compared, link, command }: Reported): Markup {
  const { sides, seeds } = compared;
  const rows = seeds.map((seed, i) => ({
    entries: [words(seed), ...sides.map(({ runs }) => words(runs[i].digest ?? 'not finished'))],
  }));
  return markup`<dl><dt>Version</dt><dd>Collegium ${VERSION}</dd><dt>Runs</dt><dd>${seeds.length} of each scenario, seeds ${seeds[0]} to ${seeds[seeds.length - 1]}</dd>
<dt>The same on the command line</dt><dd><code>${command}</code></dd>
<dt>The same in the browser</dt><dd>${link === null ? 'too much is changed for a link' : markup`<code>${link}</code>`}</dd></dl>
<p>Each run ends in a state with a digest, the same on any machine exactly when the run was the same.</p>
<div class="digests">${dataTable('Seeds, and digests of the runs', [words('Seed'), ...sides.map(({ letter }) => words(letter))], rows)}</div>
`;
}
