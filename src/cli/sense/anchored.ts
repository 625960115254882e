// An annotation with where its quote stands in the item's present text.
import { type Annotation, quotableText, type StoredAnnotation, withAnchor } from "../../sense/annotation.ts";
import type { OpenStore } from "./notes-now.ts";

/** Reads the item's body only when the item has changed since. */
export function anchored(store: OpenStore, stored: StoredAnnotation): Annotation {
  const { item } = stored;
  return withAnchor(stored, () => quotableText(store.items.get(item).title, store.items.body(item).text));
}

/** The same of many, in their order: each item is read once, as it lies. */
export function allAnchored(store: OpenStore, stored: readonly StoredAnnotation[]): readonly Annotation[] {
  const changed = Map.groupBy(
    stored.filter(({ version, itemVersion }) => version !== itemVersion),
    ({ item }) => item,
  );
  const titles = new Map(store.items.some([...changed.keys()]).map(({ id, title }) => [id, title]));
  const read = store.items.bodies([...changed.keys()], ({ text }, item) => {
    const textNow = (): string => quotableText(titles.get(item) ?? null, text);
    return (changed.get(item) ?? []).map((annotation) => withAnchor(annotation, textNow));
  });
  const byId = new Map([...read.values()].flat().map((annotation) => [annotation.id, annotation]));
  return stored.map((annotation) => byId.get(annotation.id) ?? withAnchor(annotation, () => ""));
}

/** Where the quote stands, for people; null when nothing is to be said. */
export function anchorWords({ quote, anchor, isPageGone }: Annotation): string | null {
  const page = isPageGone ? ["page gone"] : [];
  if (quote === null) return page[0] ?? null;
  const words = { same: "where it stood", moved: "elsewhere in the item", gone: "no longer in the item" }[anchor];
  return [words, ...page].join("; ");
}
