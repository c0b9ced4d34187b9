import { ACROSS, EXPERTISE, INSIDE, TIES, VIEWS } from '../../sim/index.ts';
import { Moment } from '../export/moment.ts';
import { capital } from '../format.ts';
import { sayFigure } from '../why/course.ts';
import type { Inspection, Listing, Source } from './inspect.ts';
import { factOf, sayIn, sayPost, sayWeek } from './words.ts';

/** Whoever holds post `post`; null where nobody does. */
export function person(run: Source, post: number): Inspection | null {
  const { state, week, names } = run;
  const school = state.staffSchool[post];
  if (post < 0 || post >= state.staffSchool.length || school === undefined) return null;
  const place = post - state.schoolFirst[school];
  if (place < 0 || place >= state.schoolPosts[school]) return null;
  const moment = new Moment(run);
  const views = VIEWS.map((name, v) => ({
    name: capital(name),
    value: sayIn('staffView', state.staffView[post * VIEWS.length + v]),
  }));
  const expertise = EXPERTISE.map((name, e) => {
    const at = post * EXPERTISE.length + e;
    return {
      name: capital(name),
      value: `${sayIn('staffExplicit', state.staffExplicit[at])} explicit, ${sayIn('staffTacit', state.staffTacit[at])} tacit`,
    };
  });
  return {
    subject: { kind: 'person', post },
    week,
    title: `${capital(sayPost(state, names, post))}`,
    about: `Post ${place + 1} of ${state.schoolPosts[school]}, held by the same person since ${sayWeek(state.staffArrived[post])}. A simulated person without a name.`,
    facts: [
      {
        title: 'At work',
        facts: [
          factOf(state, 'staffCommitment', post),
          factOf(state, 'staffAwareness', post, 'Awareness of the school’s networks'),
          factOf(state, 'staffOverload', post, 'Overload'),
          factOf(state, 'staffHours', post, 'Development hours left this week'),
          factOf(state, 'staffInvolved', post),
        ],
      },
      {
        title: 'Motives and dispositions',
        facts: [
          factOf(state, 'staffAltruism', post, 'Altruism, weight among motives'),
          factOf(state, 'staffSelfInterest', post, 'Enlightened self-interest'),
          factOf(state, 'staffFear', post, 'Fear of being left out'),
          factOf(state, 'staffPropensity', post),
          factOf(state, 'staffThreshold', post, 'Share of partners with new practice at which one follows'),
        ],
      },
      { title: 'Views, each from 0 to 1', facts: views },
      { title: 'Expertise, each from 0 to 1', facts: expertise },
    ],
    listings: [
      ties(moment, post, INSIDE, ACROSS, 'Ties to other schools'),
      ties(moment, post, 0, INSIDE, 'Ties inside the school'),
    ],
    number: 0,
  };
}

function ties(moment: Moment, post: number, offset: number, count: number, title: string): Listing {
  const { state, names } = moment;
  const found: number[] = [];
  for (let t = post * TIES + offset; t < post * TIES + offset + count && state.tieTarget[t] >= 0; t++)
    found.push(t);
  found.sort((p, q) => moment.tieTrust(q) - moment.tieTrust(p) || p - q);
  return {
    title,
    head: ['To', 'Trust', 'Contacts a week', 'Successful encounters', 'Last brought up to date'],
    rows: found.map((t) => ({
      subject: { kind: 'person', post: state.tieTarget[t] },
      cells: [
        sayPost(state, names, state.tieTarget[t]),
        sayIn('tieTrust', moment.tieTrust(t)),
        sayFigure(moment.tieStrength(t)),
        String(state.tieSuccesses[t]),
        sayWeek(state.tieSince[t]),
      ],
    })),
    none: 'There are none.',
  };
}
