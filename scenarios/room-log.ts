import { Document, isMap, isSeq } from 'yaml';
import { headOf, type RoomLog } from '../analysis/room/log.ts';
import { plainScenario } from '../sim/index.ts';

/** The log of a room as a scenario's YAML: a decision a line, with the number of whoever took it as a comment. */
export function writeLog(log: RoomLog): string {
  const document = new Document(plainScenario(log.scenario), {
    version: '1.2',
    schema: 'core',
    aliasDuplicateObjects: false,
  });
  const decisions = document.get('decisions');
  // Decisions that the scenario had before the room are nobody's in it.
  const before = log.scenario.decisions.length - log.participants.length;
  if (isSeq(decisions)) {
    decisions.items.forEach((item, i) => {
      if (!isMap(item)) return;
      item.flow = true;
      if (i >= before) item.comment = ` ${log.participants[i - before]}`;
    });
  }
  return `${headOf(log).join('\n')}\n${document.toString({ lineWidth: 0 })}`;
}
