/** What a worker takes for its coordinator's orders, and a coordinator for its workers' results. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeFolder, Runs, readSweep } from '../../batch/sweep/folder.ts';
import { orderId, readOrder, writeOrder } from '../../batch/sweep/queue/order.ts';
import { pack, unpack } from '../../batch/sweep/queue/parcel.ts';
import { checkedToken, Seal } from '../../batch/sweep/queue/seal.ts';
import { useFolder } from '../support/cli.ts';

const folder = useFolder();
folder.write('tiny.yaml', 'title: Tiny\nyears: 1\ndistrict: { schools: 3 }\n');
const plan = folder.write(
  'plan.yaml',
  'title: Orders\nscenarios: [tiny.yaml]\nreplicates: 9\nfactors:\n  - { path: market.choice, from: 0.2, to: 0.8 }\n' +
    'design: { kind: grid, levels: 3 }\noutcomes: [attainment]\n',
);
const sweep = makeFolder(`${folder.path}/sweep`, readSweep(plan, false), false);
const runs = new Runs(sweep);
const seal = new Seal('the token of the tests');
const place = { seal, queue: 'mine', sweep, runs, from: 5 };
const some = [runs.run(sweep.cells[0], 1), runs.run(sweep.cells[2], 9)];
const id = orderId('mine', some);
const data = writeOrder(seal, 'mine', 7, some);

test('an order is read as it was given', () => {
  expect(readOrder({ id, data }, place)).toEqual({ number: 7, runs: some });
});

test.each([
  ['forged', 'another token', { id, data: writeOrder(new Seal('another token'), 'mine', 7, some) }],
  ['forged', 'a changed run', { id, data: { ...data, body: data.body.replace('[0,1]', '[1,1]') } }],
  ['forged', 'no seal', { id, data: { body: data.body } }],
  ['forged', 'a seal of another length', { id, data: { ...data, seal: data.seal.slice(2) } }],
  ['forged', 'a seal that is no number', { id, data: { ...data, seal: 'x'.repeat(64) } }],
  ['forged', 'nothing', { id, data: undefined }],
  ['forged', 'a body that is no text', { id, data: { ...data, body: { length: 3 } } }],
  [
    'forged',
    'a seal given for an offer',
    { id, data: { ...data, seal: seal.of('offer', data.body).toString('hex') } },
  ],
  ['oversized', 'a long body', { id, data: { ...data, body: 'x'.repeat(2 ** 20 + 1) } }],
  ['replayed', 'another job’s order', { id: orderId('mine', some.slice(1)), data }],
  ['replayed', 'an order of another queue', { id, data: writeOrder(seal, 'other', 7, some) }],
  ['replayed', 'an order that is done with', { id, data: writeOrder(seal, 'mine', 4, some) }],
])('%s: %s', (why, _, job) => {
  expect(() => readOrder(job, place)).toThrow(`refused: ${why}`);
});

test('a job is named by its queue and its runs in order', () => {
  const names = [
    orderId('mine', some),
    orderId('mine', [...some].reverse()),
    orderId('other', some),
    orderId('mine', some.slice(1)),
  ];
  expect(new Set(names).size).toBe(4);
  expect(orderId('mine', [...some])).toBe(id);
});

test('results come as they were sent, from a worker of the same queue only', () => {
  const finished = [{ key: 'a', text: 'one\n', seconds: 0.5 }];
  expect(unpack(seal, 'mine', pack(seal, 'mine', finished))).toEqual(finished);
  expect(unpack(seal, 'other', pack(seal, 'mine', finished))).toBeNull();
  expect(unpack(new Seal('another token'), 'mine', pack(seal, 'mine', finished))).toBeNull();
  const changed = pack(seal, 'mine', finished);
  changed[changed.length - 1] ^= 1;
  expect(unpack(seal, 'mine', changed)).toBeNull();
  expect(unpack(seal, 'mine', Buffer.concat([Buffer.alloc(32), gzipSync('[]')]))).toBeNull();
  expect(unpack(seal, 'mine', Buffer.alloc(5))).toBeNull();
});

test('a token is long and has no spaces', () => {
  expect(checkedToken('0123456789abcdef')).toBe('0123456789abcdef');
  for (const token of ['', '0123456789abcde', '0123456789 abcdef', 'ÄÖÜäöüßÄÖÜäöüßÄÖÜ']) {
    expect(() => checkedToken(token)).toThrow(/expected at least 16/);
  }
});
