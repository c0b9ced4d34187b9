import { digest, type Run, VERSION } from '../../sim/index.ts';
import type { Cell, Field, FieldType } from './fields.ts';
import { type GraphName, graphs } from './graph.ts';
import { Moment } from './moment.ts';
import { plainName, xmlText } from './text.ts';

/** Names of the types in GraphML, whose `int` has 32 bits and `float` is single. */
const TYPES: Readonly<Record<FieldType, string>> = {
  integer: 'int',
  float: 'float',
  double: 'double',
  text: 'string',
  flag: 'boolean',
};

/** Elements gathered before they are handed on. */
const GATHERED = 256;

/**
 * A network of a run, as it stands, in GraphML (Brandes et al. 2002): attributes with types, each key with a `desc` that
 * holds its meaning and unit. An attribute that a node or edge does not have is left out.
 */
export function* graphml(run: Run, name: GraphName): Generator<string> {
  const graph = graphs[name];
  const moment = new Moment(run);
  const about = graphFacts(run);
  yield [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
      ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
    ...about.map(({ key, type, meaning }) => keyElement('graph', { name: key, type, unit: '', meaning })),
    ...graph.nodeFields.map((field) => keyElement('node', field)),
    ...graph.edgeFields.map((field) => keyElement('edge', field)),
    `<graph id="week${run.week}" edgedefault="${graph.directed ? 'directed' : 'undirected'}">`,
    ...about.map(({ key, value }) => dataElement(keyId('graph', key), value)),
    '',
  ].join('\n');
  yield* gathered(graph.nodes(moment), (node) => {
    const id = xmlText(graph.nodeId(moment, node));
    return `<node id="${id}">${attributes('node', graph.nodeFields, moment, node)}</node>\n`;
  });
  yield* gathered(graph.edges(moment), (edge) => {
    const [source, target] = graph.ends(moment, edge).map(xmlText);
    const data = attributes('edge', graph.edgeFields, moment, edge);
    return `<edge id="${source}-${target}" source="${source}" target="${target}">${data}</edge>\n`;
  });
  yield '</graph>\n</graphml>\n';
}

interface Fact {
  readonly key: string;
  readonly type: FieldType;
  readonly meaning: string;
  readonly value: Cell;
}

/** Where a graph comes from. */
function graphFacts(run: Run): Fact[] {
  return [
    {
      key: 'scenario',
      type: 'text',
      meaning: 'Title of the scenario',
      value: plainName(run.scenario.title),
    },
    { key: 'seed', type: 'text', meaning: "Seed of the run's luck", value: plainName(run.seed) },
    { key: 'week', type: 'integer', meaning: 'Weeks done; 13 a term, 39 a year', value: run.week },
    { key: 'version', type: 'text', meaning: 'Version of the simulation', value: VERSION },
    { key: 'digest', type: 'text', meaning: 'Digest of the state in this week', value: digest(run) },
  ];
}

type Domain = 'graph' | 'node' | 'edge';

const keyId = (domain: Domain, name: string) => `${domain}.${name}`;

function keyElement(domain: Domain, field: Pick<Field, 'name' | 'type' | 'unit' | 'meaning'>): string {
  const desc = xmlText(`${field.meaning}${field.unit === '' ? '' : ` [${field.unit}]`}`);
  const type = TYPES[field.type];
  return `<key id="${keyId(domain, field.name)}" for="${domain}" attr.name="${field.name}" attr.type="${type}"><desc>${desc}</desc></key>`;
}

function dataElement(key: string, value: Cell): string {
  return value === null ? '' : `<data key="${key}">${xmlText(String(value))}</data>`;
}

function attributes(domain: Domain, fields: readonly Field[], moment: Moment, row: number): string {
  return fields.map(({ name, read }) => dataElement(keyId(domain, name), read(moment, row))).join('');
}

function* gathered(rows: Iterable<number>, element: (row: number) => string): Generator<string> {
  let text = '';
  let count = 0;
  for (const row of rows) {
    text += element(row);
    if (++count % GATHERED !== 0) continue;
    yield text;
    text = '';
  }
  yield text;
}
