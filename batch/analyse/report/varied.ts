import { dataTable, words } from '../../../analysis/report/elements.ts';
import { type Markup, markup, type Part } from '../../../analysis/report/markup.ts';
import { factorValue } from '../../../analysis/sensitivity/words.ts';
import type { CategoryFactor, Factor, SweepPlan } from '../../../analysis/sweep/plan.ts';
import { parameterAt } from '../../../sim/index.ts';
import type { Provenance } from '../results.ts';

/** What was run: the base scenarios, and what each factor is and may be. */
export function variedSection({ factors }: SweepPlan, { scenarios }: Provenance): Markup {
  const bases = scenarios.map(({ name, title }) => ({ entries: [words(name), words(title)] }));
  const rows = factors.map((factor) => ({
    entries: [words(factor.name), words(meaning(factor)), words(values(factor))],
  }));
  return markup`<section aria-labelledby="varied"><h2 id="varied">What was varied</h2>
${dataTable('Base scenarios', [words('Scenario'), words('Title')], bases)}${
  rows.length === 0
    ? null
    : dataTable('Factors', [words('Factor'), words('What it is'), words('Values')], rows)
}</section>
`;
}

function meaning(factor: Factor): string {
  const path = factor.kind === 'number' ? factor.path : onlyPath(factor);
  if (path === null) return 'Several settings at once.';
  if (path === 'years') return 'Length of the run.';
  return parameterAt(path)?.parameter.doc ?? path;
}

/** The one parameter that every level sets, as a switch or a choice does; null where they set several. */
function onlyPath({ levels }: CategoryFactor): string | null {
  const paths = new Set(levels.flatMap(({ settings }) => Object.keys(settings)));
  const [only] = paths;
  return paths.size === 1 && levels.every(({ settings }) => Object.hasOwn(settings, only)) ? only : null;
}

function values(factor: Factor): Part {
  if (factor.kind === 'number') {
    const { from, to, integer, scale, values: own } = factor;
    const unit = parameterAt(factor.path)?.parameter;
    const told = unit?.kind === 'number' && unit.unit !== '' ? ` ${unit.unit}` : '';
    if (own !== undefined) return `${own.map(factorValue).join(', ')}${told}`;
    const how = `${integer ? ', whole numbers' : ''}${scale === 'log' ? ', by its logarithm' : ''}`;
    return `${factorValue(from)} to ${factorValue(to)}${told}${how}`;
  }
  if (onlyPath(factor) !== null) return factor.levels.map(({ name }) => name).join(', ');
  const items = factor.levels.map(({ name, settings }) => {
    const set = Object.entries(settings).map(([path, value]) => `${path} ${String(value)}`);
    return markup`<li>${name}: ${set.length === 0 ? 'as the scenario has it' : set.join(', ')}</li>`;
  });
  return markup`<ul>${items}</ul>`;
}
