const noticeOf = (folder: string) =>
  `Made from the declarations in \`${folder}/\` by \`npm run golden\`; a test fails when it is stale.`;
export const NOTICE = noticeOf('sim');
export const SOURCES =
  'Sources: B is *Collaboration and Networking in Education* (Muijs, Ainscow, Chapman and West, 2011), O and E are ' +
  'papers on home-school partnership, N a guide to its leadership, G a workshop pack on governance; numbers are ' +
  'sections. "Assumption" marks a number that no source gives.';

export function page(title: string, ...parts: readonly string[]): string {
  return pageOf('sim', title, ...parts);
}

/** A page made from what another folder declares. */
export function pageOf(folder: string, title: string, ...parts: readonly string[]): string {
  return `${[`# ${title}`, noticeOf(folder), ...parts].join('\n\n')}\n`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The anchor that a heading gets. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

const BLOCK = /<!-- made: ([\w -]+) -->\n[\s\S]*?<!-- end -->/g;

/**
 * A page written by hand with the blocks in it made anew: what stands between `<!-- made: name -->` and
 * `<!-- end -->`. Every block must have its place, and every place its block.
 */
export function fill(text: string, blocks: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const filled = text.replace(BLOCK, (_, name: string) => {
    const block = blocks[name];
    if (block === undefined) throw new Error(`nothing makes the block "${name}"`);
    used.add(name);
    return `<!-- made: ${name} -->\n\n${block}\n\n<!-- end -->`;
  });
  const missing = Object.keys(blocks).filter((name) => !used.has(name));
  if (missing.length > 0)
    throw new Error(
      `no place for ${missing.map((name) => `"${name}"`).join(', ')}: put "<!-- made: NAME -->" and "<!-- end -->" into ` +
        'the page, for a mechanism below a heading of its name in section 7 of docs/odd.md, with its equation in words',
    );
  return filled;
}
