/** What was asked, or, once `signal` is aborted, an error: a Redis that is away keeps its callers waiting, and who is to end does not wait. */
export async function orAborted<T>(signal: AbortSignal, asked: Promise<T>): Promise<T> {
  let end = () => {};
  const aborted = new Promise<never>((_, reject) => {
    end = () => reject(new Error('to end'));
  });
  aborted.catch(() => {});
  asked.catch(() => {}); // whoever has ended does not hear of it
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  try {
    return await Promise.race([asked, aborted]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
