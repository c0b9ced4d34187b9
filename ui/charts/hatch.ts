/** Fills that differ in their strokes as well as in colour, for print and for eyes that see few colours. */
const TILE = 8;
const made = new Map<string, CanvasPattern | string>();

/** Stage 1 dots, 2 falling strokes, 3 rising strokes, 4 solid. */
export function hatch(stage: number, colour: string, paper: string): CanvasPattern | string {
  const key = `${stage} ${colour} ${paper}`;
  let fill = made.get(key);
  if (fill === undefined) {
    fill = draw(stage, colour, paper);
    made.set(key, fill);
  }
  return fill;
}

function draw(stage: number, colour: string, paper: string): CanvasPattern | string {
  const canvas = document.createElement('canvas');
  canvas.width = TILE;
  canvas.height = TILE;
  const context = canvas.getContext('2d');
  if (context === null || stage >= 4) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, TILE, TILE);
  context.strokeStyle = paper;
  context.fillStyle = paper;
  context.globalAlpha = 0.55;
  context.lineWidth = 1;
  if (stage === 1) {
    context.fillRect(1, 1, 1.5, 1.5);
    context.fillRect(5, 5, 1.5, 1.5);
  } else {
    const up = stage === 3;
    for (const shift of [-TILE, 0, TILE]) {
      context.beginPath();
      context.moveTo(shift, up ? TILE : 0);
      context.lineTo(shift + TILE, up ? 0 : TILE);
      context.stroke();
    }
  }
  return context.createPattern(canvas, 'repeat') ?? colour;
}
