// Takes in what another service handed out: its pages become items of a source of that name, its marks become mine.
import type { Clock, Instant } from "../base/clock.ts";
import { decide, sortedAt, type Intent, type Known } from "../seek/decide.ts";
import { nameEntries } from "../seek/identity.ts";
import type { Item } from "../seek/item.ts";
import { ownEntry, ownFeed } from "../seek/own-feed.ts";
import {
  importedScheme,
  usualSettings,
  type FeedFacts,
  type NewSource,
  type Poll,
  type Source,
} from "../seek/source.ts";
import type { StoredAnnotation, TextQuote } from "./annotation.ts";
import type { Imported, ImportedFeed, ImportedItem, ImportedMark, NotTaken, Reading } from "./imported.ts";

/** What taking in needs of the store. */
export interface ImportStore {
  changes: { unrecorded(act: () => void): void };
  sources: {
    get(id: string): Source;
    idOf(url: string): string | null;
    plant(source: { url: string; foundAt: string | null }): string;
    revive(id: string, source: Omit<NewSource, "url">): void;
    edit(id: string, change: { shelfDays: number }): void;
    polls(ids: readonly string[]): readonly Poll[];
    setFacts(id: string, facts: FeedFacts): void;
  };
  items: {
    known(source: string, names: readonly string[], keys: readonly string[]): Omit<Known, "alike">;
    take(source: string, intents: readonly Intent[], now: Instant): void;
    some(ids: readonly string[]): readonly Item[];
    layAside(ids: readonly string[], at: Instant): void;
    takeUp(ids: readonly string[]): readonly string[];
    mark(id: string, mark: "read" | "kept", at?: Instant): void;
  };
  annotations: {
    add(annotation: {
      item: string;
      version: number;
      quote: TextQuote | null;
      comment: string | null;
      created?: Instant;
    }): StoredAnnotation;
    ofItem(item: string): readonly StoredAnnotation[];
  };
  tags: { add(thing: string, tags: readonly string[]): readonly string[] };
}

export interface ImportPorts {
  store: ImportStore;
  clock: Clock;
  /** Told now and then how many things were read. */
  onProgress(read: number): void;
}

/** What an import did, or would do. */
export interface ImportTally {
  items: { new: number; known: number };
  feeds: { new: number; known: number };
  /** Highlights and comments. */
  marks: { new: number; known: number };
  /** Tags put on items and sources. */
  tags: number;
  /** Items marked read, or kept. */
  states: number;
  notTaken: readonly NotTaken[];
}

const batchItems = 200;
const progressEvery = 200;

/**
 * Makes the sources that `reading` will need, in the inert form that undo of an import leads back to; how many things
 * there are to take in. Call it before changes.record, in the same transaction.
 */
export function plantSources(reading: Reading, { sources }: Pick<ImportStore, "sources">): number {
  const plant = (url: string): void => {
    if (sources.idOf(url) === null) sources.plant({ url, foundAt: null });
  };
  let hasItems = false;
  let count = 0;
  reading.read((imported) => {
    count += 1;
    if (imported.kind === "feed" && standingFeed(imported.url, sources) === null) plant(imported.url);
    if (imported.kind === "item") hasItems = true;
  });
  if (hasItems) plant(sourceUrl(reading));
  return count;
}

/** Takes in everything that `reading` hands out. Call it inside changes.record; what is there already stays as it is. */
export function takeImported(reading: Reading, ports: ImportPorts): ImportTally {
  const taking = new Taking(reading, ports);
  reading.read((imported) => taking.take(imported));
  return taking.end();
}

