/** Writes a result to stdout in one piece, so that nobody ever reads half of one. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/**
 * JSON for programs: two spaces, but lists of numbers on one line, so that a person can read it too. Numbers that
 * JSON lacks are null.
 */
export function printJson(value: unknown): void {
  const text = JSON.stringify(
    value,
    (_, part) => (ArrayBuffer.isView(part) ? [...(part as Float64Array)] : part),
    2,
  );
  print(
    text.replace(/\[\n\s+(?:-?\d[^[\]{}"]*|null[^[\]{}"]*)\]/g, (list) =>
      list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
    ),
  );
}

/** A reader that has seen enough, as `head` has, closes the pipe: that is no error. */
export function tolerateClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (stream === process.stdout) process.exit();
    });
  }
}
