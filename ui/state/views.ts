/** The views of the page, in the order of its navigation, and the addresses by which they are opened. */

export const VIEWS = [
  { name: 'compare', title: 'Compare' },
  { name: 'library', title: 'Library' },
  { name: 'build', title: 'Build' },
  { name: 'watch', title: 'Watch' },
  { name: 'evidence', title: 'Evidence' },
  { name: 'keep', title: 'Keep' },
  { name: 'stories', title: 'Stories' },
  { name: 'partnership', title: 'Our partnership' },
  { name: 'room', title: 'Room' },
] as const;

/** Pages about the page, reached from its foot. */
export const PAGES = [
  { name: 'words', title: 'Words and units' },
  { name: 'accessibility', title: 'Accessibility' },
] as const;

/** What a story opens: the window of whoever leads a session, and what is printed for it. */
export const WINDOWS = [
  { name: 'presenter', title: 'Presenter' },
  { name: 'print', title: 'Print' },
] as const;

export const PLACES = [...VIEWS, ...PAGES, ...WINDOWS];

export type ViewName = (typeof PLACES)[number]['name'];

/**
 * A view, what in it is meant (the claim of `#evidence/E07`, the step of `#stories/ladder/3`, the key of `#room/...`), or the
 * fragment of a link to a comparison.
 */
export type Address = { view: ViewName; part: string } | { link: string };

export function addressOf(fragment: string): Address {
  if (fragment === '') return { view: 'compare', part: '' };
  const [name, ...parts] = fragment.split('/');
  const found = PLACES.find((view) => view.name === name);
  return found === undefined ? { link: fragment } : { view: found.name, part: parts.join('/') };
}
