// Runs many waits at once, but never more than so many, and gathers what came of them at one time.

/**
 * Calls `act` for each of `things` in order, at most `size` at a time. Ends when all have ended; begins nothing new
 * once `signal` is aborted.
 */
export async function pooled<Thing>(
  things: readonly Thing[],
  { size, signal, act }: { size: number; signal: AbortSignal | null; act: (thing: Thing) => Promise<void> },
): Promise<void> {
  const waiting = things.values();
  const worker = async (): Promise<void> => {
    for (const thing of waiting) {
      if (signal?.aborted === true) return;
      await act(thing);
    }
  };
  await Promise.all(Array.from({ length: Math.min(size, things.length) }, worker));
}

/**
 * Hands what comes in the same turn of the event loop to `act` together, at most `size` at a time. What it answers with
 * resolves when the batch that a thing was in is done, and rejects with what `act` throws.
 */
export function batched<Thing>(size: number, act: (things: readonly Thing[]) => void): (thing: Thing) => Promise<void> {
  let waiting: { thing: Thing; done: PromiseWithResolvers<void> }[] = [];
  const flush = (): void => {
    const batch = waiting.slice(0, size);
    waiting = waiting.slice(size);
    if (waiting.length > 0) setImmediate(flush);
    try {
      act(batch.map(({ thing }) => thing));
      for (const { done } of batch) done.resolve();
    } catch (thrown) {
      for (const { done } of batch) done.reject(thrown);
    }
  };
  return (thing) => {
    const done = Promise.withResolvers<void>();
    if (waiting.length === 0) setImmediate(flush);
    waiting.push({ thing, done });
    return done.promise;
  };
}
