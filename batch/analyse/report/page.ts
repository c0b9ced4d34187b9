import { createHash } from 'node:crypto';
import { bullets, dataTable, figures, number, words } from '../../../analysis/report/elements.ts';
import { Markup, markup, type Part } from '../../../analysis/report/markup.ts';
import { STYLE } from '../../../analysis/report/style.ts';
import type { SweepAnalysis, SweepResults } from '../../../analysis/sensitivity/analysis.ts';
import type { Discovery } from '../../../analysis/sensitivity/discovery.ts';
import { cautions, findings } from '../../../analysis/sensitivity/findings.ts';
import {
  chance,
  DESIGN_WORDS,
  factorValue,
  limitText,
  percent,
} from '../../../analysis/sensitivity/words.ts';
import type { Metric } from '../../../sim/index.ts';
import { count } from '../../text.ts';
import type { Provenance } from '../results.ts';
import { runCautions } from '../text.ts';
import { outcomeSection } from './outcome.ts';
import { rangeCell, trajectory } from './plots.ts';
import { variedSection } from './varied.ts';

/**
 * An analysis as one HTML file that needs nothing else: no script, no other file, no network, and its policy allows none.
 * Every text of the sweep goes in as text.
 */
export function reportPage(
  analysis: SweepAnalysis,
  { plan, cells }: SweepResults,
  provenance: Provenance,
  metricOf: (key: string) => Metric,
): string {
  const { title, about, source, runs } = provenance;
  const found = findings(analysis, metricOf);
  const care = [...runCautions(provenance), ...cautions(analysis, metricOf)];
  const sections = analysis.outcomes.map((outcome, i) => {
    const metric = metricOf(outcome.metric);
    const id = `outcome-${i + 1}`;
    return { id, title: metric.label, section: outcomeSection(analysis, outcome, metric, id) };
  });
  const { discovery } = analysis;
  const links = [
    { id: 'varied', title: 'What was varied' },
    ...sections,
    ...(discovery === null ? [] : [{ id: 'discovery', title: 'Settings that lead to named runs' }]),
    { id: 'provenance', title: 'Where this comes from' },
  ];
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} - analysis of a sweep</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${
  about === ''
    ? null
    : markup`<p>${about}</p>
`
}${
  source === ''
    ? null
    : markup`<p class="muted">Source: ${source}</p>
`
}<p class="muted">${count(runs.done, 'simulated run')}: ${count(analysis.scenarios.length, 'base scenario')}, ${count(cells.length, 'cell')}, ${DESIGN_WORDS[analysis.design]}. Simulations say what follows from the model’s assumptions, not what will happen.</p>
</header>
<nav aria-label="Contents"><ul>${links.map(({ id, title: text }) => markup`<li><a href="#${id}">${text}</a></li>`)}</ul></nav>
<main>
<section aria-labelledby="found"><h2 id="found">What was found</h2>
${found.length === 0 ? markup`<p>The design tells nothing of factors; the tables below sum up the runs.</p>` : bullets(found)}</section>
${
  care.length === 0
    ? null
    : markup`<section class="care" aria-labelledby="care"><h2 id="care">Read with care</h2>
${bullets(care)}</section>
`
}${variedSection(plan, provenance)}${sections.map(({ section }) => section)}${
  discovery === null
    ? null
    : discoverySection(
        discovery.box,
        cells.map(({ values }) => values),
        analysis.factors,
      )
}${provenanceSection(provenance)}</main>
<footer>Analysed by Collegium ${provenance.analysis}.</footer>
</body>
</html>
`.text;
}

function discoverySection(
  found: Discovery | null,
  points: readonly (readonly (number | string)[])[],
  factors: readonly string[],
): Markup {
  const heading = markup`<h2 id="discovery">Settings that lead to named runs</h2>
`;
  if (found === null)
    return markup`<section aria-labelledby="discovery">${heading}<p>No run, or every run, is of interest: no setting sets them apart.</p></section>
