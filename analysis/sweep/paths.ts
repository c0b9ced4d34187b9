import { about, type GroupName, groups, nearest, type Parameter, parameterAt } from '../../sim/index.ts';

/** The declaration of what a sweep can vary: `group.parameter`, or `years`; null where there is none. */
export function declarationAt(path: string): Parameter | null {
  if (path === 'years') return about.years;
  return parameterAt(path)?.parameter ?? null;
}

/** Every `group.parameter`, in the order of forms and documentation. */
export function parameterPaths(): string[] {
  return (Object.keys(groups) as GroupName[]).flatMap((group) =>
    Object.keys(groups[group].params).map((name) => `${group}.${name}`),
  );
}

/** The one of `paths` that was most likely meant: the only one with the same last word, or else the nearest. */
export function nearestPath(path: string, paths: readonly string[]): string | null {
  const last = path.split('.').at(-1) ?? '';
  const sameWord = paths.filter((candidate) => candidate.split('.').at(-1) === last && last !== '');
  return sameWord.length === 1 ? sameWord[0] : nearest(path, paths);
}
