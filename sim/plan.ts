import { formNames } from './governance/forms.ts';
import { choice, flag, number, type Values } from './schema.ts';
import { COORDINATORS, DECISIONS, FOUNDING_MODES } from './state.ts';

/** One real or generated school as it is before the first week. Missing figures have been imputed by then. */
export interface SchoolRecord {
  /** Reference number, unique in the run (URN in England). */
  id: number;
  name: string;
  phase: 'primary' | 'secondary' | 'all-through';
  lowAge: number;
  highAge: number;
  /** Position, km. */
  x: number;
  y: number;
  roll: number;
  places: number;
  /** Share of pupils from low-means families, 0 to 1. */
  deprivation: number;
  /** Name of the denomination, '' for none. */
  denomination: string;
  /** Inspection grade, 1 to 4. */
  grade: number;
  /** Mean result on the scaled-score scale, 100 = expected standard; null where it is to be drawn. */
  attainment: number | null;
  /** Names of the trusts and federations it belongs to at the start, with the form each takes in the model. */
  bonds: readonly { name: string; form: string }[];
}

/** One collaborative set up, or several alike, in a given week. */
export const founding = {
  week: number({
    default: 0,
    min: 0,
    max: 1950,
    unit: 'week',
    integer: true,
    doc: 'Week in which it is founded.',
    source: 'scenario',
  }),
  form: choice({
    default: 'loose association',
    options: formNames,
    doc: 'Governance form.',
    source: 'B 5, 6; G',
  }),
  mode: choice({
    default: 'voluntary',
    options: FOUNDING_MODES,
    doc: 'How members come to be in it.',
    source: 'B 5.2.1',
  }),
  times: number({
    default: 1,
    min: 1,
    max: 5000,
    unit: 'collaboratives',
    integer: true,
    doc: 'How many such collaboratives are founded.',
    source: 'scenario',
  }),
  size: number({
    default: 2,
    min: 2,
    max: 60,
    unit: 'schools',
    integer: true,
    doc: 'Schools in each.',
    source: 'B 7.2.4',
  }),
  pick: choice({
    default: 'neighbours',
    options: [
      'neighbours',
      'random',
      'weak',
      'weak and strong',
      'alike',
      'unlike',
      'performance',
      'size',
      'cross-phase',
      'faith',
      'mainstreaming',
    ],
    doc: 'Which schools come together: near ones, any, weak ones, the weakest with strong ones, ones of like results, ones of unlike views; or near ones of a type of federation: low and high performing, small with small or middling, of different phases, of one denomination, one strong in inclusion with ones that are not.',
    source: 'B 5.2.2, 7.3.1',
  }),
  strong: number({
    default: 0,
    min: 0,
    max: 59,
    unit: 'schools',
    integer: true,
    doc: 'How many members are strong where weak and strong ones come together; 0 for all but one.',
    source: 'B 5.2.2',
  }),
  overlap: flag({
    default: false,
    doc: 'Whether schools are picked that belong to something already, as far as it was not founded in the same week.',
    source: 'B 5.2.9, 8.5',
  }),
  replaces: choice({
    default: 'nothing',
    options: ['nothing', ...formNames],
    doc: 'Collaboratives of this form take on the new terms, in place of a founding: those of the members named, or all there are.',
    source: 'B 6.3.1.2, 5.2.10',
  }),
  goals: number({
    default: 0,
    min: 0,
    max: 15,
    unit: 'goals',
    integer: true,
    doc: 'Number of goals it is set up with; 0 takes that of the form.',
    source: 'B 12.1',
  }),
  clarity: number({
    default: 0.7,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How clear the goals are.',
    source: 'assumption',
  }),
  ownAgenda: number({
    default: -1,
    min: -1,
    max: 1,
    unit: 'share',
    doc: 'How far members set the goals themselves; -1 takes that of the form.',
    source: 'B 6.4, 8.5',
  }),
  formality: number({
    default: -1,
    min: -1,
    max: 1,
    unit: 'share',
    doc: 'Formality of the agreement; -1 takes that of the form.',
    source: 'B 5.2.10',
  }),
  coordinator: choice({
    default: 'none',
    options: COORDINATORS,
    doc: 'Who coordinates it.',
    source: 'B 5.2.4, 14',
  }),
  weeks: number({
    default: -1,
    min: -1,
    max: 1950,
    unit: 'weeks',
    integer: true,
    doc: 'Agreed life; 0 leaves it open, -1 takes that of the form.',
    source: 'B 5.2.5',
  }),
  grantWeeks: number({
    default: 0,
    min: 0,
    max: 1950,
    unit: 'weeks',
    integer: true,
    doc: 'Weeks for which it has the grant; 0 for none.',
    source: 'B 13.2',
  }),
} as const;

