// Gathers what a digest can choose from, out of the store, and composes it.
import { instantNow, type Instant } from "../../base/clock.ts";
import { plainLine } from "../../base/plain.ts";
import { distanceOfPeople, type Direction } from "../../people/distance.ts";
import { nameOfItem, type Item } from "../../seek/item.ts";
import {
  composeDigest,
  type Chosen,
  type Digest,
  type DigestCounts,
  type DigestMatter,
  type ShownItem,
} from "../../seek/digest.ts";
import type { Context } from "../context.ts";
import { notesNow, type OpenStore } from "../sense/notes-now.ts";
import { amongWaiting, queryNow } from "../sense/query-words.ts";
import { otherSections } from "./digest-sections.ts";
import { wordsNow } from "../sense/words-now.ts";

export interface DigestAsk {
  /** Empty for everything. */
  query: string;
  since: Instant | null;
  /** Read by distance; null is as it is chosen. */
  direction: Direction | null;
}

export interface GatheredDigest {
  digest: Digest;
  counts: DigestCounts;
  /** What the last one said that was asked for everything; null when there was none. */
  before: Digest | null;
}

const excerptCharsMax = 160;
/** Items looked at for stories told again; what is left is looked at the next time. */
const echoItemsMax = 1000;
/** Of what a query finds, so many are chosen from. */
const hitsMax = 5000;

/** A digest of what waits now; nothing is written down. */
export async function gatherDigest(context: Context, { query, since, direction }: DigestAsk): Promise<GatheredDigest> {
  const { store } = await notesNow(context);
  const limit = context.flags.limit ?? context.home.digestLimit;
  // Another pkm may have been stopped right after it fetched.
  store.rules.catchUp();
  store.echoes.catchUp(echoItemsMax);
  const last = store.digests.last();
  const now = context.clock.now();
  const waitingInAll = store.digests.waiting(null);
  const fetched = store.digests.fetched();
  // What was held before and what came since is shown now, or held, or neither.
  const flow = fetched - (last?.counts.fetched ?? 0) + (last?.counts.held ?? 0);
  const lastDelivered = last?.delivered ?? null;
  const matter: DigestMatter = {
    ...(query === "" ? whatWaits(store, since, limit) : whatMeets(context, store, { query, since })),
    lastShown: store.digests.lastShown(),
    sources: query === "" ? store.sources.list() : [],
    others: query === "" ? otherSections(store, { now, lastDelivered }) : [],
    dropped: Math.max(0, flow - waitingInAll),
    letGo: store.shelf.letGoSince(lastDelivered),
  };
  const head = { id: null, date: instantNow(context.clock), since, query: query === "" ? null : query };
  const steps = store.people.steps();
  const reading =
    direction === null ? null : { direction, distance: ({ people }: ShownItem) => distanceOfPeople(people, steps) };
  const digest = composeDigest(head, matter, { limit, show: (chosen) => shownItems(store, chosen), reading });
  return {
    digest,
    counts: { fetched, held: Math.max(0, waitingInAll - digest.shown) },
    before: store.digests.lastWhole(),
  };
}

type Waiting = Pick<DigestMatter, "candidates" | "waiting">;

function whatWaits({ digests }: OpenStore, since: Instant | null, limit: number): Waiting {
  return {
    candidates: digests.candidates({ since, perSource: limit === 0 ? -1 : limit }),
    waiting: digests.waiting(since),
  };
}

/** Throws PkmError("usage") with a caret for what is no query. */
function whatMeets(
  context: Context,
  store: OpenStore,
  { query, since }: { query: string; since: Instant | null },
): Waiting {
  const asked = amongWaiting(queryNow(context, query));
  wordsNow(context, store, asked);
  const found = store.digests.among(store.search.find(asked, hitsMax).map(({ ref }) => ref));
  const came = since === null ? null : new Set(store.digests.candidates({ since, perSource: -1 }).map(({ id }) => id));
  const candidates = found.filter(({ id }) => came?.has(id) !== false);
  return { candidates, waiting: candidates.length };
}

function shownItems(store: OpenStore, chosen: readonly Chosen[]): readonly (ShownItem & Item)[] {
  const ids = chosen.map(({ id }) => id);
  const excerpts = store.items.bodies(ids, ({ text }) => excerptOf(text ?? ""));
  const whys = new Map(chosen.map(({ id, why }) => [id, why]));
  return store.items.some(ids).map((item) => {
    const title = nameOfItem(item);
    const excerpt = excerpts.get(item.id) ?? "";
    return {
      ...item,
      title,
      from: fromOf(item),
      why: reasonsOf(store, item, whys.get(item.id) ?? ""),
      excerpt: excerpt === "" || excerpt === plainLine(title) ? null : excerpt,
      next: null,
    };
  });
}

function reasonsOf({ people, echoes }: OpenStore, item: Item, why: string): readonly string[] {
  const others = echoes.others(item.id);
  const names = item.people.map((person) => people.get(person).name);
  return [
    ...(names.length === 0 ? [] : [`from ${names.map(plainLine).join(", ")}`]),
    why,
    ...(item.via.length > 1 ? [`${item.via.length} sources brought it`] : []),
    ...(others > 0 ? [`also in ${others} other${others === 1 ? "" : "s"}`] : []),
  ];
}

function excerptOf(text: string): string {
  const words = plainLine(text);
  return words.length > excerptCharsMax ? `${words.slice(0, excerptCharsMax).toWellFormed().trimEnd()}…` : words;
}

function fromOf({ source, author }: Item): string {
  const name = plainLine(source.title ?? source.url);
  const by = plainLine(author ?? "");
  return by === "" || name.includes(by) ? name : `${name}, ${by}`;
}
