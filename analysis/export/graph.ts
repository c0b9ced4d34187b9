import { type Field, field } from './fields.ts';
import type { Moment } from './moment.ts';
import {
  postNumber,
  postsOf,
  relationEnds,
  relationFields,
  relationsOf,
  schoolFields,
  schoolNumber,
  staffFields,
  tieEnds,
  tieFields,
  tiesOf,
} from './tables.ts';

/** A network of a run: what its nodes and edges are in a week, and what is known of them. */
export interface Graph {
  readonly directed: boolean;
  readonly nodes: (moment: Moment) => Iterable<number>;
  /** Name of a node in a file: the same in every week and every export of the run. */
  readonly nodeId: (moment: Moment, node: number) => string;
  readonly nodeFields: readonly Field[];
  readonly edges: (moment: Moment) => Iterable<number>;
  /** Names of the nodes at both ends, from the first to the second where the graph is directed. */
  readonly ends: (moment: Moment, edge: number) => readonly [string, string];
  readonly edgeFields: readonly Field[];
}

/** `s` and the reference number. */
const schoolId = (number: unknown) => `s${number}`;
/** `p` and the number of the post. */
const postId = (number: unknown) => `p${number}`;

/** Programs that draw and measure networks take the attribute of this name for the weight of an edge. */
function weight(of: Field): Field {
  return field({
    name: 'weight',
    type: of.type,
    unit: of.unit,
    meaning: `The same as ${of.name}: ${of.meaning}`,
    read: of.read,
  });
}

export const named = (fields: readonly Field[], name: string): Field => {
  const found = fields.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
};

/** Schools and their relations. Undirected: what goes one way is named after it, from A to B. */
const schools: Graph = {
  directed: false,
  nodes: ({ state }) => state.schoolPosts.keys(),
  nodeId: (moment, a) => schoolId(schoolNumber.read(moment, a)),
  nodeFields: schoolFields,
  edges: ({ state }) => relationsOf(state),
  ends: (moment, r) => [schoolId(relationEnds[0].read(moment, r)), schoolId(relationEnds[1].read(moment, r))],
  edgeFields: [weight(named(relationFields, 'contact')), ...relationEnds, ...relationFields],
};

/** Staff and their ties. Directed: the tie of one to another is not that of the other to the one. */
const staff: Graph = {
  directed: true,
  nodes: ({ state }) => postsOf(state),
  nodeId: (moment, i) => postId(postNumber.read(moment, i)),
  nodeFields: [postNumber, ...staffFields],
  edges: ({ state }) => tiesOf(state),
  ends: (moment, t) => [postId(tieEnds[0].read(moment, t)), postId(tieEnds[1].read(moment, t))],
  edgeFields: [weight(named(tieFields, 'strength')), ...tieFields],
};

export const graphs = { schools, staff } as const;
export type GraphName = keyof typeof graphs;
