/** The tour for those who come for the first time: offered once, after the first chart, and always there at the foot. */
import { remember, remembered } from './remember.ts';

export interface Step {
  readonly title: string;
  readonly text: string;
  /** What it speaks of, on the view Compare. */
  readonly at: string;
}

export const STEPS: readonly Step[] = [
  {
    title: 'Two policies, the same schools',
    text: 'Here stand the scenarios that are compared. A is the baseline; every difference is measured from it. Choose others, or change their settings.',
    at: '.sides',
  },
  {
    title: 'Pairs of runs',
    text: 'The schools are simulated person by person and week by week, each scenario under the same luck. More pairs make the answer surer. Nothing leaves your browser.',
    at: 'form.bar',
  },
  {
    title: 'The answer in a sentence',
    text: 'It is made from the numbers below it, with the interval within which the difference lies. It says higher or lower, never better: that is for you.',
    at: '[data-testid="sentence"]',
  },
  {
    title: 'Any outcome of the model',
    text: 'Choose what the charts show. The button beside it, or the key ? over any name on the page, says what it is, its unit, its range and its source.',
    at: '#metric',
  },
  {
    title: 'Difference first, then the runs',
    text: 'On the left the difference with its intervals; on the right where the runs of each scenario lie. Each chart can be read as a table, and says how many runs it rests on.',
    at: '[data-testid="difference"]',
  },
  {
    title: 'Where to go from here',
    text: 'Library holds scenarios by theme; Build makes your own; Watch plays one run week by week; Evidence holds the model against its sources; Keep makes links, files and a report.',
    at: 'nav[aria-label="Views"]',
  },
];

class Tour {
  /** Number of the step that is shown, or null. */
  step = $state<number | null>(null);
  offered = $state(false);

  /** Offers the tour to those who have never seen the offer. */
  offer(): void {
    if (remembered('tour') !== null) return;
    remember('tour', 'seen');
    this.offered = true;
  }

  start(): void {
    this.offered = false;
    remember('tour', 'seen');
    this.step = 0;
  }

  decline(): void {
    this.offered = false;
  }
}

export const tour = new Tour();
