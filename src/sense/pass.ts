// What a person does with an item that is not kept: it was read, or it is not for them.
import { plainLine } from "../base/plain.ts";
import { type Item, nameOfItem } from "../seek/item.ts";

export interface PassStore {
  items: {
    get(id: string): Item;
    mark(id: string, mark: "read" | "dropped"): void;
  };
  changes: { record<Result>(summary: string, act: () => Result): Result };
}

/** Marks the item as not for me; what was kept is kept no more. */
export function passItem(store: PassStore, id: string): void {
  const item = store.items.get(id);
  store.changes.record(`not for me: ${id} “${plainLine(nameOfItem(item))}”`, () => store.items.mark(id, "dropped"));
}

/** Marks a new item as read; any other stays as it is. */
export function readItem(store: PassStore, id: string): void {
  const item = store.items.get(id);
  if (item.state !== "new") return;
  store.changes.record(`read ${id} “${plainLine(nameOfItem(item))}”`, () => store.items.mark(id, "read"));
}
