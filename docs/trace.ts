import type { Facts } from './facts.ts';
import { anchor, table } from './markdown.ts';

/** The blocks of docs/trace.md that follow from the project's files. */
export function traceBlocks(facts: Facts): Record<string, string> {
  return {
    ledger: ledger(facts),
    checks: checks(facts),
    calibration: facts.calibration
      ? 'What defaults were held against by a documented procedure, and what it left of them: [calibration](calibration.md). Which assumptions move results most: [what results rest on](influence.md).'
      : 'No calibration of the defaults is recorded: they are the values of the [sources](sources.md#what-rests-on-what) and of the design.',
  };
}

function ledger({ claims, record }: Facts): string {
  const verdictOf = (id: string) => record?.claims.find((claim) => claim.id === id);
  const rows = claims.map(({ id, claim, source, without, file }) => [
    `[${id}](../${file})`,
    claim,
    source,
    ...(record ? [verdictOf(id)?.verdict ?? 'not recorded'] : []),
    `${without}${record ? `: ${verdictOf(id)?.without ?? 'not recorded'}` : ''}`,
  ]);
  const head = [
    'experiment',
    'claim',
    'source',
    ...(record ? ['verdict'] : []),
    record ? 'without the mechanism' : 'mechanism it rests on',
  ];
  const state = record
    ? `Recorded in [record.json](../scenarios/evidence/record.json) for version ${record.version} over ${record.replicates} replicates.`
    : 'No result is recorded yet; `npx collegium evidence` tries every claim.';
  return `${state}\n\n${table(head, rows)}`;
}

function checks({ parts, withoutReference }: Facts): string {
  const named = (path: string) => `[${path.replace(/^test\//, '')}](../${path})`;
  const rows = parts.map(({ name, tests, reference }) => [
    `[${name}](odd.md#${anchor(name)})`,
    tests.map(named).join(', '),
    reference ? named(reference) : '',
  ]);
  const steps = withoutReference.map((name) => `\`${name}\``).join(', ');
  return [
    table(['mechanism', 'tests', 'second implementation'], rows),
    `Steps of the schedule without a second implementation: ${steps || 'none'}.`,
  ].join('\n\n');
}
