// What a thing that is referred to is called.
import { nameOfItem } from "../../seek/item.ts";
import type { OpenStore } from "./notes-now.ts";

/** The title of a note, item or annotation; null for a target that is nothing of pkm's. */
export function titleOf(store: OpenStore, ref: string): string | null {
  const note = store.notes.get(ref);
  if (note !== null) return note.missing === null ? note.title : `${note.title} (its file is gone)`;
  const [item] = store.items.some([ref]);
  if (item !== undefined) return nameOfItem(item);
  const annotation = store.annotations.get(ref);
  return annotation === null ? null : (annotation.quote?.exact ?? annotation.comment);
}
