// What an archive holds, table by table; test/store/archive-tables.test.ts names the tables that are left out, with why.

/**
 * Tables that are copied, in the order in which they are written and put back: what triggers lean on comes first. A
 * migration that makes a table adds it here, or to that test.
 */
export const archivedTables: readonly string[] = [
  "id",
  "person",
  "person_key",
  "evidence",
  "community",
  "member",
  "channel",
  "source",
  "source_feed",
  "item",
  "item_version",
  "brought",
  "handed_on",
  "item_mark",
  "rule",
  "rule_item",
  "rule_matched",
  "tag",
  "context",
  "bounded_context",
  "attention",
  "horizon",
  "attention_off",
  "annotation",
  "claim",
  "finding",
  "weekly_step",
  "note",
  "note_tag",
  "note_context",
  "note_source",
  "note_link",
  "note_before",
  "share",
  "share_version",
  "reflection",
  "answer",
  "release",
  "departure",
  "correction",
  "delivery",
  "override",
  "feedback",
  "reply",
  "listening",
  "digest",
  "digest_item",
  "digest_mail",
  "state_register",
  "change",
  "change_row",
];

/** Columns that hold JSON, or nothing: what is no JSON there would stop every later reading of them. */
export const jsonColumns: Readonly<Record<string, readonly string[]>> = {
  change_row: [
    "iif(place = 'file', '[]', key)",
    "iif(place = 'file', NULL, before)",
    "iif(place = 'file', NULL, after)",
  ],
  channel: ["settings"],
  community: ["goals", "norms"],
  digest: ["content"],
  digest_mail: ["recipients"],
  item_version: ["details"],
  listening: ["deliveries"],
  note: ["problems"],
  override: ["conditions"],
  reflection: ["ask"],
  release: ["audience", "citations", "ask", "form"],
  state_register: ["key"],
};

/** What else has to be there once a row of a table was put back. */
export const afterRow: Readonly<Record<string, string>> = {
  source: "INSERT INTO source_count (source) VALUES (@id)",
};

/** What is read from the notes folder, which may be there before the rest; it makes way for what an archive says. */
export const fromNotes: readonly string[] = ["note_link", "note_source", "note_context", "note_tag", "note", "id"];

/** What is run once all rows are there: the counts, which no trigger makes of rows that are inserted. */
export const afterAll: readonly string[] = [
  `UPDATE source_count SET (items, unread, dealt, kept) = (
     SELECT count(*), coalesce(sum(i.is_new), 0), count(m.item), count(m.kept)
     FROM (SELECT DISTINCT item_no FROM brought WHERE source = source_count.source) a
       JOIN item i ON i.no = a.item_no LEFT JOIN item_mark m ON m.item = i.id)`,
  `UPDATE source_count SET (waiting, minutes) = (
     SELECT count(*), coalesce(sum(minutes), 0) FROM item WHERE source = source_count.source AND is_new = 1)`,
];
