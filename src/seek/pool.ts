// Runs many waits at once, but never more than so many.

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
