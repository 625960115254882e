// Who knows about something, by my own record: everybody with what stands behind their name, and nobody without.
import type { Instant } from "../base/clock.ts";
import type { PersonStep } from "./person.ts";

/** What stands behind a name, what passed through my own hands first. */
export const receiptKinds = ["answered", "cited", "marked", "kept", "wrote"] as const;
export type ReceiptKind = (typeof receiptKinds)[number];

/** One thing that meets the query and is somebody's. */
export interface WhoReceipt {
  person: string;
  kind: ReceiptKind;
  ref: string;
  at: Instant;
  title: string;
}

export interface WhoEntry {
  person: string;
  name: string;
  step: PersonStep;
  counts: Readonly<Record<ReceiptKind, number>>;
  /** When the latest of it was. */
  last: Instant;
  /** What passed through my hands first, the latest first. */
  receipts: readonly WhoReceipt[];
}

/**
 * The people behind the receipts: those of whom more passed through my hands (they answered, I cited, marked or kept) come
 * first, then those who wrote more, then the latest. Whoever is in no `people` is left out.
 */
export function whoOf(
  receipts: readonly WhoReceipt[],
  people: ReadonlyMap<string, { name: string; step: PersonStep }>,
): readonly WhoEntry[] {
  const entries = [...Map.groupBy(receipts, ({ person }) => person)].flatMap(([person, own]): WhoEntry[] => {
    const known = people.get(person);
    if (known === undefined) return [];
    const sorted = own.toSorted((a, b) => rank(a.kind) - rank(b.kind) || compare(b.at, a.at) || compare(a.ref, b.ref));
    const count = (kind: ReceiptKind): number => own.filter((receipt) => receipt.kind === kind).length;
    const counts = {
      answered: count("answered"),
      cited: count("cited"),
      marked: count("marked"),
      kept: count("kept"),
      wrote: count("wrote"),
    };
    const last = own.map(({ at }) => at).reduce((latest, at) => (at > latest ? at : latest), "");
    return [{ person, ...known, counts, last, receipts: sorted }];
  });
  return entries.toSorted(
    (a, b) =>
      handled(b) - handled(a) ||
      b.counts.wrote - a.counts.wrote ||
      compare(b.last, a.last) ||
      compare(a.name, b.name) ||
      compare(a.person, b.person),
  );
}

function handled({ counts: { answered, cited, marked, kept } }: WhoEntry): number {
  return answered + cited + marked + kept;
}

function rank(kind: ReceiptKind): number {
  return receiptKinds.indexOf(kind);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
