import { type Markup, markup, type Part } from './markup.ts';

/** The elements that the parts of a report are made of. */

/** A cell of a table: what it holds, and whether it is a figure, set to the right. */
export interface Entry {
  readonly content: Part;
  readonly number: boolean;
}

export const words = (content: Part): Entry => ({ content, number: false });
export const number = (content: Part): Entry => ({ content, number: true });

export interface Row {
  /** The first heads its row. */
  readonly entries: readonly Entry[];
  readonly chosen?: boolean;
}

/** A table that scrolls by itself where the window is narrow; the first column heads the rows. */
export function dataTable(caption: string, heads: readonly Entry[], rows: readonly Row[]): Markup {
  const headings = heads.map(
    ({ content, number }) =>
      markup`<th scope="col"${number ? markup` class="number"` : null}>${content}</th>`,
  );
  const body = rows.map(({ entries: [first, ...rest], chosen }) => {
    const cells = rest.map(
      ({ content, number }) => markup`<td${number ? markup` class="number"` : null}>${content}</td>`,
    );
    return markup`<tr${chosen ? markup` class="chosen"` : null}><th scope="row">${first.content}</th>${cells}</tr>
`;
  });
  return markup`<p class="caption">${caption}</p>
<div class="scroll" role="group" aria-label="${caption}" tabindex="0"><table aria-label="${caption}"><thead><tr>${headings}</tr></thead><tbody>
${body}</tbody></table></div>
`;
}

export function figures(plots: readonly { readonly plot: Markup; readonly caption: string }[]): Markup {
  const each = plots.map(
    ({ plot, caption }) => markup`<figure>${plot}<figcaption>${caption}</figcaption></figure>
`,
  );
  return markup`<div class="plots">${each}</div>
`;
}

export function bullets(lines: readonly string[]): Markup {
  return markup`<ul>${lines.map(
    (line) => markup`<li>${line}</li>
`,
  )}</ul>
`;
}

/** What the lines of a plot stand for. */
export function lineKey(names: readonly string[]): Markup {
  const items = names.map(
    (name, i) =>
      markup`<li><svg class="cell" aria-hidden="true" viewBox="0 0 30 20" width="30" height="20"><path class="line s${i}" d="M1 10H29"/><circle class="point s${i}" cx="15" cy="10" r="3.5"/></svg>${name}</li>`,
  );
  return markup`<ul class="key">${items}</ul>
`;
}
