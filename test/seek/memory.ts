// A store of the least kind for tests of the decider: what intents write, held in maps.
import { saidHash, type Content } from "../../src/seek/content.ts";
import type { Intent, Known, KnownArrival, KnownItem } from "../../src/seek/decide.ts";
import type { SourceName } from "../../src/seek/identity.ts";

export interface Memory {
  items: Map<string, KnownItem>;
  /** By source id and entry name. */
  arrivals: Map<string, KnownArrival & { by: string }>;
  knownOf(source: SourceName): Known;
  /** Content hash by item id. */
  contents(): ReadonlyMap<string, string>;
  titles(): readonly (string | null)[];
}

export function emptyMemory(): Memory {
  const items = new Map<string, KnownItem>();
  const arrivals = new Map<string, KnownArrival & { by: string }>();
  const hashOf = (item: string): string => items.get(item)?.contentHash ?? "";
  return {
    items,
    arrivals,
    knownOf: (source) => ({
      arrivals: [...arrivals.values()]
        .filter(({ by }) => by === source.id)
        .map((arrival) => ({
          ...arrival,
          contentHash: hashOf(arrival.item),
          source: items.get(arrival.item)?.source ?? "",
        })),
      items: [...items.values()],
      alike: [...items.values()].filter((item) => item.source === source.id && item.published !== null),
    }),
    contents: () => new Map([...items].map(([id, { contentHash }]) => [id, contentHash])),
    titles: () => [...items.values()].map(({ title }) => title),
  };
}

/** Writes intents down as the store does. Throws where the store's constraints would. */
export function remember(memory: Memory, source: SourceName, intents: readonly Intent[]): void {
  for (const intent of intents) {
    const item = intent.kind === "new" ? `k${memory.items.size}` : intent.item;
    if (intent.kind === "new") make(memory, item, { intent, source });
    const held = memory.items.get(item);
    if (held === undefined) throw new Error(`no item ${item}`);
    if (intent.kind === "version" || intent.kind === "takeover" || intent.kind === "touched") {
      const { title, published, guid } = intent.content;
      const contentHash = hashOfContent(intent.content);
      const owner = { source: source.id, sourceUrl: source.url, sourceFoundAt: source.foundAt ?? null, guid };
      const whose = intent.kind === "takeover" ? owner : {};
      memory.items.set(item, { ...held, ...whose, contentHash, title, published });
    }
    const place = `${source.id} ${intent.name}`;
    const isKnown = memory.arrivals.has(place);
    if (isKnown !== ["seen", "version", "touched"].includes(intent.kind))
      throw new Error(`${intent.kind} for ${place}`);
    const arrival = { name: intent.name, hash: intent.entryHash, item, source: held.source, contentHash: "" };
    memory.arrivals.set(place, { ...arrival, by: source.id });
  }
}

function make(
  memory: Memory,
  id: string,
  made: { intent: Extract<Intent, { kind: "new" }>; source: SourceName },
): void {
  const { key, content } = made.intent;
  if ([...memory.items.values()].some((item) => item.key === key)) throw new Error(`the key ${key} is there already`);
  const { guid, title, published } = content;
  const hash = hashOfContent(content);
  const { id: by, url: sourceUrl, foundAt: sourceFoundAt = null } = made.source;
  memory.items.set(id, { id, key, source: by, guid, title, published, contentHash: hash, sourceUrl, sourceFoundAt });
}

function hashOfContent({ title, said: { html, text }, details: { enclosures } }: Content): string {
  return saidHash({ title, html, text, enclosures });
}
