// An annotation with where its quote stands in the item's present text.
import { type Annotation, quotableText, type StoredAnnotation, withAnchor } from "../../sense/annotation.ts";
import type { OpenStore } from "./notes-now.ts";

/** Reads the item's body only when the item has changed since. */
export function anchored(store: OpenStore, stored: StoredAnnotation): Annotation {
  const { item } = stored;
  return withAnchor(stored, () => quotableText(store.items.get(item).title, store.items.body(item).text));
}

/** Where the quote stands, for people; null when nothing is to be said. */
export function anchorWords({ quote, anchor, isPageGone }: Annotation): string | null {
  const page = isPageGone ? ["page gone"] : [];
  if (quote === null) return page[0] ?? null;
  const words = { same: "where it stood", moved: "elsewhere in the item", gone: "no longer in the item" }[anchor];
  return [words, ...page].join("; ");
}
