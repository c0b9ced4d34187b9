import { formatNumber } from '../format.ts';
import { phraseOf, type Spoken } from '../sentence.ts';
import type { ScenarioAnalysis, SweepAnalysis } from './analysis.ts';
import type { Discovery } from './discovery.ts';
import type { ElementaryEffects } from './morris.ts';
import { type Best, isSure, type Ranking, type Region } from './rankings.ts';
import type { SobolIndices } from './sobol.ts';
import { decimalsFor, limitText, list, part, percent, range } from './words.ts';

/** What an analysis says, in plain sentences that name what they stand on. */

export type MetricOf = (key: string) => Spoken;

/** What was found of each outcome, in order, and of the runs of interest. */
export function findings(analysis: SweepAnalysis, metricOf: MetricOf): string[] {
  const { outcomes, scenarios, factors, discovery } = analysis;
  const sentences = outcomes.flatMap((outcome) => {
    const metric = metricOf(outcome.metric);
    const drivers = outcome.scenarios.flatMap((one) => {
      const said = driverSentence(one, factors, metric);
      const where = scenarios.length > 1 ? ` in ${one.scenario}` : '';
      return said === null ? [] : [`${capital(phraseOf(metric).subject)}${where}: ${said}`];
    });
    return [...drivers, ...outcome.rankings.map((ranking) => rankingSentence(ranking, metric))];
  });
  return discovery === null ? sentences : [...sentences, discoverySentence(discovery, metricOf)];
}

/** Which factors an outcome hangs on; null where the design does not tell. */
function driverSentence(
  { sobol, morris, profiles }: ScenarioAnalysis,
  factors: readonly string[],
  metric: Spoken,
): string | null {
  if (sobol !== null) return sobolSentence(sobol, factors);
  if (morris !== null) return morrisSentence(morris, metric);
  const shares = profiles.flatMap(({ factor, share, p }) =>
    share === null || p === null ? [] : [{ factor, share, p }],
  );
  const clear = shares
    .filter(({ share, p }) => share >= 0.01 && p < 0.05 / shares.length)
    .sort((a, b) => b.share - a.share);
  if (shares.length === 0) return null;
  if (clear.length === 0) return 'no factor by itself surely accounts for any of the variance between cells.';
  const [first, ...others] = clear.slice(0, 3);
  const rest = others.map(({ factor, share }) => `${factor} for ${percent(share)}`);
  return `${first.factor} by itself accounts for ${percent(first.share)} of the variance between cells${rest.length > 0 ? `, ${list(rest)}` : ''}.`;
}

function sobolSentence({ factors: indices, rows }: SobolIndices, factors: readonly string[]): string {
  if (indices === null) return 'the outcome does not vary over the design.';
  const all = indices.map((index, i) => ({ ...index, factor: factors[i] }));
  const order = [...all].sort((a, b) => b.total - a.total);
  const clear = order.filter(({ totalUnsure }) => !totalUnsure).slice(0, 3);
  if (clear.length === 0) return `${rows} rows are too few to tell any factor from nothing.`;
  const told = clear.map(({ factor, first, total, totalInterval }, i) => {
    const interval =
      totalInterval === null ? '' : ` (95 % interval ${totalInterval.map(percent).join(' to ')})`;
    const of = i === 0 ? ' of the variance' : '';
    return `${factor}${i === 0 ? ' accounts' : ''} for ${percent(Math.max(0, first))}${of} by itself and ${percent(total)} with its interactions${interval}`;
  });
  return `${told.join('; ')}.`;
}

function morrisSentence(effects: readonly ElementaryEffects[], metric: Spoken): string {
  const known = effects.flatMap((effect) =>
    effect.muStar === null ? [] : [{ ...effect, muStar: effect.muStar }],
  );
  const order = known.sort((a, b) => b.muStar - a.muStar);
  const clear = order.filter(({ muStar, unsure, luck }) => !unsure && muStar > 2 * (luck ?? 0)).slice(0, 3);
  if (clear.length === 0) return 'no factor can be told from luck.';
  const decimals = decimalsFor(metric, clear[clear.length - 1].muStar);
  const size = (muStar: number) => formatNumber(muStar, decimals);
  const [first, ...others] = clear;
  const rest = others.map(({ factor, muStar }) => `${factor} by ${size(muStar)}`);
  return `${first.factor} moves it most, by ${size(first.muStar)} on average over its range or between its levels${rest.length > 0 ? `; then ${list(rest)}` : ''}.`;
}

