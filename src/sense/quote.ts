// How annotations of an item read inside a note.
import { plainLine } from "../base/plain.ts";
import type { Annotation } from "./annotation.ts";

/** An item as it is named below its quotes. */
export interface Cited {
  id: string;
  title: string;
  url: string | null;
}

/** Markdown: each highlight as a quotation with its comment below, then where it is from; without highlights only that. */
export function quotesOf(item: Cited, annotations: readonly Pick<Annotation, "quote" | "comment">[]): string {
  const parts = annotations.map(({ quote, comment }) =>
    [quote === null ? "" : `> ${plainLine(quote.exact)}`, comment ?? ""].filter((part) => part !== "").join("\n\n"),
  );
  return [...parts.filter((part) => part !== ""), `From ${linkTo(item)}`].join("\n\n");
}

function linkTo({ title, url }: Cited): string {
  const name = plainLine(title).replace(/[[\]\\<>*_`]/g, String.raw`\$&`);
  // Markdown reads `<...>` up to the first `>`; an address can not hold one unescaped.
  return url === null ? name : `[${name}](<${url.replace(/[<>\s]/g, (character) => encodeURIComponent(character))}>)`;
}
