// A planted world: thirty people over sixty sources for five years, through the store's own ways, with the script's own counts.
import type { AccountKind } from "../../src/people/account.ts";
import { contentOf } from "../../src/seek/content.ts";
import type { MirrorStage } from "../../src/seek/mirror.ts";
import { addFeedback } from "../../src/share/reply.ts";
import { stage } from "../../src/share/stage.ts";
import { openBench, type Bench } from "../share/bench.ts";
import { plain, sendAll } from "../share/circle.ts";
import { chanceOf } from "../fuzz/random.ts";

const months = 60;
const monthMs = 30 * 86_400_000;
export const peopleCount = 30;
export const subjects = ["lathe", "kiln", "loom", "forge", "quill"] as const;

/** Who does what: indexes of people. */
export const roles = {
  /** I cite them, and they speak up about the very notes. */
  friends: [0, 1, 2, 3, 4, 5],
  /** I cite them again and again, and nothing comes back. */
  fans: [6, 7, 8, 9, 10, 11],
  /** They speak up about notes that never cite them. */
  talkers: [12, 13, 14, 15],
  /** They are asked in a round, and answer. */
  asked: [20, 21],
  /** They are asked, and never answer. */
  silent: [22, 23],
  /** I tell of what went both ways. */
  told: [25],
} as const;

export interface Planted {
  bench: Bench;
  /** Ids by index. */
  people: readonly string[];
  sources: readonly string[];
  counts: Counts;
}

/** What the script did, counted as it did it. */
export interface Counts {
  account: ReadonlyMap<string, Map<AccountKind, number>>;
  /** For each stage the items that got there, with what they are of. */
  stages: Record<MirrorStage, Map<string, Origin>>;
  /** Person and subject of each item that somebody known wrote. */
  wrote: { item: string; person: string; subject: string }[];
  kept: Set<string>;
  /** For each note the people it cites, and its subject words. */
  notes: { note: string; cites: readonly string[]; subjects: readonly string[] }[];
}

export interface Origin {
  source: string;
  /** Person id, or the folded name of somebody unknown. */
  author: string;
  domain: string;
}

/** Plants the world; in a random one the same is done by and to anybody. */
export async function plant(t: { after(act: () => void): void }, world: { isRandom: boolean }): Promise<Planted> {
  const bench = await openBench({ now: () => Date.parse("2021-11-23T08:00:00.000Z") });
  t.after(() => bench.close());
  const { store } = bench;
  const people = Array.from({ length: peopleCount }, (_, at) => {
    const { id } = store.people.add({ name: `Person Nr${at}`, mail: `p${at}@far.example`, handles: [`@nr${at}`] });
    return id;
  });
  const sources = store.transact(() =>
    Array.from({ length: 2 * peopleCount }, (_, at) => {
      const id = store.sources.plant({ url: `https://site-${at}.example/feed`, foundAt: null });
      const person = at < peopleCount ? (people[at] ?? null) : null;
      const filter = (["naive", "expert", "network", "algorithmic", "heuristic"] as const)[at % 5] ?? "naive";
      store.sources.revive(id, { filter, person, tags: [], contexts: [] });
      return id;
    }),
  );
  const counts: Counts = {
    account: new Map(people.map((id) => [id, new Map()])),
    stages: {
      subscribed: new Map(),
      shown: new Map(),
      opened: new Map(),
      annotated: new Map(),
      cited: new Map(),
      shared: new Map(),
    },
    wrote: [],
    kept: new Set(),
    notes: [],
  };
  const planting: Planting = { bench, people, sources, counts, circle: openCircle(bench, people), ...world };
  for (let month = 0; month < months; month += 1) {
    const items = bringMonth(planting, month);
    attend(planting, items, month);
    await shareNote(planting, items, month);
    bench.wait(monthMs);
  }
  tellOf(planting);
  return { bench, people, sources, counts };
}

interface Planting extends Planted {
  circle: { ask: string; quiet: string };
  isRandom: boolean;
}

/** Two places: in one somebody is asked by name, the other is a list whose readers nobody knows. */
function openCircle({ store, community }: Bench, people: readonly string[]): Planting["circle"] {
  const ask = community("Asked Circle");
  for (const at of [...roles.asked, ...roles.silent]) store.communities.setMember(ask, people[at] ?? "", "active");
  return { ask, quiet: community("Open List", { exposure: "members" }) };
}

interface Brought {
  id: string;
  /** Index of the person; null for a guest. */
  person: number | null;
  subject: string;
  origin: Origin;
}

/** One item of each source: a person's own names nobody, a magazine names its author in many spellings, or a guest. */
function bringMonth({ bench, people, sources, counts }: Planting, month: number): readonly Brought[] {
  const { store, context } = bench;
  const now = context.clock.now().toISOString();
  return store.transact(() =>
    sources.map((source, at): Brought => {
      const isOwn = at < peopleCount;
      const person = isOwn ? at : (at + month) % 5 === 0 ? null : (at * 7 + month) % peopleCount;
      const guest = `Guest Writer${at % 3}`;
      const spelled = [
        `Person Nr${person}`,
        `PERSON  nr${person}`,
        `p${person}@far.example (Person Nr${person})`,
        `@nr${person}`,
      ];
      const author = isOwn ? null : person === null ? guest : (spelled[month % spelled.length] ?? null);
      const subject = subjects[(person ?? at) % subjects.length] ?? "";
      const url = `https://site-${at}.example/${month}`;
      const text = `Something of month ${month} about the ${subject}, told at site ${at}.`;
      const content = contentOf({
        guid: url,
        title: `Notes of month ${month} from site ${at}`,
        link: url,
        published: now,
        authors: author === null ? [] : [{ name: author, email: null, url: null }],
        html: `<p>${text}</p>`,
        text,
        externalLink: null,
        updated: null,
        summary: null,
        enclosures: [],
        tags: [],
        comments: null,
        durationSeconds: null,
      });
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
      const id = store.refs.find(url, ["item"]);
      const origin = {
        source,
        author: person === null ? guest.toLowerCase() : (people[person] ?? ""),
        domain: `site-${at}.example`,
      };
      counts.stages.subscribed.set(id, origin);
      if (person !== null) {
        tally(counts, people[person], "came");
        counts.wrote.push({ item: id, person: people[person] ?? "", subject });
      }
      return { id, person, subject, origin };
    }),
  );
}

