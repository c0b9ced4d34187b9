/** Words that the page uses of runs, differences and relations, each in a sentence or two. */
export interface Word {
  readonly key: string;
  readonly name: string;
  readonly sentence: string;
  readonly unit?: string;
  readonly range?: string;
  /** Short names of works as in declarations, or where in Collegium it comes from. */
  readonly source: string;
}

export const words: readonly Word[] = [
  {
    key: 'scenario',
    name: 'Scenario',
    sentence:
      'Schools, the policy they live under, what is assumed of people, and what happens on which date. The library has some ready; any can be changed.',
    source: 'the library of scenarios',
  },
  {
    key: 'baseline',
    name: 'Baseline',
    sentence: 'Scenario A: what every other side is compared with.',
    source: 'the comparison',
  },
  {
    key: 'run',
    name: 'Run',
    sentence:
      'One course of one scenario, person by person and week by week, under one seed. The same scenario and seed always give the same run.',
    source: 'the simulation',
  },
  {
    key: 'seed',
    name: 'Seed',
    sentence:
      'A text from which all luck of a run is drawn: whom one meets, who leaves, whom an inspector catches. Another seed is another course the same schools might have taken.',
    unit: 'text',
    range: '1 to 80 characters',
    source: 'the simulation',
  },
  {
    key: 'pair',
    name: 'Pair of runs',
    sentence:
      'One run of each scenario under the same seed, so that the same people meet the same luck and what differs is the policy’s doing.',
    unit: 'pairs',
    range: '1 to 1000',
    source: 'common random numbers, as simulation studies call it',
  },
  {
    key: 'years',
    name: 'Years',
    sentence: 'How long a run lasts. A year has 39 school weeks in three terms of 13.',
    unit: 'years',
    range: '1 to 50',
    source: 'model description 2',
  },
  {
    key: 'difference',
    name: 'Difference',
    sentence:
      'The value under another side less the value under A, taken within each pair and averaged over the pairs. Above 0 it is higher than under A; whether that is better is for the reader to say.',
    source: 'paired differences',
  },
  {
    key: 'interval',
    name: '95 % interval',
    sentence:
      'Where the mean difference would lie if there were endlessly many pairs, right in 95 of 100 such intervals. It narrows as pairs are added; it says nothing about how true the model is.',
    unit: 'that of the outcome',
    source: 'Student’s t on the differences within pairs',
  },
  {
    key: 'band',
    name: 'Band',
    sentence:
      'Where the middle 50, 80 or 95 per cent of the runs lie. It shows how much luck matters and does not narrow as runs are added.',
    unit: 'that of the outcome',
    source: 'quantiles of the runs',
  },
  {
    key: 'effect',
    name: 'Effect',
    sentence:
      'The mean difference divided by the standard deviation of the differences between pairs: how large the policy’s doing is beside luck. 1 is as large.',
    unit: 'standard deviations of the differences',
    source: 'Cohen’s d for pairs',
  },
  {
    key: 'probability',
    name: 'Beats A',
    sentence:
      'The share of pairs in which the outcome is better than under A, or higher where none is better, ties counted half. 50 % is what a coin would give.',
    unit: 'share of pairs',
    range: '0 to 100 %',
    source: 'paired differences',
  },
  {
    key: 'outcome',
    name: 'Outcome',
    sentence:
      'What a metric says of a whole run: its value at the end, or its mean over the run where it comes and goes.',
    source: 'the metrics',
  },
  {
    key: 'lever',
    name: 'Lever',
    sentence: 'A setting that a policy maker could change. All other settings describe people and schools.',
    source: 'the settings',
  },
  {
    key: 'assumption',
    name: 'Assumption',
    sentence:
      'A number that no source gives. Results that turn on one should be read with that in mind; the analysis of a sweep shows which those are.',
    source: 'the settings',
  },
  {
    key: 'stage',
    name: 'Stage of a relation',
    sentence:
      'How far two schools have come, from strangers by association, cooperation and collaboration to collegiality. A relation climbs a step a term when it has all that the next stage asks, and falls back when it loses it.',
    unit: 'stage',
    range: 'none to collegiality',
    source: 'B 11.12',
  },
  {
    key: 'lacks',
    name: 'What a relation lacks',
    sentence:
      'What the next stage asks for and the relation does not have yet: contact, sharing, trust and so on.',
    source: 'B 11.12',
  },
  {
    key: 'collaborative',
    name: 'Collaborative',
    sentence:
      'Schools that have agreed to work together, loosely or under one governing body: a network, federation, trust, alliance or cluster.',
    source: 'B 5, 6',
  },
  {
    key: 'tie',
    name: 'Tie',
    sentence:
      'What one member of staff has with another: how often they meet, and how far they trust each other.',
    source: 'B 3.2, 12.4',
  },
  {
    key: 'change',
    name: 'Dated change',
    sentence:
      'Something a scenario puts on a date: a change of policy, the founding of collaboratives, a shock, decisions. Time axes mark each with its number.',
    source: 'the scenario',
  },
  {
    key: 'verdict',
    name: 'Verdict',
    sentence:
      'Whether the model shows what a source observed: reproduced, not reproduced, or contradicted. It says that the model behaves as described, not that real schools would.',
    source: 'the evidence ledger',
  },
  {
    key: 'live',
    name: 'Run as I change',
    sentence:
      'A changed control stops the runs under way and starts them anew by itself. It is off at first where there are many schools.',
    source: 'the page',
  },
  {
    key: 'share',
    name: 'Share of a difference',
    sentence:
      'How much of a difference is gone when one mechanism is switched off in both scenarios: 100 % where nothing of it is left, 0 % where all of it is. Shares of several need not add up.',
    unit: 'per cent of the difference',
    source: 'differences within pairs; interval after Fieller (1954)',
  },
  {
    key: 'twins',
    name: 'Twin runs',
    sentence:
      'Two runs of one seed under two scenarios. They meet the same luck in every event, so the first thing in which they differ is the doing of what sets the scenarios apart.',
    source: 'the simulation',
  },
  {
    key: 'turn',
    name: 'Turn of an order',
    sentence:
      'Where another value of what is assumed puts the other scenario first. Numbers without a source are varied together from half to twice their value.',
    unit: 'settings',
    source: 'a scrambled Sobol’ sequence; share after Wilson',
  },
  {
    key: 'settings',
    name: 'Settings that are tried',
    sentence:
      'So many sets of values of the chosen assumptions, spread evenly over what is allowed; both scenarios run once under each, under one seed.',
    unit: 'settings',
    range: '16 to 128',
    source: 'a scrambled Sobol’ sequence',
  },
  {
    key: 'setting',
    name: 'Setting',
    sentence: 'One number, choice or switch of a scenario. Each has its unit, range, usual value and source.',
    source: 'the declarations of the model',
  },
  {
    key: 'changed',
    name: 'Changed settings',
    sentence:
      'What sets this scenario apart from the one that it was made of. Each can be put back by itself.',
    source: 'the page',
  },
  {
    key: 'building',
    name: 'Building a scenario',
    sentence: 'Form and text show one scenario, and each follows the other. Every step can be undone.',
    source: 'the page',
  },
  {
    key: 'own',
    name: 'Kept in this browser',
    sentence:
      'Scenarios and files of schools that this browser holds until you delete them. Nothing is sent anywhere.',
    source: 'the page',
  },
  {
    key: 'founding',
    name: 'Founding',
    sentence:
      'A collaborative that a scenario brings about on a date: its form, how many schools, and which.',
    source: 'the scenario',
  },
  {
    key: 'shock',
    name: 'Shock',
    sentence:
      'Something that strikes schools on a date, whatever the policy: a head who leaves, special measures, a closure, a fire, a cut of funding.',
    source: 'the scenario',
  },
  {
    key: 'decision',
    name: 'Decision',
    sentence:
      'Something that somebody decides in a run in place of the model: a head about partners, anybody about what to hold back and how much time to give.',
    source: 'the scenario',
  },
  {
    key: 'reference',
    name: 'Reference number',
    sentence: 'The number by which a register names a school. Generated schools are numbered from 1.',
    unit: 'whole number',
    range: '0 to 2147483647',
    source: 'the register of schools',
  },
  {
    key: 'week',
    name: 'Week',
    sentence:
      'The simulation goes week by week. A year has 39 school weeks in three terms of 13; holidays are not simulated.',
    unit: 'weeks',
    range: '0 to 1950',
    source: 'model description 2',
  },
  {
    key: 'map',
    name: 'Map',
    sentence:
      'Schools where they lie, in kilometres, with their relations as lines: strokes for the stage, width for trust.',
    source: 'the register or the district',
  },
  {
    key: 'network',
    name: 'Network',
    sentence:
      'Schools laid out so that those closely related for long lie near one another. Places have no other meaning.',
    source: 'ForceAtlas2, over the whole run',
  },
  {
    key: 'branch',
    name: 'Branch',
    sentence:
      'A future that leaves the run in a week with changed settings, under the same luck. One run shows what can happen, not how often.',
    source: 'the simulation',
  },
  {
    key: 'ledger',
    name: 'Record of events',
    sentence:
      'What happened in a run, week by week. “Why?” says what led to an event, from the model’s own figures.',
    source: 'the simulation',
  },
  {
    key: 'inspector',
    name: 'State of what is chosen',
    sentence:
      'The figures that the model holds of a school, relation, collaborative or member of staff in the week looked at.',
    source: 'the simulation',
  },
  {
    key: 'region',
    name: 'Region of a mean',
    sentence:
      'Where the means of two outcomes together would lie if there were endlessly many runs, right in 95 of 100 such ellipses.',
    unit: 'those of the outcomes',
    source: 'Hotelling’s T²',
  },
  {
    key: 'picture',
    name: 'Picture',
    sentence:
      'A figure as a file for papers and slides, with its title, unit, number of runs, interval, seeds and version in it. SVG stays sharp at any size and can be edited; PNG goes everywhere.',
    source: 'what the page keeps',
  },
  {
    key: 'register',
    name: 'Register of schools',
    sentence:
      'A file of real schools, one a line. What it leaves out is filled in by stated rules, and the page lists what was filled in.',
    source: 'the reading of registers',
  },
];
