// Sources and items put straight into a store, as a feed would have brought them.
import { contentOf } from "../../src/seek/content.ts";
import type { Store } from "../../src/store/store.ts";

export interface Brought {
  key: string;
  title: string;
  text: string;
  published: string;
}

/** A source that is asked by nobody; its id. */
export function plantSource(store: Store, url: string): string {
  return store.transact(() => {
    const id = store.sources.plant({ url, foundAt: null });
    store.sources.revive(id, { filter: "naive", person: null, tags: [], contexts: [] });
    return id;
  });
}

/** New items of `source`, all at once. */
export function bringItems(store: Store, source: string, items: readonly Brought[]): void {
  const blank = { externalLink: null, updated: null, html: null, summary: null, comments: null, durationSeconds: null };
  const intents = items.map(({ key, title, text, published }) => {
    const own = { guid: key, title, link: key, published, authors: [], text, enclosures: [], tags: [] };
    const content = contentOf({ ...blank, ...own });
    return { kind: "new", key, content, sorted: published, isLetGo: false, name: key, entryHash: key } as const;
  });
  store.items.take(source, intents, items[0]?.published ?? "");
}
