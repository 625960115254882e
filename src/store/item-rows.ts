// Rows of items, and the nouns made of them.
import type { Instant } from "../base/clock.ts";
import type { Beside, Enclosure } from "../seek/feed.ts";
import type { Item, ItemState } from "../seek/item.ts";
import { shownUrl } from "../seek/source.ts";
import { jsonTexts } from "./json-list.ts";
import { authorsOf } from "./person-items.ts";

export interface ItemRow {
  id: string;
  title: string | null;
  lead: string | null;
  url: string | null;
  author: string | null;
  published: Instant | null;
  updated: Instant | null;
  fetched: Instant;
  guid: string | null;
  source: string;
  sourceTitle: string | null;
  sourceUrl: string;
  state: ItemState;
  minutes: number;
  versions: number;
  /** JSON arrays. */
  via: string;
  tags: string;
  contexts: string;
  people: string;
  enclosures: string;
  duplicateOf: string | null;
}

const wasShared = `EXISTS (
  SELECT 1 FROM note_source ns JOIN note n ON n.path = ns.note JOIN share h ON h.note IN (n.id, n.path)
  JOIN release r ON r.share = h.id WHERE ns.item = i.id AND r.sent IS NOT NULL)`;

const state = `CASE
  WHEN ${wasShared} THEN 'shared'
  WHEN EXISTS (SELECT 1 FROM noted WHERE item = i.id) THEN 'noted'
  WHEN m.kept IS NOT NULL THEN 'kept'
  WHEN m.dropped IS NOT NULL THEN 'dropped'
  WHEN m.read IS NOT NULL THEN 'read'
  WHEN EXISTS (SELECT 1 FROM muted WHERE item = i.id) THEN 'muted'
  WHEN i.let_go IS NOT NULL THEN 'let-go'
  ELSE 'new' END`;

/** Every column of an ItemRow, and the tables they come from: i item, m mark, s source, f feed. */
export const selectItem: string = `
  SELECT i.id, i.title, i.lead, i.url, i.author, i.published, i.updated, i.fetched, i.guid, i.minutes,
    i.version AS versions, i.source, coalesce(s.title, f.title) AS sourceTitle, s.url AS sourceUrl, ${state} AS state,
    (SELECT json_group_array(source) FROM
      (SELECT source FROM brought WHERE item_no = i.no GROUP BY source ORDER BY source <> i.source, min(arrived), source)) AS via,
    (SELECT json_group_array(tag ORDER BY tag) FROM tag WHERE thing = i.id) AS tags,
    (SELECT json_group_array(DISTINCT context ORDER BY context) FROM context
      WHERE thing = i.id OR thing IN (SELECT source FROM brought WHERE item_no = i.no)) AS contexts,
    (SELECT json_group_array(person ORDER BY person) FROM (
      SELECT person FROM source WHERE person IS NOT NULL AND id IN (SELECT source FROM brought WHERE item_no = i.no)
      UNION ${authorsOf("i.no")})) AS people,
    (SELECT details ->> '$.enclosures' FROM item_version WHERE item_no = i.no AND n = i.version) AS enclosures,
    (SELECT nullif(origin, i.id) FROM echo WHERE item = i.id) AS duplicateOf
  FROM item i JOIN source s ON s.id = i.source JOIN source_feed f ON f.source = s.id
    LEFT JOIN item_mark m ON m.item = i.id`;

/** The item of a row. */
export function itemOf(row: ItemRow): Item {
  const { source, sourceTitle, sourceUrl, via, tags, contexts, people, enclosures, ...rest } = row;
  return {
    ...rest,
    kind: "item",
    source: { id: source, title: sourceTitle, url: shownUrl(sourceUrl) },
    via: jsonTexts(via),
    tags: jsonTexts(tags),
    contexts: jsonTexts(contexts),
    people: jsonTexts(people),
    enclosures: enclosuresOf(JSON.parse(enclosures)),
  };
}

/** What stands beside the files in a version's details; null when nothing does. */
export function besideOf(json: string | null): Beside | null {
  const value: unknown = JSON.parse(json ?? "null");
  if (typeof value !== "object" || value === null) return null;
  const { image, transcript, chapters, persons }: Readonly<Record<string, unknown>> = { ...value };
  const address = (given: unknown): string | null => (typeof given === "string" ? given : null);
  const names = Array.isArray(persons) ? persons.filter((name) => typeof name === "string") : [];
  return { image: address(image), transcript: address(transcript), chapters: address(chapters), persons: names };
}

/** The enclosures in a version's details, which pkm itself wrote. */
export function enclosuresOf(value: unknown): readonly Enclosure[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) => {
    if (typeof each !== "object" || each === null || !("url" in each) || typeof each.url !== "string") return [];
    const type = "type" in each && typeof each.type === "string" ? each.type : null;
    const bytes = "bytes" in each && typeof each.bytes === "number" ? each.bytes : null;
    return [{ url: each.url, type, bytes }];
  });
}
