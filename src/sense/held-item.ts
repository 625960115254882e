// An item with what the person made of it, as exports hand it out.
import type { Item } from "../seek/item.ts";
import type { StoredAnnotation } from "./annotation.ts";

export interface HeldItem {
  item: Item;
  annotations: readonly StoredAnnotation[];
}

/** The words of an annotation on one line: the quote in quotation marks, then the comment. */
export function markLine({ quote, comment }: Pick<StoredAnnotation, "quote" | "comment">): string {
  return [quote === null ? null : `“${quote.exact}”`, comment].filter((part) => part !== null).join(" ");
}