`;
  const { box, restrictions, trajectory: boxes, chosen, freed, rate } = found;
  const rows = restrictions.map(({ limit, quasiP, reproduced, densityWithout, coverageWithout }) => ({
    entries: [
      words(limitText(limit)),
      words(limit.kind === 'number' ? keptRange(limit, points, factors) : null),
      number(chance(quasiP)),
      number(percent(reproduced)),
      number(percent(densityWithout)),
      number(percent(coverageWithout)),
    ],
  }));
  const heads = [
    words('Limit'),
    words('Part of the range'),
    number('Quasi-p'),
    number('In random halves'),
    number('Density without'),
    number('Coverage without'),
  ];
  const steps = boxes.map((one, step) => ({
    chosen: step === chosen,
    entries: [
      words(`${step}${step === chosen ? ' (taken)' : ''}`),
      number(one.cases),
      number(percent(one.mass)),
      number(percent(one.density)),
      number(percent(one.coverage)),
      words(one.limits.map(({ factor }) => factor).join(', ') || 'none'),
    ],
  }));
  const label = `Density against coverage of ${count(boxes.length, 'box', 'boxes')}; the box found has density ${percent(box.density)} and coverage ${percent(box.coverage)}`;
  return markup`<section aria-labelledby="discovery">${heading}<p>Density is the share of the runs in a box that are of interest (over all runs ${percent(rate)}), coverage the share of the runs of interest that lie in it. The box found holds ${count(box.cases, 'cell')}: density ${percent(box.density)}, coverage ${percent(box.coverage)}.</p>
${
  rows.length === 0
    ? markup`<p>No limit of a factor makes them surely more common.</p>
`
    : dataTable(
        'Limits of the box: the chance that luck alone makes it as dense, and how often halves of the cells give the same limit',
        heads,
        rows,
      )
}${
  freed.length === 0
    ? null
    : markup`<p class="muted">Freed of limits that chance explains: ${freed.join(', ')}.</p>
`
}${figures([{ plot: trajectory(label, boxes, box), caption: 'Peeling from all cells (right) to ever smaller boxes; the ring is the box found.' }])}${dataTable('Peeling, step by step: another step may serve another purpose better; the tables in CSV and Parquet hold the limits of each', [words('Step'), number('Cells'), number('Mass'), number('Density'), number('Coverage'), words('Limited factors')], steps)}</section>
`;
}

function keptRange(
  limit: { readonly factor: string; readonly low: number | null; readonly high: number | null },
  points: readonly (readonly (number | string)[])[],
  factors: readonly string[],
): Part {
  const f = factors.indexOf(limit.factor);
  const values = points.map((point) => point[f]).filter((value) => typeof value === 'number');
  const whole = [Math.min(...values), Math.max(...values)] as const;
  const kept = [limit.low ?? whole[0], limit.high ?? whole[1]] as const;
  return rangeCell(
    `${limit.factor}: ${kept.map(factorValue).join(' to ')} of ${whole.map(factorValue).join(' to ')}`,
    kept,
    whole,
  );
}

function provenanceSection(provenance: Provenance): Markup {
  const { plan, simulation, engine, seed, seeds, scenarios, cells, runs, analysis } = provenance;
  const failed = runs.failed > 0 ? `, ${runs.failed} failed` : '';
  const missing = runs.missing > 0 ? `, ${runs.missing} not done` : '';
  const lines: [string, Part][] = [
    ['Runs', `${runs.done} done${failed}${missing}, in ${count(cells, 'cell')}`],
    ['Simulation', simulation],
    ['Analysis', `Collegium ${analysis}, ${engine}`],
    ['Seed of the sweep', seed],
    ['Seeds of the runs', `${seeds[0]} to ${seeds[1]}`],
    ['Plan', `${plan.file}, sha256 ${plan.sha256}`],
    ...scenarios.map(({ name, sha256, schools }): [string, Part] => [
      `Scenario ${name}`,
      `sha256 ${sha256}${schools === null ? '' : `; its schools ${schools}`}`,
    ]),
  ];
  return markup`<section aria-labelledby="provenance"><h2 id="provenance">Where this comes from</h2>
<p>The same plan, scenarios and version give the same runs and the same report again.</p>
<dl>${lines.map(
    ([term, text]) => markup`<dt>${term}</dt><dd>${text}</dd>
`,
  )}</dl>
<h3 id="plan">The plan</h3>
<pre tabindex="0" role="region" aria-labelledby="plan">${plan.text}</pre>
</section>
`;
}
