import type { ImputationReport } from '../scenarios/register.ts';
import { count } from './text.ts';

type Counts = Readonly<Record<string, number>>;

/** What was imputed, dropped and joined on the way into the model, a line each; generated schools have only staff. */
export function imputedLines(report: ImputationReport | null, staff: Counts): string[] {
  const people = `Imputed: ${total(staff)} staff from rolls and phases (${reasons(staff)})`;
  return report === null ? [people] : [...schoolLines(report), people];
}

function schoolLines(report: ImputationReport): string[] {
  const { files, rows, imputed, dropped, results } = report;
  const lines = [`Schools: ${files.register}, ${count(rows, 'row')}`];
  if (results !== null)
    lines.push(`Results: ${files.results}, ${results.used} of ${count(results.rows, 'row')} used`);
  if (total(dropped) > 0) lines.push(`Left out: ${count(total(dropped), 'row')} (${reasons(dropped)})`);
  for (const [field, why] of Object.entries(imputed)) {
    lines.push(`Imputed: ${field} of ${count(total(why), 'school')} (${reasons(why)})`);
  }
  return lines;
}

function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}

function reasons(counts: Counts): string {
  return Object.entries(counts)
    .map(([reason, n]) => `${reason} ${n}`)
    .join(', ');
}
