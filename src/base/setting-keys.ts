// What may stand in config.toml: every key with its kind, and the tables whose keys are the person's own.
import type { PkmError } from "./errors.ts";

/** A text, a list of texts, a whole number of at least 0, or true and false. */
export type SettingKind = "text" | "texts" | "count" | "switch";

export interface SettingKey {
  /** As TOML writes it; a dot stands between table and key. */
  key: string;
  kind: SettingKind;
  /** What it does, with what holds when it is missing. */
  about: string;
  /** A line of TOML that could stand there, without the key. */
  example: string;
  /** What holds when nobody says otherwise; null when that is nothing. */
  fallback: SettingValue | null;
}

/** In the order in which they are explained. */
export const settingKeys = [
  { key: "notes", kind: "text", about: "where notes lie", example: '"~/writing"', fallback: null },
  { key: "author", kind: "text", about: "your name on what you publish", example: '"Ada Lovelace"', fallback: null },
  { key: "digest-limit", kind: "count", about: "items in a digest", example: "12", fallback: 12 },
  {
    key: "shelf-days",
    kind: "count",
    about: "let items go unread after so many days; without it they wait for ever",
    example: "60",
    fallback: null,
  },
  {
    key: "retain-days",
    kind: "count",
    about: "drop the bodies of what was let go so many days ago; without it all stay",
    example: "365",
    fallback: null,
  },
  {
    key: "gate.cooling-hours",
    kind: "count",
    about: "hours that a version of a note lies before it goes wider",
    example: "24",
    fallback: 0,
  },
  {
    key: "gate.unasked",
    kind: "texts",
    about: "notes that may go wider without a round, by kind or context",
    example: '["kind:finds"]',
    fallback: [],
  },
  {
    key: "gate.closed-only",
    kind: "texts",
    about: "notes that go no further than closed places",
    example: '["context:family"]',
    fallback: [],
  },
  {
    key: "gate.members-only",
    kind: "texts",
    about: "notes that go no further than places that whoever joins can read",
    example: '["kind:question"]',
    fallback: [],
  },
  {
    key: "preflight.off",
    kind: "texts",
    about: "checks before sending that are switched off, by name",
    example: '["one-sided"]',
    fallback: [],
  },
  {
    key: "preflight.stop",
    kind: "texts",
    about: "checks that stop what they would else only tell",
    example: '["quote-changed"]',
    fallback: [],
  },
  {
    key: "mail.from",
    kind: "text",
    about: "who a digest by mail comes from: pkm help digest-mail",
    example: '"Ada <ada@example.org>"',
    fallback: null,
  },
  { key: "mail.to", kind: "texts", about: "where it goes", example: '["ada@example.org"]', fallback: null },
  {
    key: "mail.smtp",
    kind: "text",
    about: "the server that takes it: smtp[s]://[user@]host[:port]",
    example: '"smtps://ada@mail.example.org"',
    fallback: null,
  },
  {
    key: "mail.secret",
    kind: "text",
    about: "where the password is: env:NAME, file:PATH or cmd:PROGRAM ARGS",
    example: '"file:/home/ada/.mail-password"',
    fallback: null,
  },
  {
    key: "mail.box",
    kind: "text",
    about: "a Maildir or mbox file on this machine in which it is looked for before it is sent again",
    example: '"~/Maildir"',
    fallback: null,
  },
  {
    key: "mail.imap",
    kind: "text",
    about: "the same on a server, read and never changed: imap[s]://user@host[:port]",
    example: '"imaps://ada@mail.example.org"',
    fallback: null,
  },
  {
    key: "mail.when-unsure",
    kind: "text",
    about: "once or again: what is done where nobody can tell whether it arrived",
    example: '"once"',
    fallback: "once",
  },
] as const;

/** Tables of texts whose keys the person chooses. */
export const ownTables = [
  {
    name: "alias",
    about: "commands of your own: the words each stands for",
    example: 'morning = "digest --fetch"',
  },
  { name: "views", about: "saved queries: @name stands for one in any query", example: 'deep = "is:new tag:learning"' },
  { name: "keys", about: "keys of your own in review: the key each acts as", example: 'a = "s"' },
  { name: "defaults", about: "options a command takes unless you say otherwise", example: 'find = "--limit 20"' },
] as const;

type Keys<Kind extends SettingKind> = Extract<(typeof settingKeys)[number], { kind: Kind }>["key"];
/** A setting that is a list of texts. */
export type ListKey = Keys<"texts">;
export type TableName = (typeof ownTables)[number]["name"];

export type SettingValue = string | number | boolean | readonly string[];

/** One setting as it holds now. */
export interface SettingRow {
  key: string;
  /** Null when nothing is set and nothing holds by itself. */
  value: SettingValue | null;
  origin: "environment" | "config" | "default";
  /** The variable, or file and line; null for a default. */
  place: string | null;
}

/** What config.toml and the environment say, checked. Every reader answers null where neither says anything. */
export interface Settings {
  text(key: Keys<"text">): string | null;
  count(key: Keys<"count">): number | null;
  texts(key: ListKey): readonly string[] | null;
  /** A table of the person's own, by name; empty when it is not there. */
  table(name: TableName): ReadonlyMap<string, string>;
  /** Every key there is, then what stands in the person's own tables. */
  rows(): readonly SettingRow[];
  /** What is wrong with file or environment; null when all is well. */
  problem: PkmError | null;
}
