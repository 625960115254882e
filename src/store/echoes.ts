// Finds stories told again among what is stored, a few items at a time, and keeps who told them first.
import { linkedSites, precedes, similarityMin, siteOf, type EchoGroup, type Teller } from "../seek/echoes.ts";
import { passedOnPage } from "../seek/passed-on.ts";
import { bandsOf, shinglesOf, similarity } from "../seek/shingles.ts";
import { openBodies, pieceColumns, type Piece } from "./bodies.ts";
import type { Db } from "./database.ts";
import { lazily } from "./lazily.ts";
import { deriving } from "./deriving.ts";
import { newestVersion } from "./versions.ts";

export interface Echoes {
  /** Looks at items that came since the last time, at most `itemsMax`, oldest first; hands back how many are left. */
  catchUp(itemsMax: number): number;
  /** Stories told more than once in nearly the same words, the latest first, at most `limit`; 0 is all. */
  groups(limit: number): readonly EchoGroup[];
  /** How many others tell the story of this item. */
  others(item: string): number;
}

/** A story told word for word by hundreds needs no more than these to be found. */
const bandItemsMax = 20;
const groupItemsMax = 50;

export function openEchoes(db: Db): Echoes {
  const others = lazily(() =>
    db
      .prepare<[string], number>(
        "SELECT max(0, count(*) - 1) FROM echo WHERE origin = (SELECT origin FROM echo WHERE item = ?)",
      )
      .pluck(),
  );
  return {
    catchUp: (itemsMax) => deriving(db, () => db.transaction(() => catchUp(db, itemsMax)).immediate()),
    groups(limit) {
      const origins = db
        .prepare<[number], string>(
          `SELECT e.origin FROM echo e JOIN item i ON i.id = e.item GROUP BY e.origin HAVING count(*) > 1
           ORDER BY max(i.no) DESC LIMIT ?`,
        )
        .pluck()
        .all(limit === 0 ? -1 : limit);
      const members = db.prepare<[string], { item: string; similarity: number }>(
        `SELECT e.item, e.similarity FROM echo e JOIN item i ON i.id = e.item
         WHERE e.origin = ? AND e.item <> e.origin ORDER BY i.sorted, i.no`,
      );
      return origins.map((origin) => ({ origin, echoes: members.all(origin) }));
    },
    others: (item) => Number(others().get(item)),
  };
}

interface Row extends Piece {
  id: string;
  no: number;
  source: string;
  sorted: string;
  published: string | null;
  url: string | null;
  externalLink: string | null;
}

interface Told {
  /** The page it passes on; null when it says something of its own. */
  page: string | null;
  teller: Teller;
  shingles: ReadonlySet<string>;
}

function catchUp(db: Db, itemsMax: number): number {
  const through = Number(db.prepare<[], number>("SELECT through FROM echo_through").pluck().get() ?? 0);
  const waiting = db.prepare<[number, number], number>("SELECT no FROM item WHERE no > ? ORDER BY no LIMIT ?").pluck();
  const numbers = waiting.all(through, itemsMax);
  const last = numbers.at(-1);
  if (last === undefined) return 0;
  const look = openLook(db);
  for (const no of numbers) look(no);
  db.prepare(
    "INSERT INTO echo_through (one, through) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET through = excluded.through",
  ).run(last);
  return Number(db.prepare<[], number>("SELECT max(no) FROM item").pluck().get()) - last;
}

/** Looks one item up among those that were looked at before, and adds it to them. */
function openLook(db: Db): (no: number) => void {
  const read = openReading(db);
  const groups = openGroups(db, read);
  const inBand = db
    .prepare<[number, number], number>("SELECT item FROM echo_band WHERE band = ? ORDER BY item DESC LIMIT ?")
    .pluck();
  const insert = db.prepare<[number, number]>(
    "INSERT INTO echo_band (band, item) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const passesOn = db.prepare<[number, string]>(
    "INSERT INTO passed_on (item, page) VALUES (?, ?) ON CONFLICT DO UPDATE SET page = excluded.page",
  );
  return (no) => {
    const told = read(no);
    if (told !== null && told.page !== null) passesOn.run(no, told.page);
    if (told === null || told.shingles.size === 0) return;
    const numbers = bandsOf(told.shingles);
    const alike = new Set(numbers.flatMap((band) => inBand.all(band, bandItemsMax)));
    alike.delete(no);
    groups.join(told, [...alike]);
    for (const band of numbers) insert.run(band, no);
  };
}

