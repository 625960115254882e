// One entry put together from its parts, its text read out of the HTML only when asked for.
import type { FeedEntry } from "../../seek/feed.ts";
import { bodyText } from "./content.ts";
import type { Content } from "./content.ts";
import { absoluteHtml } from "./links.ts";

/** An entry before its bodies are made absolute. */
export interface EntryParts extends Omit<FeedEntry, "html" | "text" | "summary"> {
  body: Content | null;
  /** The shorter description beside the body, or null. */
  brief: Content | null;
  /** What relative addresses in the bodies mean, or null. */
  base: string | null;
}

/** The entry. `text` is worked out on its first reading: most entries of a refresh are known and need none. */
export function entryOf({ body, brief, base, ...rest }: EntryParts): FeedEntry {
  const absolute = body === null ? null : { html: absoluteHtml(body.html, base), plain: body.plain };
  const summary = brief === null || brief.html === body?.html ? null : absoluteHtml(brief.html, base);
  let text: string | null | undefined;
  return {
    ...rest,
    html: absolute?.html ?? null,
    get text(): string | null {
      text ??= absolute === null ? null : bodyText(absolute);
      return text;
    },
    summary,
  };
}
