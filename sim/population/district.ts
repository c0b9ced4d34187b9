import type { Draw } from '../draw.ts';
import { STREAM } from '../draw.ts';
import { clamp, exp } from '../math/index.ts';
import type { SchoolRecord } from '../plan.ts';
import { number, type Values } from '../schema.ts';

/** A generated district: schools in a round area, poorer towards its centre, with rolls and denominations by lot. */
export const params = {
  schools: number({
    default: 60,
    min: 2,
    max: 30000,
    unit: 'schools',
    integer: true,
    structural: true,
    doc: 'Schools in the district.',
    source: 'scenario',
  }),
  secondaryShare: number({
    default: 0,
    min: 0,
    max: 1,
    unit: 'share',
    structural: true,
    doc: 'Share of secondary schools among them.',
    source: 'scenario',
  }),
  density: number({
    default: 0.8,
    min: 0.001,
    max: 20,
    unit: 'schools a square km',
    structural: true,
    doc: 'How densely schools lie: near 1 in towns, 0.05 in the country.',
    source: 'assumption; Hampshire has about 0.1',
  }),
  deprivation: number({
    default: 0.22,
    min: 0,
    max: 1,
    unit: 'share of pupils',
    structural: true,
    doc: 'Mean share of pupils of low means.',
    source: 'assumption',
  }),
  deprivationSpread: number({
    default: 0.12,
    min: 0,
    max: 0.5,
    unit: 'share of pupils',
    structural: true,
    doc: 'Standard deviation of that share between schools.',
    source: 'assumption',
  }),
  centrePoverty: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    structural: true,
    doc: 'How much of that difference runs from the centre to the edge.',
    source: 'assumption',
  }),
  faithShare: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share',
    structural: true,
    doc: 'Share of schools with a denomination.',
    source: 'assumption; Hampshire has 0.31',
  }),
  primaryRoll: number({
    default: 260,
    min: 20,
    max: 2000,
    unit: 'pupils',
    structural: true,
    doc: 'Mean roll of a primary school.',
    source: 'assumption; Hampshire has about 250',
  }),
  secondaryRoll: number({
    default: 950,
    min: 50,
    max: 4000,
    unit: 'pupils',
    structural: true,
    doc: 'Mean roll of a secondary school.',
    source: 'assumption',
  }),
  rollSpread: number({
    default: 0.35,
    min: 0,
    max: 1.5,
    unit: 'log points',
    structural: true,
    doc: 'Spread of rolls around the mean.',
    source: 'assumption',
  }),
  spare: number({
    default: 0.08,
    min: 0,
    max: 1,
    unit: 'share',
    structural: true,
    doc: 'Places beyond the roll.',
    source: 'assumption',
  }),
};

/** The schools of the district, reference numbers 1 to n. */
export function generate(p: Values<typeof params>, draw: Draw): SchoolRecord[] {
  draw.open(STREAM.population, -1);
  const radius = Math.sqrt(p.schools / (p.density * Math.PI));
  const records: SchoolRecord[] = [];
  const secondaries = Math.round(p.schools * p.secondaryShare);
  for (let a = 0; a < p.schools; a++) {
    const secondary = a < secondaries;
    const { x, y } = place(draw, a, radius);
    const centre = 1 - Math.sqrt(x * x + y * y) / radius; // 1 in the middle, mean 1/3
    const slope = (centre - 1 / 3) * 4.2426 * p.centrePoverty; // the standard deviation of centre is 0.2357
    const chance = Math.sqrt(1 - p.centrePoverty * p.centrePoverty) * draw.normal(a, 2);
    const roll = Math.max(
      20,
      Math.round(
        (secondary ? p.secondaryRoll : p.primaryRoll) *
          exp(p.rollSpread * draw.normal(a, 3) - (p.rollSpread * p.rollSpread) / 2),
      ),
    );
    const grade = draw.uniform(a, 4);
    const faith = draw.uniform(a, 5);
    records.push({
      id: a + 1,
      name: `${secondary ? 'Secondary' : 'Primary'} school ${a + 1}`,
      phase: secondary ? 'secondary' : 'primary',
      lowAge: secondary ? 11 : 4,
      highAge: secondary ? 16 : 11,
      x,
      y,
      roll: Math.min(roll, 8000),
      places: Math.round(Math.min(roll, 8000) * (1 + p.spare)),
      deprivation: clamp(p.deprivation + p.deprivationSpread * (slope + chance), 0.01, 0.95),
      denomination:
        faith < p.faithShare * 0.85 ? 'Church of England' : faith < p.faithShare ? 'Roman Catholic' : '',
      grade: grade < 0.18 ? 1 : grade < 0.88 ? 2 : grade < 0.98 ? 3 : 4,
      attainment: null,
      bonds: [],
    });
  }
  return records;
}

/** A point of the disc, evenly: the first of a few tries in the square that falls inside. */
function place(draw: Draw, a: number, radius: number): { x: number; y: number } {
  for (let attempt = 0; ; attempt++) {
    const x = 2 * draw.uniform(a, 64 + 2 * attempt) - 1;
    const y = 2 * draw.uniform(a, 65 + 2 * attempt) - 1;
    if (x * x + y * y <= 1) return { x: x * radius, y: y * radius };
  }
}
