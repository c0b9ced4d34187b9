/** Pictures of why two scenarios differ: shares by mechanism, how a difference spreads, where the order turns. */
import type { Split } from '../../analysis/explain/flips.ts';
import { sharePercent, shareRange, signed, splitText } from '../../analysis/explain/words.ts';
import { decimalsToShow, formatNumber } from '../../analysis/format.ts';
import { lineDrawing } from '../../analysis/report/drawing.ts';
import { markup } from '../../analysis/report/markup.ts';
import { type RowFigure, rowKeys, rowsDrawing } from '../../analysis/report/rows.ts';
import { scatterDrawing } from '../../analysis/report/scatter.ts';
import { INK, type Key, LEFT, RIGHT, RULE, sheet } from '../../analysis/report/sheet.ts';
import { factorValue } from '../../analysis/sensitivity/words.ts';
import type { NumberFactor } from '../../analysis/sweep/plan.ts';
import { type Metric, VERSION, WEEKS_A_YEAR } from '../../sim/index.ts';
import { bandOf, type Parted, partedOf, WORDS } from '../charts/parted.ts';
import { markPath } from '../charts/scatter.ts';
import { SPREAD_LOOKS, type SpreadLine } from '../charts/spread.ts';
import { ticksBetween } from '../charts/ticks.ts';
import { fileStem } from '../state/download.ts';
import { datesOf, type Mark } from '../state/settings.ts';
import { LOW, type MechanismRow, placeOfShare } from '../state/why/mechanisms.svelte.ts';
import type { Subject } from '../state/why/subject.ts';
import { PAPER } from './colours.ts';
import type { Picture } from './pictures.ts';

const between = ({ a, b }: Subject) => `A: ${a.name}; ${b.letter}: ${b.name}. Collegium ${VERSION}.`;
const stemOf = ({ a, b }: Subject, what: string) => `${fileStem(`${a.name} ${b.name}`)}-${fileStem(what)}`;

/** The share of the difference that is gone without each mechanism. */
export function mechanismsPicture(
  subject: Subject,
  spoken: Metric,
  rows: readonly MechanismRow[],
  n: string,
): Picture {
  const drawn = rows.map(({ title, share }) => {
    const { interval } = share;
    const figure: RowFigure = {
      centre: share.share === null ? null : placeOfShare(share.share),
      interval: interval === null ? null : [placeOfShare(interval[0]), placeOfShare(interval[1])],
      base: placeOfShare(0),
      bar: true,
      clear: interval !== null && (interval[0] > 0 || interval[1] < 0),
      colour: PAPER.difference,
    };
    const cells = [
      share.share === null ? 'none told' : sharePercent(share.share),
      interval === null ? 'none' : shareRange(interval),
      signed(spoken, share.with),
      signed(spoken, share.without),
      String(share.pairs),
    ];
    return { head: title, figure, cells };
  });
  const unit = spoken.unit === '' ? '' : `, ${spoken.unit}`;
  const svg = rowsDrawing({
    title: `Share of the difference ${subject.b.letter} minus A in ${spoken.label} that is gone without a mechanism`,
    summary: `Shares of ${rows.length} mechanisms: ${rows
      .slice(0, 3)
      .map(({ title }, i) => `${title} ${drawn[i].cells[0]}`)
      .join(', ')}.`,
    unit: `share of the difference, per cent; differences in the unit of the outcome${unit}`,
    keys: rowKeys('told apart from 0', 'the interval holds 0', PAPER.difference),
    head: 'Without',
    columns: [
      { title: 'Share gone', width: 65 },
      { title: '95 % interval', width: 95 },
      { title: 'Difference with', width: 90 },
      { title: 'and without', width: 70 },
      { title: 'Pairs', width: 30 },
    ],
    groups: [{ title: '', rows: drawn }],
    ticks: [0, 0.5, 1].map((tick) => ({ at: placeOfShare(tick), text: `${100 * tick} %` })),
    provenance: `${n} Shares below ${sharePercent(LOW)} and above 150 % stand at the edge. ${between(subject)}`,
  }).text;
  return { stem: stemOf(subject, `${spoken.key} mechanisms`), svg };
}

/** Shares for whom it differs between twin runs, week by week. */
export function spreadPicture(
  subject: Subject,
  seed: string,
  weeks: number,
  lines: readonly SpreadLine[],
  marks: readonly Mark[],
  summary: string,
): Picture {
  const colours = [PAPER.difference, PAPER.ink, PAPER.muted];
  const svg = lineDrawing({
    title: 'How the difference between twin runs spreads',
    summary,
    unit: 'share for whom what people have done differs',
    years: weeks / WEEKS_A_YEAR,
    areas: [],
    lines: lines.map(({ name, shares }, i) => ({
      label: name,
      values: shares,
      colour: colours[i],
      dash: SPREAD_LOOKS[i].dash,
      every: 1 / WEEKS_A_YEAR,
    })),
    marks: datesOf(marks).map(({ week, marks }) => ({
      year: week / WEEKS_A_YEAR,
      label: marks.map(({ sides }) => sides).join(', '),
    })),
    zero: false,
    provenance: `n = 1 pair of runs, compared exactly: no interval; seed ${seed}. ${between(subject)}`,
  }).text;
  return { stem: stemOf(subject, 'twins'), svg };
}

