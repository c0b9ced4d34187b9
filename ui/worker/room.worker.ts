/** The worker of a room on one screen: the room of a server, without one. Nobody is in it but its host. */
import { expose } from 'comlink';
import { Play, tooLarge } from '../../analysis/room/play.ts';
import { fromHost, readText, type ToHost } from '../../analysis/room/protocol.ts';
import { Room } from '../../analysis/room/room.ts';
import { writeLog } from '../../scenarios/room-log.ts';
import type { RoomWorker } from './room-contract.ts';

let tell: (text: string) => void = () => {};
let play: Play | null = null;

const say = (message: ToHost) => tell(JSON.stringify(message));

const room = new Room({
  tell() {},
  tellHosts: say,
  // Answered when the room has said what it has to say: it is in the middle of a sentence when it asks.
  ask: (ask) =>
    queueMicrotask(() => {
      if (play === null) return;
      room.played(play.answer(ask, (week) => room.played({ answer: 'at', week })));
      room.flush();
    }),
  part() {},
  token: () => '',
});

const worker: RoomWorker = {
  begin(to) {
    tell = to;
    say({ type: 'room', room: room.state() });
  },

  open(scenario, seed) {
    const large = tooLarge(scenario, null);
    if (large !== null) return large;
    play = new Play(scenario, seed === '' ? null : seed, null);
    room.opened(play.ground());
    room.flush();
    return '';
  },

  hear(text) {
    const message = readText(fromHost, text);
    if (message === null) throw new Error('The room did not understand the page.');
    room.heardHost(message);
    room.flush();
    if (room.phase === 'closed') play = null;
  },

  log() {
    const answer = play?.answer({ ask: 'check' }, () => {});
    if (answer?.answer !== 'checked') throw new Error('There is no run yet.');
    return writeLog(room.log(answer.checked));
  },
};

expose(worker);
