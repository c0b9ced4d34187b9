/** What can be done in a room in plain words: what it does, and what it costs, as the model has it. */

import { formatNumber } from '../../analysis/format.ts';
import type { Action } from '../../analysis/room/protocol.ts';

export interface Told {
  /** On the button; a school's name follows where it concerns one. */
  readonly name: string;
  readonly does: string;
  readonly costs: string;
}

/** A judgement so far from 0 is a clear one. An assumption: about half of a head's usual threshold. */
const CLEAR = 0.25;

export const TOLD: Readonly<Record<Action, Told>> = {
  offer: {
    name: 'Offer a partnership',
    does: 'When heads next choose partners, at the end of the term, your school asks this one, whatever your head would have done.',
    costs: 'Your school asks nobody else that term; and if they agree, joint work takes hours of your staff.',
  },
  join: {
    name: 'Join',
    does: 'Your school agrees to this partnership when heads next choose, at the end of the term.',
    costs: 'Joint work takes hours of your staff.',
  },
  decline: {
    name: 'Decline',
    does: 'Your school does not agree to this partnership when heads next choose.',
    costs: 'Whatever it would have brought.',
  },
  leave: {
    name: 'Leave',
    does: 'Your school leaves what it belongs to together with this one.',
    costs: 'What the partnership brought ends; the hours are free again.',
  },
  share: {
    name: 'Share',
    does: 'You hide nothing from staff of other schools: your contacts succeed more often, and more is learned in them.',
    costs: 'A school that competes with yours for pupils learns it too.',
  },
  guard: {
    name: 'Guard',
    does: 'You keep to yourself what you know: a school that competes with yours learns nothing from you.',
    costs: 'Your contacts succeed less often, so trust grows more slowly.',
  },
  'own judgement': {
    name: 'As it comes',
    does: 'You guard as people in your post do: the more a school competes with yours, the more.',
    costs: 'Nothing that would not have been so without you.',
  },
  'spend time': {
    name: 'Hours for other schools',
    does: 'So many hours a week go to work with other schools. With none, you do not come.',
    costs: 'Hours that your week does not hold are overload, and overloaded contacts succeed less often.',
  },
};

/** "Oakfield: offer a partnership", as what was done is listed. */
export function sayAct(action: Action, school: string, hours: number | null): string {
  const of = school === '' ? '' : ` ${school}`;
  switch (action) {
    case 'offer':
      return school === '' ? 'Take the offer back' : `Offer a partnership to${of}`;
    case 'join':
      return `Join${of}`;
    case 'decline':
      return school === '' ? 'Decline all offers' : `Decline${of}`;
    case 'leave':
      return school === '' ? 'Leave every collaborative' : `Leave what you share with${of}`;
    case 'spend time':
      return `${sayHours(hours ?? 0)} for other schools`;
    default:
      return TOLD[action].name;
  }
}

export function sayHours(hours: number): string {
  return `${formatNumber(hours, Number.isInteger(hours) ? 0 : 1)} ${hours === 1 ? 'hour' : 'hours'} a week`;
}

/** Shares from 0 to 1 as people say them. */
export function percent(share: number): string {
  return `${formatNumber(share * 100, 0)} %`;
}

/** A head's own judgement of a partnership: worth it above 0. */
export function sayAdvice(value: number): string {
  if (value > CLEAR) return 'gladly';
  if (value > 0) return 'yes';
  return value > -CLEAR ? 'rather not' : 'no';
}
