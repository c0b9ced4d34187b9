/** One measurement in a program of its own, so that none warms up or deoptimises another: `worker.js <task as JSON>`. */
import { contactFigures } from './contact.ts';
import type { Regime } from './setting.ts';
import { countyFigures, heapFigures, shareFigures, weekFigures } from './weeks.ts';

export type Task =
  | { what: 'contact'; size: number; weeks: number; rounds: number; program: string; folder: string }
  | { what: 'week' | 'share'; size: number; regime: Regime; years: number }
  | { what: 'heap'; size: number; weeks: number }
  | { what: 'county'; name: string; rounds: number };

function measure(task: Task): unknown {
  switch (task.what) {
    case 'contact':
      return contactFigures(task.size, task.weeks, task.rounds, task.program, task.folder);
    case 'week':
      return weekFigures(task.size, task.regime, task.years);
    case 'share':
      return shareFigures(task.size, task.regime, task.years);
    case 'heap':
      return heapFigures(task.size, task.weeks);
    case 'county':
      return countyFigures(task.name, task.rounds);
  }
}

process.stdout.write(JSON.stringify(measure(JSON.parse(process.argv[2]) as Task)));
