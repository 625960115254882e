// A real store with items and a real notes folder, for tests of sense.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { htmlToText } from "../../src/formats/html-text.ts";
import type { Vault } from "../../src/sense/note.ts";
import { contentOf } from "../../src/seek/content.ts";
import type { FeedEntry } from "../../src/seek/feed.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { openVault } from "../../src/vault/vault.ts";

export interface Given {
  title: string | null;
  html: string;
  author?: string;
}

export interface Stock {
  store: Store;
  vault: Vault;
  /** The notes folder, absolute. */
  folder: string;
  clock: { now(): Date; forward(ms: number): void };
  /** Ids of items, in the order given; each an hour later than the one before. */
  items(...given: readonly Given[]): readonly string[];
  /** Makes a new version of an item. */
  revise(item: string, given: Given): void;
}

/** Opens a store in memory, or in the file named, and an empty notes folder; both go away with the test. */
export function stocked(t: TestContext, { isFile }: { isFile: boolean } = { isFile: false }): Stock {
  const base = mkdtempSync(join(tmpdir(), "pkm-sense-"));
  let at = Date.parse("2026-11-02T10:00:00.000Z");
  const clock = { now: () => new Date(at), forward: (ms: number) => void (at += ms) };
  const store = openStore(isFile ? join(base, "pkm.db") : ":memory:", clock);
  t.after(() => {
    store.close();
    rmSync(base, { recursive: true, force: true });
  });
  const source = plantSource(store);
  let count = 0;
  return {
    store,
    clock,
    vault: openVault({ root: join(base, "notes") }),
    folder: join(base, "notes"),
    items: (...given) =>
      given.map((each) => {
        count += 1;
        clock.forward(3_600_000);
        const url = `https://letters.example/${count}`;
        const now = clock.now().toISOString();
        const content = contentOf(entryOf(each, url, now));
        const intent = {
          kind: "new",
          key: url,
          content,
          sorted: now,
          isLetGo: false,
          name: url,
          entryHash: url,
        } as const;
        store.items.take(source, [intent], now);
        return store.refs.find(url, ["item"]);
      }),
    revise(item, given) {
      const { url } = store.items.get(item);
      const now = clock.now().toISOString();
      const content = contentOf(entryOf(given, url ?? "", now));
      const name = url ?? "";
      store.items.take(source, [{ kind: "version", item, content, name, entryHash: `${name}#${now}` }], now);
    },
  };
}

function plantSource(store: Store): string {
  return store.transact(() => {
    const id = store.sources.plant({ url: "https://letters.example/feed.xml", foundAt: null });
    store.sources.revive(id, { filter: "naive", person: null, tags: ["reading"], contexts: ["work"] });
    return id;
  });
}

function entryOf({ title, html, author }: Given, link: string, published: string): FeedEntry {
  const authors = author === undefined ? [] : [{ name: author, email: null, url: null }];
  const none = { externalLink: null, updated: null, summary: null, comments: null, durationSeconds: null };
  const text = htmlToText(html);
  return { ...none, guid: link, title, link, published, authors, html, text, enclosures: [], tags: [] };
}
