/** The keys of a session, in both of its windows; those of remote controls for slides are among them. */

export type SessionKey =
  | 'next'
  | 'back'
  | 'first'
  | 'last'
  | 'answer'
  | 'clock'
  | 'black'
  | 'white'
  | 'full'
  | 'notes'
  | 'window'
  | 'keys'
  | 'leave';

interface Row {
  readonly key: SessionKey;
  /** As `KeyboardEvent.key` has them, letters small. */
  readonly pressed: readonly string[];
  /** As they are called. */
  readonly named: string;
  readonly does: string;
  /** The windows in which it does something. */
  readonly where: 'both' | 'projector';
}

export const SESSION_KEYS: readonly Row[] = [
  {
    key: 'next',
    pressed: ['ArrowRight', 'PageDown'],
    named: 'Right arrow, Page Down',
    does: 'the next step',
    where: 'both',
  },
  {
    key: 'back',
    pressed: ['ArrowLeft', 'PageUp'],
    named: 'Left arrow, Page Up',
    does: 'the step before',
    where: 'both',
  },
  { key: 'first', pressed: ['Home'], named: 'Home', does: 'the first step', where: 'both' },
  { key: 'last', pressed: ['End'], named: 'End', does: 'the last step', where: 'both' },
  {
    key: 'answer',
    pressed: ['r'],
    named: 'R',
    does: 'show what the model says, or hide it for another group',
    where: 'both',
  },
  { key: 'clock', pressed: ['t'], named: 'T', does: 'start the clock, or pause it', where: 'both' },
  {
    key: 'black',
    pressed: ['b', '.'],
    named: 'B, full stop',
    does: 'a black screen for the room, and back',
    where: 'both',
  },
  {
    key: 'white',
    pressed: ['w', ','],
    named: 'W, comma',
    does: 'a white screen for the room, and back',
    where: 'both',
  },
  {
    key: 'full',
    pressed: ['f'],
    named: 'F',
    does: 'large type on the full screen, and out of the full screen',
    where: 'projector',
  },
  {
    key: 'notes',
    pressed: ['n'],
    named: 'N',
    does: 'notes, clock and next step in this window, and away',
    where: 'projector',
  },
  {
    key: 'window',
    pressed: ['p'],
    named: 'P',
    does: 'the same in a window of its own, for your screen',
    where: 'projector',
  },
  { key: 'keys', pressed: ['?'], named: '?', does: 'these keys', where: 'both' },
  { key: 'leave', pressed: ['Escape'], named: 'Escape', does: 'back to the page', where: 'projector' },
];

/** Where keys of their own are needed, those of a session stand back. */
const OWN_KEYS = 'input, select, textarea, [role=application], dialog';

/**
 * What a key asks for in a session; null where it is somebody else's. Keys of one character count only where their
 * reader has not switched them off (`letters`).
 */
export function sessionKey(event: KeyboardEvent, letters: boolean): SessionKey | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const { target } = event;
  if (target instanceof Element && target.closest(OWN_KEYS) !== null) return null;
  const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (pressed.length === 1 && !letters) return null;
  return SESSION_KEYS.find((row) => row.pressed.includes(pressed))?.key ?? null;
}
