/** Addresses of the files of schools that come with the page, by name, for scenarios that combine them as none of its own does. */
const addresses = import.meta.glob<string>('../../scenarios/data/*.csv', {
  query: '?url',
  import: 'default',
  eager: true,
});

export const tables: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(addresses).map(([path, address]) => [path.replace(/^.*\//, ''), address]),
);
