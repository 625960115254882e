// Finds the thing a person means: an id, a unique prefix of one, a URL, or a note's path.
import { isIdShaped, kindOfId, type IdKind } from "../base/id.ts";
import { PkmError } from "../base/errors.ts";
import { foldedKey } from "../people/known-as.ts";
import { canonicalUrl } from "../seek/canonical-url.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import { nearNames } from "./near-names.ts";

export interface Refs {
  /**
   * The id of the one thing among `kinds` that `ref` means. A note without an id is told by its path.
   * Throws PkmError: "not-found" when there is none, "usage" when several begin that way.
   */
  find(ref: string, kinds: readonly IdKind[]): string;
}

export function openRefs(db: Db, ids: Ids): Refs {
  const named = openNames(db);
  return {
    find(ref, kinds) {
      const text = ref.trim();
      // Capitals are taken in a whole id alone: a short name may look like the beginning of one.
      const small = /^\w*\d\w*$/.test(text) && text.length >= 4 ? text.toLowerCase() : text;
      const id = isIdShaped(small) ? byId(ids, small, kinds) : null;
      const found = id ?? named(text, kinds);
      if (found !== undefined) return found;
      // Where nearly everything would do, a list of it says nothing.
      const wanted = kinds.length > 3 ? "nothing is called" : `no ${kinds.join(" or ")}`;
      const near = nearNames(db, text, kinds).map((each) => `${each.name} (${each.id})`);
      const meant = near.length === 0 ? "" : `; did you mean ${near.join(" or ")}?`;
      throw new PkmError("not-found", `${wanted} ${text}${meant}`, { hint: mendFor(text, kinds) });
    },
  };
}

/** The id that is `text`, or the only one of `kinds` that begins so; null when there is none. */
function byId(ids: Ids, text: string, kinds: readonly IdKind[]): string | null {
  const found = ids.startingWith(text, 8).filter(({ kind }) => kinds.some((wanted) => wanted === kind));
  const exact = found.find(({ id }) => id === text);
  if (exact !== undefined) return exact.id;
  const [only, second] = found;
  if (second === undefined) return only?.id ?? null;
  const some = found.map(({ id }) => id).join(", ");
  throw new PkmError("usage", `${text} begins several ids: ${some}`, { hint: `pkm show ${second.id}` });
}

type Named = (ref: string, kinds: readonly IdKind[]) => string | undefined;

function openNames(db: Db): Named {
  const one = (sql: string, ...values: readonly string[]): string | undefined =>
    db
      .prepare<unknown[], string>(sql)
      .pluck()
      .get(...values);
  const person = (ref: string): string | undefined => {
    const people = db
      .prepare<[string], string>("SELECT person FROM person_key WHERE key = ? LIMIT 2")
      .pluck()
      .all(foldedKey(ref));
    if (people.length > 1)
      throw new PkmError("usage", `several people are called ${ref}: use an id`, { hint: "pkm people" });
    return people[0];
  };
  const sourceCalled = (ref: string): string | undefined => {
    const sources = db
      .prepare<[string], string>(
        `SELECT s.id FROM source s JOIN source_feed f ON f.source = s.id
         WHERE coalesce(s.title, f.title) = ? COLLATE NOCASE AND s.dropped IS NULL LIMIT 2`,
      )
      .pluck()
      .all(ref);
    return sources.length === 1 ? sources[0] : undefined;
  };
  const lookups: Readonly<Partial<Record<IdKind, (ref: string) => string | undefined>>> = {
    note: (ref) => {
      const path = ref.replace(/^\.\//, "");
      return one("SELECT coalesce(id, path) FROM note WHERE path IN (?, ?)", path, `${path}.md`);
    },
    item: (ref) => one("SELECT id FROM item WHERE key = ?", canonicalUrl(ref) ?? ref),
    source: (ref) => one("SELECT id FROM source WHERE url = ?", ref) ?? sourceCalled(ref),
    community: (ref) => one("SELECT id FROM community WHERE name = ? COLLATE NOCASE", ref),
    person,
  };
  return (ref, kinds) => {
    for (const kind of kinds) {
      const found = lookups[kind]?.(ref);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

const lists: Readonly<Partial<Record<IdKind, string>>> = {
  item: "pkm find",
  source: "pkm seek list",
  note: "pkm sense list",
  share: "pkm share",
  person: "pkm people",
  community: "pkm community",
  channel: "pkm community",
  delivery: "pkm share log",
  feedback: "pkm share feedback",
  digest: "pkm digest list",
};

function mendFor(text: string, kinds: readonly IdKind[]): string {
  const told = kindOfId(text);
  const kind = kinds.find((wanted) => wanted === told) ?? kinds[0];
  return (kind === undefined ? undefined : lists[kind]) ?? "pkm";
}
