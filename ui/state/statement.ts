/** The little of Markdown that a statement needs: headings, paragraphs, lists, and words set as code. */
export interface Block {
  readonly kind: 'title' | 'heading' | 'list' | 'paragraph';
  /** Entries of a list; of all else the one text. */
  readonly items: readonly (readonly Piece[])[];
}

export interface Piece {
  readonly text: string;
  readonly code: boolean;
}

export function blocks(markdown: string): Block[] {
  return markdown.split(/\n{2,}/).flatMap((part): Block[] => {
    const text = part.trim();
    if (text === '') return [];
    if (text.startsWith('## ')) return [{ kind: 'heading', items: [pieces(text.slice(3))] }];
    if (text.startsWith('# ')) return [{ kind: 'title', items: [pieces(text.slice(2))] }];
    if (text.startsWith('- ')) return [{ kind: 'list', items: text.slice(2).split(/\n- /).map(pieces) }];
    return [{ kind: 'paragraph', items: [pieces(text)] }];
  });
}

function pieces(text: string): Piece[] {
  return text
    .replace(/\s+/g, ' ')
    .split('`')
    .map((text, i) => ({ text, code: i % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
