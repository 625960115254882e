// Reads a note file's text into what it says, and writes the text of a new note.
import { growths, noteKinds } from "../sense/note.ts";
import { readFrontmatter } from "./frontmatter.ts";
import { editFrontmatter } from "./note-edit.ts";
import { idValue, linkValues, listValues, textValue } from "./note-keys.ts";
import { maskCode } from "./note-mask.ts";
import { findReferences, firstHeading, hasConflictMarkers, hasOpenComment } from "./note-prose.ts";
import { scalarText } from "./note-yaml.ts";
import type { Instant } from "../base/clock.ts";
import type { NewNote, NoteText } from "../sense/note.ts";
import type { FrontValue } from "./note-yaml.ts";

type Values = ReadonlyMap<string, FrontValue>;
type Problem = NoteText["problems"][number];

/** A longer body is flagged `large`, in UTF-16 units; it is read all the same. */
export const bodyCharsLarge = 1_000_000;

/**
 * What the text of the note at `path` says. Never throws: what is wrong is told in `problems`, as
 * broken-frontmatter, foreign-frontmatter, unknown-kind, unknown-growth, unknown-link, unknown-date,
 * conflict-markers, open-comment or large.
 */
export function readNote(text: string, path: string): NoteText {
  const front = readFrontmatter(text);
  const bodyAt = front.fences?.bodyAt ?? (text.startsWith("\ufeff") ? 1 : 0);
  const body = text.slice(bodyAt);
  const prose = maskCode(body);
  const { tags, mentions } = findReferences(prose);
  const links = linkValues(front.values);
  const frontTags = listValues(front.values, "tags");
  const problems: Problem[] = front.problem === null ? [] : [front.problem];
  const created = dateValue(front.values, problems);
  for (const { how } of links.filter((link) => link.as === null)) problems.push(unknown("link", how));
  if (hasConflictMarkers(prose))
    problems.push({ code: "conflict-markers", message: "the marks of a merge conflict stand in the text" });
  if (hasOpenComment(prose))
    problems.push({ code: "open-comment", message: "a comment is begun with <!-- inside a line and never ended" });
  if (body.length > bodyCharsLarge) problems.push({ code: "large", message: `the text has ${body.length} characters` });
  return {
    id: idValue(front.values),
    title: textValue(front.values, "title") ?? firstHeading(prose, body) ?? titleFromPath(path),
    kind:
      oneOf(noteKinds, textValue(front.values, "kind"), (written) => problems.push(unknown("kind", written))) ?? "idea",
    growth:
      oneOf(growths, textValue(front.values, "growth"), (written) => problems.push(unknown("growth", written))) ??
      "seed",
    created,
    tags: [...new Set([...frontTags, ...tags])],
    frontTags,
    contexts: listValues(front.values, "context"),
    sources: listValues(front.values, "source"),
    links: links.flatMap(({ to, as }) => (as === null ? [] : [{ to, as }])),
    via: textValue(front.values, "via"),
    mentions: mentions.map(({ target, at }) => ({ target, at: at + bodyAt })),
    body,
    problems,
  };
}

/**
 * The text of a new note: frontmatter without empty keys, a blank line, and the body ending in one newline. Lists of a
 * template's frontmatter are added to. Throws PkmError("failed") when that is broken.
 */
export function writeNote(note: NewNote): string {
  const front = note.front ?? "";
  if (front.trim() === "") return noteText(note, "");
  const bare = { ...note, tags: [], contexts: [], sources: [] };
  const text = noteText(bare, front.endsWith("\n") ? front : `${front}\n`);
  return editFrontmatter({ text, path: "the template" }, [
    { key: "tags", add: note.tags, remove: [] },
    { key: "context", add: note.contexts, remove: [] },
    { key: "source", add: note.sources, remove: [] },
  ]);
}

function noteText(note: NewNote, front: string): string {
  const entries: [string, string][] = [
    ["id", note.id],
    ["title", scalarText(note.title)],
    ["created", note.created],
    ["tags", flowList(note.tags.map((tag) => tag.replace(/^#+/, "")))],
    ["context", flowList(note.contexts)],
    ["kind", note.kind],
    ["source", flowList(note.sources)],
    ["via", note.via === null ? "" : scalarText(note.via)],
  ];
  const lines = entries.filter(([, value]) => value !== "").map(([key, value]) => `${key}: ${value}\n`);
  const body = note.body.replace(/^(?:[ \t]*\r?\n)+/, "").trimEnd();
  return `---\n${lines.join("")}${front}---\n${body === "" ? "" : `\n${body}\n`}`;
}

function flowList(values: readonly string[]): string {
  return values.length === 0 ? "" : `[${values.map((value) => scalarText(value, "flow")).join(", ")}]`;
}

function titleFromPath(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.md$/i, "");
  return name.replace(/[-_]+/g, " ").trim() || name;
}

function oneOf<T extends string>(
  known: readonly T[],
  written: string | null,
  tell: (written: string) => void,
): T | null {
  if (written === null) return null;
  const found = known.find((value) => value === written.toLowerCase()) ?? null;
  if (found === null) tell(written);
  return found;
}

function unknown(what: "kind" | "growth" | "link" | "date", written: string): Problem {
  return { code: `unknown-${what}`, message: `${what} "${written}" is not one pkm knows` };
}

/** `created` or `date`: ISO 8601, a space for the T allowed; without a zone it is taken as UTC, so that it reads alike everywhere. */
function dateValue(values: Values, problems: Problem[]): Instant | null {
  const written = textValue(values, "created", "date");
  if (written === null) return null;
  const form = /^(\d{4}-\d\d-\d\d)(?:(?:T|t| +)(\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(Z|z|[+-]\d\d(?::?\d\d)?)?)?$/;
  const [, day, time = "00:00", zone = "Z"] = form.exec(written) ?? [];
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2").toUpperCase();
  const date = new Date(`${day}T${time.replace(",", ".")}${offset}`);
  if (day !== undefined && !Number.isNaN(date.getTime()) && isDay(day)) return date.toISOString();
  problems.push(unknown("date", written));
  return null;
}

/** False for 30 February, which Date would take for 2 March. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