/** Something that happens to schools in a given week. */
export const shock = {
  week: number({
    default: 0,
    min: 0,
    max: 1950,
    unit: 'week',
    integer: true,
    doc: 'Week in which it happens.',
    source: 'scenario',
  }),
  kind: choice({
    default: 'head leaves',
    options: ['head leaves', 'special measures', 'closure', 'fire', 'funding cut'],
    doc: 'What happens.',
    source: 'B 5.2.10, 11.5',
  }),
  share: number({
    default: 0.1,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Share of schools it happens to, drawn by lot.',
    source: 'scenario',
  }),
  severity: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of the premises that a fire takes, or of the money that a cut takes.',
    source: 'scenario',
  }),
  weeks: number({
    default: 39,
    min: 1,
    max: 1950,
    unit: 'weeks',
    integer: true,
    doc: 'Weeks until a fire is made good, or a cut ends.',
    source: 'scenario',
  }),
} as const;

/**
 * What somebody decides in a run in place of the model: a head about partners, anybody about guarding and time. A list
 * of them is the log of a session in which people took posts, and a policy like any other.
 */
export const decision = {
  week: number({
    default: 0,
    min: 0,
    max: 1950,
    unit: 'week',
    integer: true,
    doc: 'Week in which it is decided. What is decided about partners takes effect at the end of its term, all else at once.',
    source: 'scenario',
  }),
  school: number({
    default: 1,
    min: 1,
    max: 0x7fffffff,
    unit: 'reference number',
    integer: true,
    doc: 'The school whose staff decides; has to be given.',
    source: 'scenario',
  }),
  post: number({
    default: 0,
    min: 0,
    max: 999,
    unit: 'post',
    integer: true,
    doc: 'Who decides: 0 the head, from 1 on the others in order of role, seniors first. Whoever holds the post is bound by it.',
    source: 'scenario',
  }),
  kind: choice({
    default: 'share',
    options: DECISIONS,
    doc: 'What is decided. Heads alone offer partnership, join a school, decline its offers and leave what is shared with it; anybody may share with other schools, guard against them, decide on time, or go by own judgement again.',
    source: 'B 12.2, 12.7, 13.1',
  }),
  with: number({
    default: 0,
    min: 0,
    max: 0x7fffffff,
    unit: 'reference number',
    integer: true,
    doc: 'The school that is offered partnership, joined, declined or left; 0 for nobody to be offered it, and for everybody to be declined or left.',
    source: 'scenario',
  }),
  hours: number({
    default: -1,
    min: -1,
    max: 20,
    unit: 'hours a week',
    doc: 'Time to be spent on work with other schools; 0 for none, -1 for what the model would leave.',
    source: 'B 8.6, 12.7',
  }),
} as const;

export type Founding = Readonly<Values<typeof founding>> & {
  readonly name: string;
  readonly members: readonly number[];
};
export type Decision = Readonly<Values<typeof decision>>;
export type Shock = Readonly<Values<typeof shock>> & { readonly schools: readonly number[] };
