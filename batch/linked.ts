/** What a link of the page holds, ready to run. */
import { settle } from '../scenarios/changes.ts';
import { fingerprint, fingerprintOf } from '../scenarios/fingerprint.ts';
import { decodeLink, fragmentOf, type Link, type LinkSide } from '../scenarios/link.ts';
import { pathText, shown } from '../scenarios/problem.ts';
import { applySettings } from '../scenarios/settings.ts';
import { readScenario } from '../scenarios/yaml.ts';
import { plainScenario, type Scenario } from '../sim/index.ts';
import { BadInput } from './errors.ts';
import { readTableText } from './files.ts';
import {
  accepted,
  findData,
  guessInLibrary,
  isInLibrary,
  type Loaded,
  libraryData,
  openScenario,
  readTables,
} from './scenarios.ts';

export interface Linked {
  readonly link: Link;
  readonly sides: readonly Loaded[];
}

/**
 * Reads a link, given as an address or as its fragment alone. Registers of its maker's own are looked for in the current
 * folder. What has changed in the library since the link was made is said on stderr.
 */
export function openLink(text: string, years: string | undefined): Linked {
  const { link, refused } = decodeLink(fragmentOf(text));
  if (link === null) throw new BadInput(`--link: the link is refused: ${refused}`);
  const sides = link.sides.map((side, i) => {
    let scenario = settled(side, link.years, 'ABCD'[i]);
    if (years !== undefined) scenario = accepted(applySettings(scenario, [`years=${years}`], '--years'));
    return { name: side.name, scenario, ...readTables(tablesOf(scenario, link)) };
  });
  return { link, sides };
}

function settled({ name, base, set }: LinkSide, years: number, letter: string): Scenario {
  if (!isInLibrary(name)) {
    throw new BadInput(
      `--link: scenario ${letter}: this version has no scenario '${name}'${guessInLibrary(name)}`,
    );
  }
  const { file, text } = openScenario(name);
  const card = accepted(readScenario(text, file));
  if (fingerprint(plainScenario(card)) !== base)
    process.stderr.write(`note: the scenario ${name} has changed since the link was made\n`);
  const { scenario, problems } = settle(card, set, years);
  if (scenario !== null) return scenario;
  throw new BadInput(
    problems.map(
      ({ path, message, found, allowed }) =>
        `--link: scenario ${letter}: ${pathText(path)}: ${message}: found ${shown(found)}; allowed: ${allowed}`,
    ),
  );
}

/** Files that come with Collegium lie in the library; the others here, and must be those the link was made with. */
function tablesOf({ files }: Scenario, link: Link): { register: string | null; results: string | null } {
  const find = (name: string) => {
    const own = link.files.find((file) => file.name === name);
    if (own === undefined)
      return findData(name, [libraryData()], `--link: this version has no file of schools '${name}'`);
    const missing = `--link: the link needs the file of schools '${name}', which it cannot hold: put it in this folder`;
    const path = findData(name, ['.'], missing);
    if (fingerprintOf(readTableText(path)) !== own.fingerprint)
      throw new BadInput(`--link: ${path}: not the file of that name with which the link was made`);
    return path;
  };
  return {
    register: files === null ? null : find(files.register),
    results: files?.results ? find(files.results) : null,
  };
}
