import { one } from '../math/index.ts';
import { EXPERTISE, INSIDE, ROLE, type State, TIES, VIEWS } from '../state.ts';

/**
 * Climate and make-up of each school, from its staff: mean view, mean expertise of those who teach, mean trust
 * inside, and vertical collaboration: trust that runs across roles (B 5.2.8).
 */
export const writes = ['schoolView', 'schoolExpertise', 'schoolClimate', 'schoolVertical'] as const;

const view = new Float64Array(VIEWS.length);
const expertise = new Float64Array(EXPERTISE.length);

export function look(s: State, trustLeft: Float64Array, week: number): void {
  const { schoolFirst, schoolPosts, staffRole, tieTarget, tieTrust, tieSince } = s;
  const { staffView, staffExplicit, staffTacit } = s;
  for (let a = 0; a < schoolPosts.length; a++) {
    const first = schoolFirst[a];
    const posts = schoolPosts[a];
    if (posts === 0) continue; // closed
    view.fill(0);
    expertise.fill(0);
    let teaching = 0;
    let trust = 0;
    let ties = 0;
    let upright = 0;
    for (let i = first; i < first + posts; i++) {
      for (let v = 0; v < VIEWS.length; v++) view[v] += staffView[i * VIEWS.length + v];
      const role = staffRole[i];
      if (role !== ROLE.support) {
        teaching++;
        for (let e = 0; e < EXPERTISE.length; e++) {
          const at = i * EXPERTISE.length + e;
          expertise[e] += (staffExplicit[at] + staffTacit[at]) * 0.5;
        }
      }
      for (let t = i * TIES; t < i * TIES + INSIDE; t++) {
        const j = tieTarget[t];
        if (j < 0) break;
        const now = tieTrust[t] * trustLeft[week - tieSince[t]];
        trust += now;
        ties++;
        upright += now * one(staffRole[j] !== role);
      }
    }
    for (let v = 0; v < VIEWS.length; v++) s.schoolView[a * VIEWS.length + v] = view[v] / posts;
    for (let e = 0; e < EXPERTISE.length; e++)
      s.schoolExpertise[a * EXPERTISE.length + e] = expertise[e] / teaching;
    s.schoolClimate[a] = ties === 0 ? 0 : trust / ties;
    s.schoolVertical[a] = ties === 0 ? 0 : upright / ties;
  }
}
