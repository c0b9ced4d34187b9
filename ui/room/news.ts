/** What changed for a school between two looks at it, as sentences: the most telling first. */
import { formatNumber } from '../../analysis/format.ts';
import type { View } from '../../analysis/room/protocol.ts';
import { STAGES } from '../../sim/index.ts';

const LONGEST = 8;

export function newsOf(before: View, after: View): string[] {
  const news: string[] = [];
  if (after.closed && !before.closed) news.push('Your school has closed.');
  const offering = after.offers.filter(({ school }) => !before.offers.some((one) => one.school === school));
  if (offering.length > 0) news.push(`${listed(offering)} would work with you.`);
  news.push(...relations(before, after));
  if (after.published !== null && after.published !== before.published) {
    const was = before.published === null ? '' : ` (${formatNumber(before.published, 1)} before)`;
    news.push(`Your results have come out: ${formatNumber(after.published, 1)} points${was}.`);
  }
  if (after.grade !== before.grade)
    news.push(`Inspectors have been: your grade is ${after.grade} (${before.grade} before; 1 is best).`);
  if (after.special && !before.special) news.push('Your school is in special measures.');
  if (!after.special && before.special) news.push('Your school is out of special measures.');
  return news.length === 0 ? ['Nothing that shows has changed at your school.'] : news.slice(0, LONGEST);
}

/** What became of relations; schools of which the same is to be said are said together. */
function relations(before: View, after: View): string[] {
  const were = new Map(before.partners.map((one) => [one.school, one]));
  const are = new Set(after.partners.map(({ school }) => school));
  const of = (holds: (now: View['partners'][number], from: number, was: boolean) => boolean) =>
    after.partners.filter((now) => {
      const was = were.get(now.school);
      return holds(now, was?.stage ?? 0, was?.together ?? false);
    });
  const news: string[] = [];
  const say = (schools: readonly { name: string }[], rest: string) => {
    if (schools.length > 0) news.push(rest.replace('…', listed(schools)));
  };
  say(
    of((now, _, was) => now.together && !was),
    'You are in a collaborative with … now.',
  );
  say(
    of((now, _, was) => !now.together && was),
    'You are in no collaborative with … any more.',
  );
  for (let to = STAGES.length - 1; to >= 0; to--)
    for (let from = 0; from < STAGES.length; from++) {
      if (from === to) continue;
      const how = to > from ? 'grown' : 'fallen';
      const now = to === 0 ? 'hardly any contact' : STAGES[to];
      const told = from === 0 ? '' : ` (${STAGES[from]} before)`;
      say(
        of(({ stage }, was) => stage === to && was === from),
        `With …, what you have has ${how} to ${now}${told}.`,
      );
    }
  say(
    before.partners.filter(({ school, stage }) => stage > 0 && !are.has(school)),
    'Nothing is left of what you had with ….',
  );
  return news;
}

/** "Elm", "Elm and Ash", "Elm, Ash and 3 others". */
function listed(schools: readonly { name: string }[]): string {
  const names = schools.map(({ name }) => name);
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} others`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
