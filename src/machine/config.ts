// Reads config.toml and PKM_* variables: works when they are missing, and names the line of whatever is wrong.
import { existsSync, readFileSync } from "node:fs";
import { PkmError, reasonOf } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import { nearest } from "../base/nearest.ts";
import { cutText } from "../base/plain.ts";
import {
  ownTables,
  settingKeys,
  type SettingKey,
  type SettingKind,
  type SettingRow,
  type Settings,
  type SettingValue,
} from "../base/setting-keys.ts";

type Env = Readonly<Record<string, string | undefined>>;
/** A value with where it was said. */
interface Said {
  value: SettingValue;
  origin: "environment" | "config";
  place: string;
}

const known: readonly SettingKey[] = settingKeys;
const kindNames: Readonly<Record<SettingKind, string>> = {
  text: "a text",
  texts: "a list of texts",
  count: "a whole number of at least 0",
  switch: "true or false",
};

/**
 * Reads the settings. Whatever is wrong is kept as `problem`, a PkmError("config") with file and line, so that the
 * commands that mend it still run; then no setting of the file holds.
 */
export async function readSettings(file: string, env: Env): Promise<Settings> {
  try {
    const inFile = existsSync(file) ? await readToml(file) : new Map<string, Said>();
    return settingsOf(new Map([...inFile, ...readEnvironment(env)]), null);
  } catch (thrown) {
    if (thrown instanceof PkmError) return settingsOf(new Map(), thrown);
    throw thrown;
  }
}

/** Refuses a text that is not a config.toml; throws PkmError("config") naming `file` and the line. */
export async function checkConfig(text: string, file: string): Promise<void> {
  await readText(text, file);
}

function settingsOf(said: ReadonlyMap<string, Said>, problem: PkmError | null): Settings {
  return {
    problem,
    text: (key) => asText(said.get(key)?.value),
    count: (key) => asCount(said.get(key)?.value),
    texts: (key) => asTexts(said.get(key)?.value),
    table: (name) =>
      new Map(
        [...said]
          .filter(([path]) => path.startsWith(`${name}.`))
          .map(([path, { value }]) => [path.slice(name.length + 1), asText(value) ?? ""]),
      ),
    rows: () => rowsOf(said),
  };
}

function rowsOf(said: ReadonlyMap<string, Said>): readonly SettingRow[] {
  const own = [...said.keys()].filter((path) => ownTables.some(({ name }) => path.startsWith(`${name}.`)));
  return [...known.map(({ key }) => key), ...own].map((key) => {
    const found = said.get(key);
    const fallback = known.find((candidate) => candidate.key === key)?.fallback ?? null;
    if (found === undefined) return { key, value: fallback, origin: "default", place: null };
    return { key, ...found };
  });
}

/** PKM_DIGEST_LIMIT for digest-limit, PKM_MAIL_FROM for mail.from: a variable that is empty says nothing. */
export function variableOf(key: string): string {
  return `PKM_${key.toUpperCase().replaceAll(/[.-]/g, "_")}`;
}

function* readEnvironment(env: Env): Iterable<[string, Said]> {
  for (const { key, kind } of known) {
    const name = variableOf(key);
    const text = env[name];
    if (text === undefined || text === "") continue;
    const value = fromVariable(text, kind);
    if (value === null) {
      throw new PkmError("config", `${name} is not ${kindNames[kind]}`, { hint: `unset ${name}` });
    }
    yield [key, { value, origin: "environment", place: name }];
  }
}

function fromVariable(text: string, kind: SettingKind): SettingValue | null {
  if (kind === "text") return text;
  if (kind === "texts") return text.split(",").map((part) => part.trim());
  if (kind === "count") return /^\d{1,9}$/.test(text) ? Number(text) : null;
  return text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : null;
}

function readToml(file: string): Promise<Map<string, Said>> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (thrown) {
    throw new PkmError("config", `${file} cannot be read: ${reasonOf(thrown)}`, {
      hint: `ls -l ${shellWord(file)}`,
      cause: thrown,
    });
  }
  return readText(text, file);
}

async function readText(text: string, file: string): Promise<Map<string, Said>> {
  const said = new Map<string, Said>();
  for (const [path, given] of flat(await parseToml(text, file))) {
    const line = lineOf(text, path);
    said.set(path, {
      value: checked(path, given, (message) => wrong(file, line, message)),
      origin: "config",
      place: `${file}:${line}`,
    });
  }
  return said;
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

/** Values by dotted path, two levels deep: config.toml has no more. */
function* flat(values: Record<string, unknown>): Iterable<[string, unknown]> {
  for (const [key, value] of Object.entries(values)) {
    if (!isTable(value)) yield [key, value];
    else for (const [inner, own] of Object.entries(value)) yield [`${key}.${inner}`, own];
  }
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function checked(path: string, given: unknown, refusal: (message: string) => PkmError): SettingValue {
  const [table = ""] = path.split(".");
  const isOwn = ownTables.some(({ name }) => name === table);
  const kind = isOwn && path.includes(".") ? "text" : known.find(({ key }) => key === path)?.kind;
  if (kind === undefined) throw refusal(unknownKey(path));
  const value = kind === "text" ? asText(given) : kind === "count" ? asCount(given) : asOther(given, kind);
  if (value === null) throw refusal(`${path} is not ${kindNames[kind]}`);
  return value;
}

/** A key that is longer is cut where it is told that it is none. */
const keyShownMax = 60;

function unknownKey(path: string): string {
  const names = [...known.map(({ key }) => key), ...ownTables.map(({ name }) => name)];
  const [table = "", inner] = path.split(".");
  const nearTable =
    inner === undefined
      ? null
      : nearest(
          table,
          ownTables.map(({ name }) => name),
        );
  const near = nearTable === null ? nearest(path, names) : `${nearTable}.${inner}`;
  if (near === null) return `unknown key ${cutText(path, keyShownMax)}; there are ${names.join(", ")}`;
  return `unknown key ${path}; did you mean ${near}?`;
}

function asText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function asCount(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : null;
}

/** A single text is a list of one. */
function asTexts(value: unknown): readonly string[] | null {
  if (typeof value === "string") return [value];
  const isList = Array.isArray(value) && value.every((part) => typeof part === "string");
  return isList ? value : null;
}

function asOther(value: unknown, kind: SettingKind): SettingValue | null {
  if (kind === "switch") return typeof value === "boolean" ? value : null;
  return asTexts(value);
}

/** The 1-based line on which the key at `path` is set, as far as a look at the lines tells; else the table's, else 1. */
function lineOf(text: string, path: string): number {
  const wanted = path.split(".");
  let table = "";
  let tableLine = 1;
  for (const [index, line] of text.split("\n").entries()) {
    const header = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1];
    if (header !== undefined) table = header.replaceAll(/["']/g, "");
    if (header !== undefined && table === wanted[0]) tableLine = index + 1;
    const key = /^\s*([^=#]+?)\s*=/.exec(line)?.[1]?.replaceAll(/["']/g, "");
    if (key === undefined) continue;
    if ((table === "" ? key : `${table}.${key}`) === path) return index + 1;
  }
  return tableLine;
}

function wrong(file: string, line: number, message: string): PkmError {
  return new PkmError("config", `${file}, line ${line}: ${message}`, {
    hint: `\${EDITOR:-vi} +${line} ${shellWord(file)}`,
  });
}
