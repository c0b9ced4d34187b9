/** The addresses from which workers may be started. */
import { SERVICE_WORKER } from './offline-contract.ts';

/** Every worker of the page; each is a file beside this one, and the one that keeps the page for use without a network. */
const OWN: ReadonlySet<string> = new Set([
  SERVICE_WORKER,
  ...Object.values(
    import.meta.glob<string>('./*.worker.ts', { query: '?worker&url', import: 'default', eager: true }),
  ),
]);

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): string;
  };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** The page's policy lets only marked addresses become code, and only those of its own workers are ever marked. */
export function trusted(url: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (types === undefined) return url;
  policy ??= types.createPolicy('collegium', {
    createScriptURL(candidate) {
      if (!OWN.has(candidate)) throw new TypeError('not the address of a worker of this page');
      return candidate;
    },
  });
  return policy.createScriptURL(url);
}
