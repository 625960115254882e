// A list that a far end hands out in pages, read to its end, or as far as is worth while.

/** A post that a crowd has marked is known as one by then. */
const pagesMax = 10;

interface Page<Row> {
  rows: readonly Row[];
  /** Where the next page begins; null at the last. */
  next: string | null;
}

export interface Pages<Row> {
  rows: readonly Row[];
  /** True where there is more that was not read. */
  isCut: boolean;
}

/** Asks for page after page, beginning with null; where there is no such list it is handed null, which is an empty one. */
export async function allPages<Row>(ask: (from: string | null) => Promise<Page<Row> | null>): Promise<Pages<Row>> {
  const rows: Row[] = [];
  const seen = new Set<string>();
  for (let from: string | null = null; seen.size < pagesMax; seen.add(from)) {
    const page = await ask(from);
    rows.push(...(page?.rows ?? []));
    from = page?.next ?? null;
    // A server that goes round in a circle has told all it has.
    if (from === null || seen.has(from)) return { rows, isCut: false };
  }
  return { rows, isCut: true };
}
