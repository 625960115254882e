// Sources and items over one open database, for tests that look at its rows.
import type { Clock } from "../../src/base/clock.ts";
import { decide, takeNewest, type Intent } from "../../src/seek/decide.ts";
import type { FeedEntry } from "../../src/seek/feed.ts";
import { nameEntries } from "../../src/seek/identity.ts";
import { openChanges, type Changes } from "../../src/store/changes.ts";
import { openDatabase, type Db } from "../../src/store/database.ts";
import { openIds } from "../../src/store/ids.ts";
import { openItems, type Items } from "../../src/store/items.ts";
import { openSources, type Sources } from "../../src/store/sources.ts";
import { feed } from "../seek/documents.ts";
import { handClock, type HandClock } from "../seek/flow.ts";

export interface SeekStore {
  db: Db;
  clock: HandClock;
  changes: Changes;
  sources: Sources;
  items: Items;
  /** A living source with this address. */
  source(url: string): string;
  /** Takes in entries as one answer of a source; hands back what was written. */
  bring(source: string, entries: readonly FeedEntry[], takeMax?: number | null): readonly Intent[];
}

export function openSeekStore(path = ":memory:"): SeekStore {
  const db = openDatabase(path);
  const clock = handClock();
  const fixed: Clock = clock;
  const ids = openIds(db);
  const items = openItems(db, ids, fixed);
  const sources = openSources(db, ids, fixed);
  const changes = openChanges(db, fixed);
  return {
    db,
    clock,
    changes,
    sources,
    items,
    source(url) {
      const id = sources.plant({ url, foundAt: null });
      changes.record("add", () => sources.revive(id, { filter: "naive", person: null, tags: [], contexts: [] }));
      return id;
    },
    bring(id, entries, takeMax = null) {
      const [poll] = sources.polls([id]);
      if (poll === undefined) throw new Error(`no source ${id}`);
      const named = nameEntries(feed(entries), poll);
      const keys = named.flatMap(({ key, ownKey }) => [key, ownKey]);
      const names = named.map(({ name }) => name);
      const now = clock.now().toISOString();
      const instants = entries.flatMap(({ published }) => published ?? []);
      const known = { ...items.known(id, names, keys), alike: items.publishedAt(id, instants) };
      const intents = takeNewest(decide({ entries: named, known, source: poll, now }), takeMax);
      items.take(id, intents, now);
      return intents;
    },
  };
}
