// Undo as the command does it: the files of a change first, then its rows.
import { sha256 } from "../../src/base/hash.ts";
import type { Stock } from "./stocked.ts";

/** Takes the newest change back and hands back its summary; null when there is none. */
export function undoLatest({ store, vault }: Pick<Stock, "store" | "vault">): string | null {
  const change = store.changes.latest();
  if (change === null) return null;
  for (const { path, before, after } of store.changes.files(change.no)) {
    vault.restore(path, before, after === null ? null : sha256(after));
  }
  store.changes.undo(change.no);
  return change.summary;
}
