// Marks an item: keeps it, or annotates it with a quote, a comment, or both.
import { PkmError } from "../base/errors.ts";
import { plainLine } from "../base/plain.ts";
import { shellWord } from "../base/shell-word.ts";
import { type Item, type ItemBody, nameOfItem } from "../seek/item.ts";
import { findQuote, quotableText, type TextQuote } from "./annotation.ts";

/** What marking needs of the store. */
export interface MarkStore<Annotated> {
  items: {
    get(id: string): Item;
    body(id: string): ItemBody;
    mark(id: string, mark: "kept"): void;
  };
  annotations: {
    add(annotation: { item: string; version: number; quote: TextQuote | null; comment: string | null }): Annotated;
  };
  changes: { record<Result>(summary: string, act: () => Result): Result };
}

export interface Marked<Annotated> {
  /** As it stands after it. */
  item: Item;
  /** Null when the item was only kept. */
  annotation: Annotated | null;
  /** How often the quote stands in the item; the first place was taken. 0 without a quote. */
  places: number;
  /** False when the item had been kept before. */
  isNewlyKept: boolean;
}

/** Keeps the item; an annotated item is kept too. One entry in the changes. */
export function markItem<Annotated>(
  store: MarkStore<Annotated>,
  wanted: { item: string; quote: string | null; comment: string | null },
): Marked<Annotated> {
  const item = store.items.get(wanted.item);
  const found = wanted.quote === null ? null : quoteIn(item, store.items.body(item.id), wanted.quote);
  const isAnnotated = found !== null || wanted.comment !== null;
  const isNewlyKept = !["kept", "noted", "shared"].includes(item.state);
  if (!isAnnotated && !isNewlyKept) return { item, annotation: null, places: 0, isNewlyKept };
  const name = plainLine(nameOfItem(item));
  return store.changes.record(`${isAnnotated ? "marked" : "kept"} ${item.id} “${name}”`, () => {
    const { comment } = wanted;
    const quote = found?.quote ?? null;
    const annotation = isAnnotated
      ? store.annotations.add({ item: item.id, version: item.versions, quote, comment })
      : null;
    store.items.mark(item.id, "kept");
    return { item: store.items.get(item.id), annotation, places: found?.count ?? 0, isNewlyKept };
  });
}

function quoteIn(item: Item, body: ItemBody, wanted: string): { quote: TextQuote; count: number } {
  const sought = findQuote(quotableText(item.title, body.text), wanted);
  if (sought.quote !== null) return sought;
  const { nearest } = sought;
  if (nearest === null) {
    throw new PkmError("not-found", `${item.id} does not say “${plainLine(wanted)}”`, {
      hint: `pkm show ${item.id} --full`,
    });
  }
  throw new PkmError("not-found", `${item.id} does not say “${plainLine(wanted)}”; most like it is “${nearest}”`, {
    hint: `pkm sense mark ${item.id} --quote ${shellWord(nearest)}`,
  });
}