function rankingSentence(ranking: Ranking, metric: Spoken): string {
  const { factor, best, regimes, pairs, turns, matched } = ranking;
  const [first, second] = regimes;
  const [lead] = pairs;
  const { difference, interval } = lead;
  const { subject, unit } = phraseOf(metric);
  const decimals = decimalsFor(metric, interval === null ? difference : interval[1] - interval[0]);
  const number = (x: number) => formatNumber(x, decimals);
  const size = `${number(Math.abs(difference))}${unit === undefined ? '' : ` ${unit}`}`;
  const ends = interval && (difference < 0 ? ([-interval[1], -interval[0]] as const) : interval);
  const evidence = ends === null ? 'no interval' : `95 % interval ${range(ends, decimals)}`;
  const ahead = isSure(lead)
    ? `${size} ${best === 'highest' ? 'above' : 'below'} the next, ${second.level} (${evidence})`
    : `not surely ahead of ${second.level} (${size}, ${evidence})`;
  const at = matched ? 'of points and replicates' : 'of draws of one cell each';
  const flips = turns.filter(({ flips }) => flips);
  const surest = flips.filter((turn) => turn.sure);
  const turnsText =
    turns.length === 0
      ? ''
      : flips.length === 0
        ? ` It stays ${best} whatever value any other factor has.`
        : surest.length === 0
          ? ` Another is ${best} in places, but never surely.`
          : ` ${surest.map((turn) => turnSentence(turn.factor, turn.regions, best)).join(' ')}`;
  return `${capital(subject)} by ${factor}: ${best} under ${first.level}, ${ahead}; ${best} at ${percent(first.probability)} ${at}.${turnsText}`;
}

function turnSentence(factor: string, regions: readonly Region[], end: Best): string {
  const other = regions.filter(({ lead }) => isSure(lead));
  const told = other.map(({ where, best }) => `${best} where ${factor} is ${part(where)}`);
  return `${capital(end)} is ${list(told)}.`;
}

function discoverySentence(
  { where, rate, box }: NonNullable<SweepAnalysis['discovery']>,
  metricOf: MetricOf,
): string {
  const conditions = where.map(
    ({ metric, side, value }) => `${phraseOf(metricOf(metric)).subject} ${side} ${value}`,
  );
  const what = `Runs with ${list(conditions)}`;
  if (box === null)
    return `${what}: ${rate > 0 ? 'all' : 'none'} of the runs, so that no setting sets them apart.`;
  return `${what} are ${percent(rate)} of all. ${boxSentence(box)}`;
}

function boxSentence({ box }: Discovery): string {
  if (box.limits.length === 0) return 'No setting of the factors makes them surely more common.';
  return `They are ${percent(box.density)} of the runs where ${list(box.limits.map(limitText))}, which holds ${percent(box.coverage)} of them in ${percent(box.mass)} of the cells.`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A level of noise in the cells' means from which readers should hear of it. */
const MUCH_NOISE = 0.2;

/** What to read with care, and why. */
export function cautions(analysis: SweepAnalysis, metricOf: MetricOf): string[] {
  const { outcomes, scenarios, factors } = analysis;
  const said = outcomes.flatMap((outcome) => {
    const { label } = metricOf(outcome.metric);
    const own = outcome.scenarios.flatMap((one) => {
      const where = scenarios.length > 1 ? `${label}, ${one.scenario}` : label;
      return scenarioCautions(one, factors).map((line) => `${where}: ${line}`);
    });
    const needs = outcome.needs;
    if (needs?.overPowered) {
      own.push(
        `${label}: ${needs.replicates} replicates are more than twice those that the difference named needs; differences too small to matter will come out as significant too.`,
      );
    }
    if (needs?.width != null && needs.width.reached < needs.width.cells) {
      const { cells, reached, width } = needs.width;
      own.push(
        `${label}: in ${cells - reached} of ${cells} cells the interval is still wider than ${width}, at the most replicates that the plan allows.`,
      );
    }
    return own;
  });
  return [...said, ...discoveryCautions(analysis.discovery?.box ?? null)];
}

function scenarioCautions(
  { summary, noise, sobol, morris }: ScenarioAnalysis,
  factors: readonly string[],
): string[] {
  const lines: string[] = [];
  if (summary.failed > 0)
    lines.push(`${summary.failed} of ${summary.n + summary.failed} runs gave no value and are left out.`);
  if (noise === null && summary.n > 0)
    lines.push('one replicate a cell does not tell the luck of a run from the effect of the settings.');
  if (noise?.share != null && noise.share >= MUCH_NOISE) {
    lines.push(`${percent(noise.share)} of the variance between cells is luck.`);
  }
  const unsure = sobol?.factors?.flatMap((one, i) => (one.totalUnsure ? [factors[i]] : [])) ?? [];
  if (unsure.length > 0) lines.push(`too few rows to tell from nothing: the total index of ${list(unsure)}.`);
  if (sobol !== null && sobol.missing > 0)
    lines.push(`${sobol.missing} of ${sobol.rows + sobol.missing} rows miss an outcome and are left out.`);
  const lucky = sobol?.factors?.flatMap(({ luck, total }, i) =>
    luck !== null && luck > total / 2 ? [factors[i]] : [],
  );
  if (lucky !== undefined && lucky.length > 0)
    lines.push(`luck makes half of the total index or more: ${list(lucky)}.`);
  const vague = morris?.flatMap(({ unsure: one, factor }) => (one ? [factor] : [])) ?? [];
  if (vague.length > 0) lines.push(`too few trajectories to tell from nothing: mu* of ${list(vague)}.`);
  return lines;
}

function discoveryCautions(discovery: Discovery | null): string[] {
  if (discovery === null) return [];
  const weak = discovery.restrictions.filter(({ reproduced }) => reproduced < 0.5);
  if (weak.length === 0) return [];
  return [
    `The box: fewer than half of the random halves of the cells restrict ${list(weak.map(({ limit }) => limit.factor))} too.`,
  ];
}
