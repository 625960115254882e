// Prepares a noun's statements at their first use: most commands need few nouns, and start-up pays for each.

/** Calls `make` at the first call and hands its result back from then on. */
export function lazily<Made>(make: () => Made): () => Made {
  let made: { value: Made } | null = null;
  return () => (made ??= { value: make() }).value;
}
