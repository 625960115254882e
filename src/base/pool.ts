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

/** How much one batch may hold. */
export interface BatchBounds<Thing> {
  /** Things at most. */
  size: number;
  /** What they weigh together, but for one that is heavier alone. */
  weightMax: number;
  weigh: (thing: Thing) => number;
}

/**
 * Hands what comes in the same turn of the event loop to `act` together, as much as `bounds` allow. What it answers with
 * resolves when the batch that a thing was in is done, and rejects with what `act` throws.
 */
export function batched<Thing>(
  bounds: BatchBounds<Thing>,
  act: (things: readonly Thing[]) => void,
): (thing: Thing) => Promise<void> {
  let waiting: { thing: Thing; done: PromiseWithResolvers<void> }[] = [];
  const flush = (): void => {
    const count = countOf(
      waiting.map(({ thing }) => thing),
      bounds,
    );
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
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

/** How many of the first things make a batch: at least one. */
function countOf<Thing>(things: readonly Thing[], { size, weightMax, weigh }: BatchBounds<Thing>): number {
  let weight = 0;
  for (const [at, thing] of things.entries()) {
    weight += weigh(thing);
    if (at > 0 && (at === size || weight > weightMax)) return at;
  }
  return things.length;
}

/**
 * Room for things that weigh `weightMax` together, or for one that is heavier alone; a thing without weight always enters.
 * Resolves to what gives the room back, in the order in which it was asked for.
 */
export function roomFor(weightMax: number): (weight: number) => Promise<() => void> {
  const waiting: { weight: number; enter: () => void }[] = [];
  let held = 0;
  const admit = (): void => {
    for (let [first] = waiting; first !== undefined && fits(first.weight); [first] = waiting) {
      waiting.shift();
      held += first.weight;
      first.enter();
    }
  };
  const fits = (weight: number): boolean => held === 0 || held + weight <= weightMax;
  return async (weight) => {
    if (weight > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ weight, enter: resolve });
      admit();
      await promise;
    }
    return () => {
      held -= weight;
      admit();
    };
  };
}
