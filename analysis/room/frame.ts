import type { Frame } from '../frames.ts';
import type { PlainFrame } from './protocol.ts';

/** A picture as JSON carries it. */
export function plainFrame(frame: Frame): PlainFrame {
  const whole = (column: ArrayLike<number>) => Array.from(column);
  const rounded = (column: ArrayLike<number>) => Array.from(column, (value) => Math.round(value * 1e4) / 1e4);
  return {
    week: frame.week,
    a: whole(frame.a),
    b: whole(frame.b),
    stage: whole(frame.stage),
    trust: rounded(frame.trust),
    lacks: whole(frame.lacks),
    pupils: rounded(frame.pupils),
    published: rounded(frame.published),
    standing: rounded(frame.standing),
    grade: whole(frame.grade),
    special: whole(frame.special),
    closed: whole(frame.closed),
    memberships: whole(frame.memberships),
    forms: whole(frame.forms),
  };
}

/** The picture in a message. */
export function frameFrom(plain: PlainFrame): Frame {
  return {
    week: plain.week,
    a: Uint16Array.from(plain.a),
    b: Uint16Array.from(plain.b),
    stage: Uint8Array.from(plain.stage),
    trust: Float32Array.from(plain.trust),
    lacks: Uint8Array.from(plain.lacks),
    pupils: Float32Array.from(plain.pupils),
    published: Float32Array.from(plain.published),
    standing: Float32Array.from(plain.standing),
    grade: Uint8Array.from(plain.grade),
    special: Uint8Array.from(plain.special),
    closed: Uint8Array.from(plain.closed),
    memberships: Int16Array.from(plain.memberships),
    forms: Uint8Array.from(plain.forms),
  };
}
