import { blank, type Placement } from './placement.ts';

/**
 * A placement filled in, told after cameos 4 and 5 of the workshop pack (G): clusters that an authority drew up, which
 * would rather be networks that schools asked for. Where the pack says nothing of a dimension, its step is assumed.
 */
export function example(): Placement {
  const { evidence } = blank().now;
  return {
    name: 'Winterton clusters',
    district: { schools: 30, deprivation: 0.22 },
    now: {
      goals: { improvement: ['short'], opportunities: ['medium'], resources: [] },
      steps: {
        voluntarism: 'compelled',
        power: 'mixed',
        density: 'heads',
        external: 'broker',
        timeFrame: 'funded',
        spread: 'area',
        schools: 'five',
        direction: 'neither',
        diffuseness: 'members',
        formality: 'agreement',
      },
      evidence: {
        ...evidence,
        goals: 'The chief executive set them out to heads; nobody in the schools was asked.',
        voluntarism: 'Primary schools were told which secondary school they are clustered with.',
        density: 'Staff outside the heads’ offices are wary and unsure of what it is for.',
        external: 'Officers of the authority convene every cluster and explain it.',
        direction: 'Other services are to be added in due course; so far little is done together.',
        diffuseness: 'Membership was drawn up on a map, and some doubt that it fits.',
      },
    },
    wanted: {
      goals: { improvement: ['medium'], opportunities: ['medium', 'long'], resources: [] },
      steps: {
        voluntarism: 'wish',
        power: 'equal',
        density: 'many',
        external: 'regular',
        timeFrame: 'open',
        spread: 'area',
        schools: 'five',
        direction: 'both',
        diffuseness: 'members',
        formality: 'understanding',
      },
      evidence: {
        ...evidence,
        voluntarism: 'Schools name their partners themselves, and say so when they are asked.',
        density: 'A good part of the staff takes part in more than one joint activity.',
        external: 'Services for children are at the table, in joint work rather than by decree.',
        formality: 'Ways of deciding that all can name, short enough for one page.',
      },
    },
  };
}