class Taking {
  readonly #reading: Reading;
  readonly #ports: ImportPorts;
  readonly #tally = {
    items: { new: 0, known: 0 },
    feeds: { new: 0, known: 0 },
    marks: { new: 0, known: 0 },
    tags: 0,
    states: 0,
  };
  readonly #notTaken: NotTaken[] = [];
  #batch: ImportedItem[] = [];
  #source: Poll | null = null;
  #read = 0;

  constructor(reading: Reading, ports: ImportPorts) {
    this.#reading = reading;
    this.#ports = ports;
  }

  take(imported: Imported): void {
    this.#read += 1;
    if (this.#read % progressEvery === 0) this.#ports.onProgress(this.#read);
    if (imported.kind === "not-taken") this.#notTaken.push(imported);
    else if (imported.kind === "feed") this.#takeFeed(imported);
    else {
      this.#batch.push(imported);
      if (this.#batch.length >= batchItems) this.#takeBatch();
    }
  }

  end(): ImportTally {
    this.#takeBatch();
    return { ...this.#tally, notTaken: this.#notTaken };
  }

  #takeFeed({ url, title, tags }: ImportedFeed): void {
    const { sources } = this.#ports.store;
    const id = standingFeed(url, sources);
    if (id === null) throw new Error(`the source ${url} was not planted`);
    if (sources.get(id).state !== "dropped") {
      this.#tally.feeds.known += 1;
      return;
    }
    const settings = { ...usualSettings, title };
    sources.revive(id, { filter: "naive", person: null, tags, contexts: [], settings });
    this.#tally.feeds.new += 1;
    this.#tally.tags += tags.length;
  }

  #takeBatch(): void {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return;
    const { store, clock } = this.#ports;
    const now = clock.now().toISOString();
    this.#source ??= openSource(this.#reading, store);
    const source = this.#source;
    const groups = Map.groupBy(batch, nameOf);
    const entries = [...groups].map(([guid, [first]]) => entryOf(guid, first));
    const named = nameEntries(ownFeed(this.#reading.service, entries), source);
    const names = named.map(({ name }) => name);
    const known = store.items.known(
      source.id,
      names,
      named.flatMap(({ key, ownKey }) => [key, ownKey]),
    );
    const intents = decide({ entries: named, known: { ...known, alike: [] }, source, now });
    store.items.take(
      source.id,
      intents.map((intent) => asSaved(intent, { groups, now })),
      now,
    );
    const created = new Set(intents.flatMap((intent) => (intent.kind === "new" ? [intent.name] : [])));
    const itemOf = new Map(store.items.known(source.id, names, []).arrivals.map(({ name, item }) => [name, item]));
    // Undo leads back to where a new item is laid aside: nothing waits then that the person did not want.
    store.changes.unrecorded(() =>
      store.items.layAside(
        [...created].flatMap((name) => itemOf.get(name) ?? []),
        now,
      ),
    );
    const fresh = new Set(store.items.takeUp([...itemOf.values()]));
    const items = new Map(store.items.some([...itemOf.values()]).map((item) => [item.id, item]));
    for (const { name, entry } of named) {
      const item = items.get(itemOf.get(name) ?? "");
      if (item === undefined) throw new Error(`an entry ${name} was taken in and is not there`);
      this.#tally.items[fresh.delete(item.id) ? "new" : "known"] += 1;
      this.#markItem(item, groups.get(entry.guid ?? "") ?? [], now);
    }
  }

  #markItem(item: Item, told: readonly ImportedItem[], now: Instant): void {
    const { items, tags } = this.#ports.store;
    const isUntouched = ["new", "let-go", "muted"].includes(item.state);
    const [kept, read] = [told.find(({ isKept }) => isKept), told.find(({ isRead }) => isRead)];
    const wanted = kept !== undefined ? "kept" : read !== undefined ? "read" : null;
    if (wanted !== null && (isUntouched || (wanted === "kept" && item.state === "read"))) {
      items.mark(item.id, wanted, sortedAt((kept ?? read)?.saved ?? null, now));
      this.#tally.states += 1;
    }
    for (const each of told) {
      this.#tally.tags += tags.add(item.id, each.tags).length;
      if (each.marks.length > 0) this.#annotate(item, each.marks, now);
    }
  }

  #annotate(item: Item, marks: readonly ImportedMark[], now: Instant): void {
    const { annotations, tags } = this.#ports.store;
    const standing = new Set(annotations.ofItem(item.id).map(saidBy));
    for (const mark of marks) {
      if (standing.has(saidBy(mark))) {
        this.#tally.marks.known += 1;
        continue;
      }
      standing.add(saidBy(mark));
      const { quote, comment } = mark;
      const created = sortedAt(mark.created, now);
      const { id } = annotations.add({ item: item.id, version: item.versions, quote, comment, created });
      this.#tally.tags += tags.add(id, mark.tags).length;
      this.#tally.marks.new += 1;
    }
  }
}

/** What makes two marks on one item the same. */
function saidBy({ quote, comment }: Pick<ImportedMark, "quote" | "comment">): string {
  return JSON.stringify([quote?.exact ?? null, comment]);
}

function nameOf({ url, guid, title }: ImportedItem): string {
  return url ?? guid ?? `titled ${title ?? ""}`;
}

function entryOf(guid: string, item: ImportedItem | undefined): ReturnType<typeof ownEntry> {
  if (item === undefined) throw new Error("a group without an item");
  const { title, url, author, published, text } = item;
  const authors = author === null ? [] : [{ name: author, email: null, url: null }];
  return ownEntry({ guid, title: title ?? (url === null ? guid : null), link: url, published, authors, text });
}

/** A page saved long ago stands where it was saved, not on top of what is new. */
function asSaved(
  intent: Intent,
  { groups, now }: { groups: ReadonlyMap<string, readonly ImportedItem[]>; now: Instant },
): Intent {
  if (intent.kind !== "new") return intent;
  const saved = groups.get(intent.content.guid ?? "")?.[0]?.saved ?? null;
  return saved === null ? intent : { ...intent, sorted: sortedAt(saved, now) };
}

/** Id of the source with this address on http or https. */
function standingFeed(url: string, sources: ImportStore["sources"]): string | null {
  const other = url.startsWith("https:") ? url.replace("https:", "http:") : url.replace("http:", "https:");
  return sources.idOf(url) ?? sources.idOf(other);
}

function sourceUrl({ kind }: Reading): string {
  return `${importedScheme}${kind}`;
}

/** The source that a service's items stand under, as the person's own saved pages do: nobody is asked for it. */
function openSource(reading: Reading, { sources }: ImportStore): Poll {
  const id = sources.idOf(sourceUrl(reading));
  if (id === null) throw new Error(`the source of ${reading.service} was not planted`);
  if (sources.get(id).state === "dropped") {
    sources.revive(id, { filter: "naive", person: null, tags: [], contexts: [] });
    // What a person saved is not let go for waiting.
    sources.edit(id, { shelfDays: 0 });
  }
  const [poll] = sources.polls([id]);
  if (poll === undefined) throw new Error(`the source ${id} was planted and is not there`);
  if (poll.facts.nextDue !== null) sources.setFacts(id, { ...poll.facts, title: reading.service, nextDue: null });
  return poll;
}
