import type { Scenario } from '../sim/index.ts';
import { firstProblems, type PlacedProblem } from './problem.ts';
import { readScenario } from './yaml.ts';

/** A scenario of the library: the file's name without `.yaml` is its id. */
export interface LibraryEntry {
  id: string;
  theme: string;
  fileName: string;
  /** The YAML as it stands in the file. */
  text: string;
  scenario: Scenario;
}

/**
 * The order in menus and documentation. A file that is named nowhere here comes after these under `OTHER`, in
 * alphabetical order: dropping it into the folder is enough.
 */
export const THEMES: readonly { theme: string; ids: readonly string[] }[] = [
  { theme: 'A real county', ids: ['hampshire', 'hampshire-competition', 'hampshire-partnership'] },
  { theme: 'Tramton', ids: ['tramton', 'urban-standards-agenda', 'urban-networking'] },
  { theme: 'Regimes', ids: ['competing-neighbours'] },
  { theme: 'Accountability', ids: ['league-table', 'collective-accountability'] },
  { theme: 'Money and time', ids: ['grant-that-ends', 'bidding-round', 'released-time'] },
  { theme: 'Governance', ids: ['soft-federations', 'hard-federations', 'soft-to-hard'] },
  {
    theme: 'Six futures of governance',
    ids: [
      'future-loose-associations',
      'future-federated-trusts',
      'future-brands',
      'future-alliances',
      'future-teacher-owned',
      'future-self-organising',
      'future-parent-governed',
    ],
  },
  {
    theme: 'Cameos of governance',
    ids: [
      'cameo-few-know',
      'cameo-trained-leaders',
      'cameo-small-city',
      'cameo-new-clusters',
      'cameo-own-networks',
      'cameo-four-regions',
      'cameo-fear-of-risk',
      'cameo-shared-framework',
      'cameo-whole-service',
    ],
  },
  {
    theme: 'Home and school',
    ids: [
      'same-age',
      'vertical-tutoring',
      'slide-back',
      'trained-staff',
      'rising-voice',
      'rising-voice-tutored',
      'unled-partnership',
      'led-partnership',
      'led-one-way',
      'led-deficit-thinking',
      'led-one-size',
      'led-bolt-on',
    ],
  },
  {
    theme: 'Federations',
    ids: [
      'federation-performance',
      'federation-size',
      'federation-cross-phase',
      'federation-faith',
      'federation-mainstreaming',
      'federation-academy',
      'rural-federation',
    ],
  },
  {
    theme: 'Relations',
    ids: [
      'ladder',
      'outsider',
      'honest-broker',
      'moral-purpose',
      'head-who-left',
      'head-who-left-on-paper',
      'decisions-of-heads',
      'one-boundary-spanner',
      'many-boundary-spanners',
    ],
  },
  {
    theme: 'Depth, size and distance',
    ids: [
      'heads-alone',
      'to-the-classroom',
      'large-networks',
      'small-networks',
      'partners-next-door',
      'partners-out-of-reach',
    ],
  },
  { theme: 'Power', ids: ['networks-of-weak-schools', 'weak-and-strong', 'takeover', 'takeover-with-a-say'] },
  {
    theme: 'Crisis',
    ids: [
      'crisis-special-measures',
      'crisis-special-measures-alone',
      'crisis-closure',
      'crisis-closure-alone',
      'crisis-fire',
      'crisis-fire-alone',
    ],
  },
  { theme: 'Endings', ids: ['ending-well', 'lingering-network'] },
  {
    theme: 'Multi-agency work',
    ids: ['extended-schools', 'agencies-by-commitment', 'agencies-by-assignment', 'agencies-by-team'],
  },
];
export const OTHER = 'Others';

/** `../scenarios/ladder.yaml` -> `ladder` */
export function scenarioId(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '');
}

/**
 * The library from the texts of its files by path or name, whoever read them: the command line from disk, the page
 * through its bundler. A file that does not read is left out and its problems returned.
 */
export function buildLibrary(files: Readonly<Record<string, string>>): {
  entries: LibraryEntry[];
  problems: PlacedProblem[];
} {
  const order = THEMES.flatMap(({ ids }) => ids);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  const entries: LibraryEntry[] = [];
  const problems: PlacedProblem[] = [];
  for (const [path, text] of Object.entries(files)) {
    const id = scenarioId(path);
    const reading = readScenario(text, path);
    if (reading.scenario === null) {
      problems.push(...reading.problems);
      continue;
    }
    const theme = THEMES.find(({ ids }) => ids.includes(id))?.theme ?? OTHER;
    entries.push({ id, theme, fileName: `${id}.yaml`, text, scenario: reading.scenario });
  }
  entries.sort((a, b) => place(a.id) - place(b.id) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return { entries, problems: firstProblems(problems) };
}
