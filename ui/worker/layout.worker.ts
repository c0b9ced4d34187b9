/** Computes one layout and says where the schools are. */
import { type LayoutTask, layout } from '../network/layout.ts';

addEventListener('message', ({ data }: MessageEvent<LayoutTask>) => {
  const at = layout(data);
  postMessage(at, { transfer: [at.x.buffer, at.y.buffer] });
});
