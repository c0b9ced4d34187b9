import { metrics } from '../sim/index.ts';
import { print, printJson } from './output.ts';
import { library } from './scenarios.ts';
import { count, figure, table, word } from './text.ts';

/** `collegium list`: the scenarios of the library, by theme. */
export function list(options: { json?: boolean }): void {
  const entries = library();
  if (options.json) {
    printJson({
      scenarios: entries.map(({ id, theme, scenario: { title, about, source, years, files } }) => {
        return { name: id, theme, title, about, source, years, schools: files?.register ?? null };
      }),
      metrics: metrics.map(({ key, label, unit, doc }) => ({ metric: key, label, unit, doc })),
    });
    return;
  }
  const rows = entries.map(({ id, theme, scenario }) => {
    return [word(id), figure(count(scenario.years, 'year')), word(theme), word(scenario.title)];
  });
  print(table([[word('Name'), figure('Length'), word('Theme'), word('Title')], ...rows]));
}
