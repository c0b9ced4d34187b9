/** Short names of the works that declarations cite (B, O, E, N, G): what a source string names, and what it says in words. */

/** What a source string says of where a number comes from. */
export type Ground = 'source' | 'design' | 'assumption' | 'scenario';

/** A place in a work: "B 13.2", "O table 1", or the work as a whole. */
export interface Place {
  readonly work: string;
  readonly section: string;
}

export interface Work {
  /** Where it has one that readers could look for. */
  readonly title: string;
  readonly about: string;
}

/** By short name, in the order of the documentation. */
export const works: Readonly<Record<string, Work>> = {
  B: {
    title: 'Collaboration and Networking in Education',
    about: '(Muijs, Ainscow, Chapman and West, 2011)',
  },
  O: { title: '', about: 'a paper on organisation, secondary schools and home-school partnership' },
  E: { title: '', about: 'a paper on the ecology of home-school partnership' },
  N: { title: '', about: 'a guide for school leaders to home-school partnership' },
  G: { title: '', about: 'a workshop pack on governance and leadership: six scenarios of governance' },
};

const NUMBER = String.raw`(?:tables? )?\d+(?:\.\d+)*(?:-\d+(?:\.\d+)*)?`;
const PLACE = new RegExp(String.raw`\b([BOENG])\b((?: ${NUMBER}(?:,? (?:and )?${NUMBER})*)?)`, 'g');

/** The places that a source string names. */
export function placesIn(source: string): Place[] {
  // Words after a colon explain; what they name is not cited.
  return [...source.matchAll(PLACE)].flatMap(([, work = '', numbers = '']) => {
    const sections = [...numbers.matchAll(new RegExp(NUMBER, 'g'))].map(([section]) => section);
    return (sections.length > 0 ? sections : ['']).map((section) => ({ work, section }));
  });
}

/** What a declared number rests on. */
export function groundOf(source: string): Ground {
  if (/assum/i.test(source)) return 'assumption';
  if (/model description/i.test(source)) return 'design';
  return /^scenario/.test(source) ? 'scenario' : 'source';
}

const GROUNDS: Readonly<Record<Ground, string>> = {
  source: 'A source says so',
  design: 'Set when the model was designed: the source gives the form, not the number',
  assumption: 'An assumption: no source gives the number',
  scenario: 'It describes the case',
};

/** What a declared number rests on, as a clause. */
export function groundInWords(source: string): string {
  return GROUNDS[groundOf(source)];
}

/** A source string with every short name spelled out: "B 8.3" as "Collaboration and Networking ..., section 8.3". */
export function sourceInWords(source: string): string {
  const words = source.replace(PLACE, (_, work: string, numbers: string) => {
    const { title, about } = works[work];
    const name = title === '' ? about : `${title} ${about}`;
    const cited = [...numbers.matchAll(new RegExp(NUMBER, 'g'))].map(([one]) => one);
    const sections = cited.filter((one) => !one.startsWith('table'));
    const many = sections.length > 1 || sections[0]?.includes('-');
    const before = sections.length === 0 ? '' : many ? 'sections ' : 'section ';
    return cited.length === 0 ? name : `${name}, ${before}${cited.join(', ')}`;
  });
  return words.charAt(0).toUpperCase() + words.slice(1);
}
