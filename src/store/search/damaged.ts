// What is said where the index of words is not as it was written.
import { PkmError } from "../../base/errors.ts";

/** The index is worked out from the rest of the store, so that it can be made anew. */
export function damagedIndex(what: string): PkmError {
  return new PkmError("failed", `the index of words is damaged: ${what}`, { hint: "pkm doctor --fix" });
}
