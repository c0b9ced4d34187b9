/** The worker that explains: it takes twins forward side by side, and holds splits against chance. */
import { expose } from 'comlink';
import { flipsOf } from '../../analysis/explain/flips.ts';
import { Twins } from '../../analysis/explain/parting.ts';
import type { ExplainWorker } from './explain-contract.ts';
import { begin, provide } from './registers.ts';

let twins: Twins | undefined;

const worker: ExplainWorker = {
  provide,

  async open(a, b, seed) {
    const { run: runA } = await begin(a, seed);
    const { run: runB } = await begin(b, seed);
    twins = new Twins(runA, runB);
    const { schoolX, schoolY, staffSchool } = runA.state;
    return {
      names: runA.names,
      x: schoolX.slice(),
      y: schoolY.slice(),
      schoolOfStaff: staffSchool.slice(),
      parting: twins.parting,
    };
  },

  advance(weeks) {
    if (twins === undefined) throw new Error('The worker holds no twins.');
    twins.advance(weeks);
    return twins.parting;
  },

  flips: flipsOf,
};

expose(worker);