type Reading = (no: number) => Told | null;

function openReading(db: Db): Reading {
  const select = db.prepare<[number], Row>(
    `SELECT i.id, i.no, i.source, i.sorted, i.published, i.url,
       v.details ->> '$.externalLink' AS externalLink, ${pieceColumns} FROM item i ${newestVersion} WHERE i.no = ?`,
  );
  const bodies = openBodies(db);
  return (no) => {
    const row = select.get(no);
    if (row === undefined) return null;
    const { html, text } = bodies.read(row);
    const { id, source, sorted, published, url, externalLink } = row;
    const links = linkedSites(html ?? "");
    const teller = { id, no, source, published: published === null ? null : sorted, site: siteOf(url), links };
    return { teller, shingles: shinglesOf(text ?? ""), page: passedOnPage({ url, externalLink, html, text }) };
  };
}

interface Member {
  no: number;
  id: string;
}

function openGroups(db: Db, read: Reading): { join(told: Told, alike: readonly number[]): void } {
  const originOf = db
    .prepare<[number], number>(
      `SELECT coalesce((SELECT o.no FROM echo e JOIN item o ON o.id = e.origin WHERE e.item = i.id), i.no)
       FROM item i WHERE i.no = ?`,
    )
    .pluck();
  const membersOf = db.prepare<[string, number], Member>(
    "SELECT i.no, i.id FROM echo e JOIN item i ON i.id = e.item WHERE e.origin = ? ORDER BY i.no LIMIT ?",
  );
  const put = db.prepare<[string, string, number]>(
    `INSERT INTO echo (item, origin, similarity) VALUES (?, ?, ?)
     ON CONFLICT (item) DO UPDATE SET origin = excluded.origin, similarity = excluded.similarity`,
  );
  const leave = db.prepare<[string]>("DELETE FROM echo WHERE item = ?");
  const follow = db.prepare<[string, string]>("UPDATE echo SET origin = ? WHERE origin = ?");
  const lead = (told: Told, former: Told): void => {
    const members = membersOf.all(former.teller.id, groupItemsMax);
    put.run(told.teller.id, told.teller.id, 1);
    // Whoever is not like the new origin tells another story by its measure, though it was like the former one.
    for (const { no, id } of [former.teller, ...members]) {
      const member = read(no);
      const alike = member === null ? 0 : similarity(told.shingles, member.shingles);
      if (alike >= similarityMin) put.run(id, told.teller.id, alike);
      else leave.run(id);
    }
    // More of them are not read, and are taken to be as like it as these.
    follow.run(told.teller.id, former.teller.id);
  };
  return {
    join(told, alike) {
      const origins = [...new Set(alike.map((no) => originOf.get(no) ?? no))].flatMap((no) => read(no) ?? []);
      const best = origins
        // One source tells many a story in one form: forecasts, tables, lists of links.
        .filter(({ teller }) => teller.source !== told.teller.source)
        .map((origin) => ({ origin, alike: similarity(told.shingles, origin.shingles) }))
        .toSorted((a, b) => b.alike - a.alike || a.origin.teller.no - b.origin.teller.no)[0];
      if (best === undefined || best.alike < similarityMin) return;
      if (precedes(told.teller, best.origin.teller)) lead(told, best.origin);
      else {
        put.run(best.origin.teller.id, best.origin.teller.id, 1);
        put.run(told.teller.id, best.origin.teller.id, best.alike);
      }
    },
  };
}
