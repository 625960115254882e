// Reads config.toml: works when it is missing, and names the line of whatever is wrong in it.
import { existsSync, readFileSync } from "node:fs";
import { PkmError, reasonOf } from "./base/errors.ts";
import { nearest } from "./cli/nearest.ts";

export interface Settings {
  /** The folder of notes as written; null when config does not say. */
  notes: string | null;
  author: string | null;
  /** Items in a digest; null when config does not say. */
  digestLimit: number | null;
  /** Days after which items are let go unread where their source does not say; null is never. */
  shelfDays: number | null;
  /** Days after which the bodies of items that were let go are dropped; null keeps all. */
  retainDays: number | null;
}

const keys = {
  notes: "text",
  author: "text",
  "digest-limit": "count",
  "shelf-days": "count",
  "retain-days": "count",
} as const;
const none: Settings = { notes: null, author: null, digestLimit: null, shelfDays: null, retainDays: null };

/** Throws PkmError("config") with file and line for bad TOML, an unknown key, or a value of another kind. */
export async function readSettings(file: string): Promise<Settings> {
  if (!existsSync(file)) return none;
  const text = readFileSync(file, "utf8");
  const values = await parseToml(text, file);
  for (const [key, value] of Object.entries(values)) checkKey(key, value, { text, file });
  return {
    notes: textOf(values["notes"]),
    author: textOf(values["author"]),
    digestLimit: countOf(values["digest-limit"]),
    // 0 is how a person says "no such time".
    shelfDays: countOf(values["shelf-days"]) || null,
    retainDays: countOf(values["retain-days"]) || null,
  };
}

async function parseToml(text: string, file: string): Promise<Record<string, unknown>> {
  const { parse, TomlError } = await import("smol-toml");
  try {
    return parse(text);
  } catch (thrown) {
    const [first = ""] = reasonOf(thrown).split("\n");
    const line = thrown instanceof TomlError ? thrown.line : 1;
    throw wrong(file, line, first.replace(/^Invalid TOML document: /, ""));
  }
}

function checkKey(key: string, value: unknown, { text, file }: { text: string; file: string }): void {
  const line =
    1 +
    text.split("\n").findIndex((row) =>
      row
        .trimStart()
        .replace(/^["'[]+/, "")
        .startsWith(key),
    );
  const kind = Object.entries(keys).find(([name]) => name === key)?.[1];
  if (kind === undefined) {
    const near = nearest(key, Object.keys(keys));
    throw wrong(
      file,
      line,
      `unknown key ${key}; ${near === null ? `there are ${Object.keys(keys).join(", ")}` : `did you mean ${near}?`}`,
    );
  }
  if (kind === "text" && textOf(value) === null) throw wrong(file, line, `${key} is not a text`);
  if (kind === "count" && countOf(value) === null)
    throw wrong(file, line, `${key} is not a whole number of at least 0`);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : null;
}

function wrong(file: string, line: number, message: string): PkmError {
  return new PkmError("config", `${file}, line ${line}: ${message}`, { hint: `\${EDITOR:-vi} +${line} ${file}` });
}
