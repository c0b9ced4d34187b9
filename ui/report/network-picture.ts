/** The network of a week as a picture: what the page draws, in colours for paper, with what its strokes stand for. */
import { markup } from '../../analysis/report/markup.ts';
import { type Key, LEFT, RIGHT, RULE, sheet } from '../../analysis/report/sheet.ts';
import { STAGES, VERSION } from '../../sim/index.ts';
import { CORE, DASHES, type Look, widthOf } from '../network/look.ts';
import type { Positions } from '../network/members.ts';
import { paint, sceneOf } from '../network/paint.ts';
import { SvgPen } from '../network/pen.ts';
import { fileStem } from '../state/download.ts';
import type { Frame, Place } from '../worker/contract.ts';
import { PAPER } from './colours.ts';
import type { Picture } from './pictures.ts';

export interface Pictured {
  readonly place: Place;
  readonly frame: Frame;
  readonly at: Positions;
  /** As on the page; the picture has a size of its own, and shows the same part. */
  readonly look: Look;
  /** What it is called, and what it holds in words. */
  readonly label: string;
  readonly summary: string;
  readonly seed: string;
}

const WIDE = RIGHT - LEFT + 42;
const LEFT_EDGE = 16;
const MIDDLING = 0.6;

export function networkPicture({ place, frame, at, look, label, summary, seed }: Pictured): Picture {
  const height = Math.round((WIDE * look.height) / Math.max(1, look.width));
  const scene = sceneOf(place, frame, at, { ...look, theme: PAPER, width: WIDE, height });
  const pen = new SvgPen(measured());
  paint(pen, scene);
  const keys = STAGES.flatMap((_, stage) => (stage > 0 && look.stages[stage] ? [stageKey(stage)] : []));
  const svg = sheet(
    {
      title: label,
      summary,
      unit: `${look.map ? 'Places in kilometres, north is up.' : 'Schools that were long and closely related lie near one another; places have no other meaning.'} Larger dots: larger schools; rings: in special measures; crosses: closed. Wider lines: more trust, 0 to 1.${look.collaboratives ? ' Outlines: collaboratives.' : ''}`,
      keys,
      provenance: `${summary} n = 1 run, drawn as it is, so no interval; seed ${seed}; Collegium ${VERSION}.`,
    },
    height + 8,
    (
      top,
    ) => markup`<svg x="${LEFT_EDGE}" y="${top}" width="${WIDE}" height="${height}" viewBox="0 0 ${WIDE} ${height}">
${pen.drawn}</svg><rect x="${LEFT_EDGE}" y="${top}" width="${WIDE}" height="${height}" fill="none" stroke="${RULE}"/>`,
    { left: LEFT_EDGE },
  ).text;
  return { stem: fileStem(label), svg };
}

/** Widths as this browser's own fonts have them. */
function measured(): (text: string, font: string) => TextMetrics {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) throw new Error('This browser draws no pictures.');
  return (text, font) => {
    context.font = font;
    return context.measureText(text);
  };
}

function stageKey(stage: number): Key {
  const width = widthOf(stage, MIDDLING);
  const dashes = DASHES[stage].map((length) => length * width).join(' ');
  return {
    label: STAGES[stage],
    mark: (x, y) =>
      markup`<path d="M${x} ${y}h30" fill="none" stroke="${PAPER.stages[stage]}" stroke-width="${width}" stroke-linecap="round"${
        dashes === '' ? null : markup` stroke-dasharray="${dashes}"`
      }/>${stage === STAGES.length - 1 ? markup`<path d="M${x - 2} ${y}h34" stroke="${PAPER.raised}" stroke-width="${width * CORE}"/>` : null}`,
  };
}
