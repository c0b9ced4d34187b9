/** Files of schools that do not come with the page: those of one's own, which the page gives to its workers. */
import type { Scenario } from '../../sim/index.ts';

let source: (name: string) => Promise<string | null> = async () => null;

/** Where such files are kept. */
export function lookIn(kept: (name: string) => Promise<string | null>): void {
  source = kept;
}

/** `Our-schools-1a2b3c4d.csv`: as files of one's own are named, so that for others nobody has to look. */
const OWN_NAME = /-[0-9a-f]{8}\.csv$/;

/** The texts, by name, of the files that scenarios ask for and that are kept here. Workers find all others themselves. */
export async function filesFor(scenarios: readonly Scenario[]): Promise<Record<string, string>> {
  const names = new Set(
    scenarios.flatMap(({ files }) => (files === null ? [] : [files.register, files.results])),
  );
  const texts: Record<string, string> = {};
  for (const name of names) {
    if (name === null || !OWN_NAME.test(name)) continue;
    const text = await source(name);
    if (text === null) {
      throw new Error(
        `The file of schools ${name} is not kept in this browser: open the register in Build, and use its schools.`,
      );
    }
    texts[name] = text;
  }
  return texts;
}
