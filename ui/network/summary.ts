/** A network in figures and in words, in the terms of network science. */
import { formatNumber } from '../../analysis/format.ts';
import { STAGE, STAGES } from '../../sim/index.ts';
import type { Frame } from '../worker/contract.ts';
import { membersOf } from './members.ts';

export interface Summary {
  /** Schools that are open. */
  schools: number;
  /** Relations by stage. */
  stages: readonly number[];
  /** Of pairs of open schools, the share at cooperation or beyond. */
  density: number;
  /** Partners at cooperation or beyond for each open school. */
  meanDegree: number;
  /** Open schools without any partner at cooperation or beyond. */
  isolates: number;
  /** Schools of the largest component: all reach one another over relations at cooperation or beyond. */
  largestComponent: number;
  collaboratives: number;
  /** Members of the largest collaborative, 0 where there is none. */
  largest: number;
}

/** Degree, density and isolates count relations as the metrics of the same names do: from cooperation upwards. */
export function summaryOf(frame: Frame): Summary {
  const { a, b, stage, closed } = frame;
  const stages = STAGES.map(() => 0);
  const degree = new Uint32Array(closed.length);
  const root = Int32Array.from(closed, (_, i) => i);
  let edges = 0;
  for (let r = 0; r < a.length; r++) {
    stages[stage[r]]++;
    if (stage[r] < STAGE.cooperation) continue;
    edges++;
    degree[a[r]]++;
    degree[b[r]]++;
    root[find(root, a[r])] = find(root, b[r]);
  }
  let schools = 0;
  let isolates = 0;
  const component = new Uint32Array(closed.length);
  for (let i = 0; i < closed.length; i++) {
    if (closed[i] === 1) continue;
    schools++;
    if (degree[i] === 0) isolates++;
    component[find(root, i)]++;
  }
  const members = [...membersOf(frame).values()].filter((list) => list.length >= 2);
  return {
    schools,
    stages,
    density: edges / Math.max(1, (schools * (schools - 1)) / 2),
    meanDegree: (2 * edges) / Math.max(1, schools),
    isolates,
    largestComponent: component.reduce((most, n) => Math.max(most, n), 0),
    collaboratives: members.length,
    largest: members.reduce((most, list) => Math.max(most, list.length), 0),
  };
}

function find(root: Int32Array, school: number): number {
  let top = school;
  while (root[top] !== top) {
    root[top] = root[root[top]];
    top = root[top];
  }
  return top;
}

const counted = (n: number, one: string, many: string) => `${formatNumber(n, 0)} ${n === 1 ? one : many}`;

export function saySummary(summary: Summary): string {
  const { schools, stages, density, meanDegree, isolates, largestComponent, collaboratives, largest } =
    summary;
  const relations = STAGES.slice(1).map((stage, i) => `${formatNumber(stages[i + 1], 0)} in ${stage}`);
  const together =
    collaboratives === 0
      ? 'No collaboratives'
      : `${counted(collaboratives, 'collaborative', 'collaboratives')}, the largest with ${formatNumber(largest, 0)} schools`;
  return (
    `${counted(schools, 'school', 'schools')}; relations ${relations.join(', ')}. ${together}. ` +
    `From cooperation upwards: mean degree ${formatNumber(meanDegree, 2)}, density ${formatNumber(density, 4)}, ` +
    `${counted(isolates, 'isolate', 'isolates')}, ${formatNumber(largestComponent, 0)} ${largestComponent === 1 ? 'school' : 'schools'} in the largest component.`
  );
}