/** A third is shown, a tenth opened, some are kept and marked; by place in the month, so that it comes out the same. */
function attend({ bench: { store }, people, counts }: Planting, items: readonly Brought[], month: number): void {
  const every = (n: number, offset: number): readonly Brought[] => items.filter((_, at) => (at + month) % n === offset);
  const reach = (name: MirrorStage, some: readonly Brought[]): void => {
    for (const { id, origin } of some) counts.stages[name].set(id, origin);
  };
  store.attention.note(
    "shown",
    every(3, 0).map(({ id }) => id),
  );
  reach("shown", every(3, 0));
  store.attention.note(
    "opened",
    every(10, 1).map(({ id }) => id),
  );
  reach("opened", every(10, 1));
  for (const { id, person } of every(20, 2)) {
    store.items.mark(id, "kept");
    counts.kept.add(id);
    tally(counts, person === null ? undefined : people[person], "kept");
  }
  for (const { id, person } of every(30, 3)) {
    store.annotations.add({ item: id, version: 1, quote: null, comment: `a mark of month ${month}` });
    tally(counts, person === null ? undefined : people[person], "annotated");
  }
  reach("annotated", every(30, 3));
}

/** One note a month, made from items of a friend and a fan (or of anybody), taken to a place, and spoken up about. */
async function shareNote(planting: Planting, items: readonly Brought[], month: number): Promise<void> {
  const { bench, people, counts, circle, isRandom } = planting;
  const chance = chanceOf(7, month);
  const friend = month % roles.friends.length;
  const fan = 6 + (month % roles.fans.length);
  const cited = isRandom ? [chance.below(peopleCount), chance.below(peopleCount)] : [friend, fan];
  const from = [...new Set(cited)].flatMap((person) => items.find((item) => item.person === person) ?? []);
  const note = makeNote(bench, month, from);
  const cites = from.flatMap(({ person }) => (person === null ? [] : [people[person] ?? ""]));
  counts.notes.push({ note, cites, subjects: from.map(({ subject }) => subject) });
  for (const { id, origin } of from) counts.stages.cited.set(id, origin);
  for (const person of cites) tally(counts, person, "cited");
  if (month % 2 === 1) return;
  const isAsked = month % 4 === 0;
  const { share } = await stage(bench.desk, { note, place: isAsked ? circle.ask : circle.quiet, ...plain });
  await sendAll(bench, share);
  for (const { id, origin } of from) counts.stages.shared.set(id, origin);
  for (const person of cites) tally(counts, person, "shared");
  if (isAsked) for (const at of [...roles.asked, ...roles.silent]) tally(counts, people[at], "asked");
  const answering = isRandom
    ? [chance.below(peopleCount), chance.below(peopleCount)].filter((at) => !isInCircle(at))
    : [friend, 12 + (month % roles.talkers.length), ...(isAsked ? [20 + ((month / 4) % 2)] : [])];
  for (const at of answering) {
    const person = people[at] ?? "";
    const text = `I have another view of month ${month}`;
    addFeedback(bench.desk, { share, person, via: "mail", text, about: null, consent: "private" });
    tally(counts, person, "answered");
  }
}

function isInCircle(at: number): boolean {
  return [...roles.asked, ...roles.silent].some((member) => member === at);
}

function makeNote({ store, vault, context }: Bench, month: number, from: readonly Brought[]): string {
  const id = store.ids.take("note");
  const file = vault.create({
    id,
    title: `My view of month ${month}`,
    body: `What I make of it: ${from.map(({ subject }) => subject).join(" and ")}.\n`,
    tags: [],
    contexts: [],
    sources: from.map((item) => item.id),
    kind: "idea",
    via: null,
    created: context.clock.now().toISOString(),
  });
  store.notes.put(file, id);
  return id;
}

/** In a random world nothing is told of. */
function tellOf({ bench: { store, context }, people, counts, isRandom }: Planting): void {
  if (isRandom) return;
  const at = context.clock.now().toISOString();
  for (const told of roles.told) {
    for (const way of ["gave", "got", "gave", "got", "gave"] as const) {
      const ref =
        counts.notes[way === "gave" ? (counts.account.get(people[told] ?? "")?.get("gave") ?? 0) : 9]?.note ?? null;
      store.people.recordContact(people[told] ?? "", { at, what: `${way} a hand`, ref, way });
      tally(counts, people[told], way);
    }
  }
}

function tally({ account }: Counts, person: string | undefined, kind: AccountKind): void {
  const own = person === undefined ? undefined : account.get(person);
  own?.set(kind, (own.get(kind) ?? 0) + 1);
}

/** Items of a stage by kind of a dimension, as the script counts them. */
export function kindsOf({ stages }: Counts, name: MirrorStage, by: keyof Origin): ReadonlyMap<string, number> {
  const kinds = new Map<string, number>();
  for (const origin of stages[name].values()) kinds.set(origin[by], (kinds.get(origin[by]) ?? 0) + 1);
  return kinds;
}
