// An item: one thing received, as it is stored, listed and printed for machines.
import type { Instant } from "../base/clock.ts";
import type { Beside, Enclosure } from "./feed.ts";

/**
 * Where an item stands: nothing done with it yet; opened; kept for later; made into a note; sent on as part of one;
 * not for me; muted by a rule of the person's; or let go: never asked for attention, or not any more.
 */
export type ItemState = "new" | "read" | "kept" | "noted" | "shared" | "dropped" | "muted" | "let-go";

/** An item in the shape scripts rely on; bodies are read apart. */
export interface Item {
  id: string;
  kind: "item";
  /** As the feed gives it; null when it has none (see `lead`). */
  title: string | null;
  /** The opening words, where there is no title; null where there is one or no text either. */
  lead: string | null;
  url: string | null;
  author: string | null;
  /** As the feed says, which may be in the future or absent. */
  published: Instant | null;
  updated: Instant | null;
  fetched: Instant;
  guid: string | null;
  /** The source that brought it first; its words are the item's. */
  source: { id: string; title: string | null; url: string };
  /** Ids of every source that brought it, the first one first. */
  via: readonly string[];
  state: ItemState;
  tags: readonly string[];
  /** Its own and those of the sources that brought it. */
  contexts: readonly string[];
  /** Ids of the people whose sources brought it. */
  people: readonly string[];
  minutes: number;
  enclosures: readonly Enclosure[];
  versions: number;
  /** Id of the item whose story this one repeats; null when it is its own. */
  duplicateOf: string | null;
}

/** The body of one version. */
export interface ItemBody {
  /** As the feed gave it, not sanitised; null when it gave none. */
  html: string | null;
  text: string | null;
}

/** One version of what the source said. */
export interface ItemVersion {
  n: number;
  title: string | null;
  fetched: Instant;
  /** Hash of title, text and enclosures. */
  hash: string;
}

/** What stands beside the body of a version. */
export interface ItemDetails {
  summary: string | null;
  enclosures: readonly Enclosure[];
  /** The feed's own categories, which are no tags of mine. */
  tags: readonly string[];
  externalLink: string | null;
  comments: string | null;
  durationSeconds: number | null;
  /** Missing when there is nothing of it. */
  beside?: Beside;
}

/** How a person reads an item's name where one line is to be had. */
export function nameOfItem(item: Pick<Item, "title" | "lead" | "url" | "id">): string {
  return item.title ?? item.lead ?? item.url ?? item.id;
}
