import { type Counts, count } from './cells.ts';

/** What a row says about the trusts and federations of its school, as it came. */
export interface Ties {
  trust: string;
  trustFlag: string;
  federation: string;
  federationFlag: string;
}

export interface Bond {
  name: string;
  form: string;
}

export interface BondReport {
  /** Federations and trusts that become collaboratives at the start. */
  federations: number;
  trusts: number;
  /** Schools in at least one of them. */
  schools: number;
  /** Schools whose federation or trust has no other school in this file. */
  'partners outside the file': number;
  /** Schools by what the register says of them, as it came. */
  flags: Record<string, Counts>;
}

/**
 * Federations share one governing body, and the academies of a trust one board of trustees; both are taken as hard
 * federations (an assumption for trusts: some leave much to local committees). A name that no other school of the
 * file has makes no bond.
 */
const FORM = 'hard federation';

export function bondsOf(schools: readonly Ties[]): { bonds: Bond[][]; report: BondReport } {
  const federation = memberships(schools.map((school) => school.federation));
  const trust = memberships(schools.map((school) => school.trust));
  const bonds = schools.map((_, i) =>
    [...federation.of[i], ...trust.of[i].filter((name) => !federation.of[i].includes(name))].map((name) => ({
      name,
      form: FORM,
    })),
  );
  const flags: Record<string, Counts> = {};
  for (const { federationFlag, trustFlag } of schools) {
    count(flags, 'federation', federationFlag === '' ? 'blank' : federationFlag);
    count(flags, 'trust', trustFlag === '' ? 'blank' : trustFlag);
  }
  return {
    bonds,
    report: {
      federations: federation.shared,
      trusts: trust.shared,
      schools: bonds.filter((list) => list.length > 0).length,
      'partners outside the file': federation.alone + trust.alone,
      flags,
    },
  };
}

/** The names in each cell that at least two cells hold. The register parts several names in a cell by `~`. */
function memberships(cells: readonly string[]): { of: string[][]; shared: number; alone: number } {
  const names = cells.map((cell) =>
    [
      ...new Set(
        cell
          .split('~')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
      ),
    ].sort(),
  );
  const members = new Map<string, number>();
  for (const list of names) for (const name of list) members.set(name, (members.get(name) ?? 0) + 1);
  const shared = (name: string) => (members.get(name) ?? 0) > 1;
  return {
    of: names.map((list) => list.filter(shared)),
    shared: [...members.values()].filter((n) => n > 1).length,
    // A second name of a school that another name already ties to its partners is an alias, not an absent partner.
    alone: names.filter((list) => list.length > 0 && !list.some(shared)).length,
  };
}
