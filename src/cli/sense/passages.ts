// The passages of the whole store that no longer stand as they were cited.
import { nameOfItem } from "../../seek/item.ts";
import { type StalePassage, stalePassages } from "../../sense/stale.ts";
import { allAnchored } from "./anchored.ts";
import type { OpenStore } from "./notes-now.ts";

/** The longest cited first. */
export function passagesNow(store: OpenStore): readonly StalePassage[] {
  const inDoubt = allAnchored(store, store.annotations.inDoubt());
  const items = store.items.some([...new Set(inDoubt.map(({ item }) => item))]);
  const names = new Map(items.map((item) => [item.id, nameOfItem(item)]));
  return stalePassages(store, inDoubt, (item) => names.get(item) ?? item);
}