const MAP = 420;

/** Schools where they lie, by when they part. */
export function partedPicture(subject: Subject, seed: string, of: Parted): Picture {
  const { x, y, partedIn } = of;
  const { first, counts, west, south, width, height } = partedOf(of);
  const scale = Math.min((RIGHT - LEFT) / width, MAP / height);
  /** By band, the first the strongest: colour, opacity, radius. */
  const look = [
    [INK, 1, 5.5],
    [PAPER.difference, 1, 4.5],
    [PAPER.difference, 0.62, 3.6],
    [PAPER.difference, 0.34, 3],
  ] as const;
  const dot = (band: number, cx: number, cy: number) =>
    band < look.length
      ? markup`<circle cx="${round(cx)}" cy="${round(cy)}" r="${look[band][2]}" fill="${look[band][0]}" fill-opacity="${look[band][1]}" stroke="#ffffff" stroke-width="0.6"/>`
      : markup`<circle cx="${round(cx)}" cy="${round(cy)}" r="2.6" fill="none" stroke="${PAPER.control}"/>`;
  const keys = WORDS.flatMap((word, band): Key[] =>
    counts[band] === 0
      ? []
      : [{ label: `${word} (${counts[band]})`, mark: (left, at) => dot(band, left + 15, at) }],
  );
  const order = Array.from(x, (_, i) => ({ i, band: bandOf(partedIn[i], first, of.weeks) })).sort(
    (p, q) => q.band - p.band,
  );
  const title = 'Which schools part first between twin runs';
  const svg = sheet(
    {
      title,
      summary: `${title}: ${counts.map((n, i) => `${n} ${WORDS[i]}`).join(', ')}.`,
      unit: 'week in which what its staff have done first differs; places in kilometres, north is up',
      keys,
      provenance: `${x.length} schools; n = 1 pair of runs, compared exactly: no interval; seed ${seed}; the first part in week ${first}. ${between(subject)}`,
    },
    height * scale + 16,
    (top) => [
      markup`<rect x="${LEFT - 8}" y="${top - 8}" width="${round(width * scale + 16)}" height="${round(height * scale + 16)}" fill="none" stroke="${RULE}"/>
`,
      order.map(({ i, band }) =>
        dot(band, LEFT + (x[i] - west) * scale, top + (south + height - y[i]) * scale),
      ),
    ],
  ).text;
  return { stem: stemOf(subject, 'twins map'), svg };
}

const round = (value: number) => Math.round(value * 100) / 100;

/** The difference under each setting of what is assumed, against one assumption. */
export function flipsPicture(
  subject: Subject,
  spoken: Metric,
  of: {
    readonly factor: NumberFactor;
    readonly now: number;
    readonly name: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
    readonly usual: 1 | -1;
    readonly split: Split | null;
    readonly provenance: string;
  },
): Picture {
  const { factor, now, name, points, usual, split } = of;
  const { from, to, scale } = factor;
  const reach = Math.max(...points.map(({ y }) => Math.abs(y))) || 1;
  const low = Math.min(0, ...points.map(({ y }) => y)) - 0.06 * reach;
  const high = Math.max(0, ...points.map(({ y }) => y)) + 0.06 * reach;
  const { values } = ticksBetween(low, high, 6);
  const turned = (y: number) => Math.sign(y) === -usual;
  const cloud = (label: string, key: 'a' | 'd', colour: string, which: boolean) => ({
    label,
    colour,
    opacity: 0.75,
    shape: (px: number, py: number, size: number) => markPath(key, px, py, size),
    points: points.filter(({ y }) => turned(y) === which).map(({ x, y }) => [x, y] as const),
  });
  const svg = scatterDrawing({
    title: `Difference ${subject.b.letter} minus A in ${spoken.label}, by setting`,
    summary: `Scatter of ${points.length} settings: the difference against ${name}; the order is turned in ${points.filter(({ y }) => turned(y)).length}.`,
    unit: `one mark a setting of what is assumed; differences in the unit of the outcome${spoken.unit === '' ? '' : `, ${spoken.unit}`}`,
    x: {
      title: `${name}${scale === 'log' ? ' (logarithmic)' : ''}`,
      place: (value) =>
        scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from),
      ticks: [...new Set([from, now, to])].map((at) => ({
        at,
        text: `${factorValue(at)}${at === now ? ' as it stands' : ''}`,
      })),
    },
    y: {
      title: `${subject.b.letter} minus A`,
      place: (value) => (value - low) / (high - low),
      ticks: values.map((value) => {
        const at = Math.abs(value) < 1e-12 ? 0 : value;
        return { at, text: `${at > 0 ? '+' : ''}${formatNumber(at, decimalsToShow(spoken, reach))}` };
      }),
    },
    zero: { x: false, y: true },
    threshold:
      split === null
        ? null
        : {
            at: split.threshold,
            label: `best threshold, turned ${splitText(split)}`,
            colour: PAPER.difference,
          },
    clouds: [cloud('usual order', 'a', PAPER.muted, false), cloud('turned', 'd', PAPER.difference, true)],
    provenance: `${of.provenance} ${between(subject)}`,
  }).text;
  return { stem: stemOf(subject, `${spoken.key} flips`), svg };
}
