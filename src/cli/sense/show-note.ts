// How a note is shown.
import { contextsLeft } from "../../sense/context.ts";
import { type IndexedNote, refOf } from "../../sense/indexed-note.ts";
import { record, type Report } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";
import { beginningOf } from "./long-text.ts";
import { contextText, linkLines, linkRows, type Shown } from "./show-item.ts";
import { titleOf } from "./title-of.ts";
import type { OpenStore } from "./notes-now.ts";

/** The note with its fields and text, or its links, or what it said before. */
export function showNote(store: OpenStore, note: IndexedNote, shown: Shown): Report {
  const ref = refOf(note);
  const before = shown.hasVersions ? store.notes.before(note.path) : null;
  const body = shown.hasVersions
    ? versionText(before ?? [], shown.isFull)
    : shown.hasLinks
      ? linkText(store, note)
      : beginningOf(note.text.trim(), { ref, isFull: shown.isFull });
  const gone = note.missing === null ? null : `its file is gone since ${localText(note.missing)}`;
  return record(
    {
      value: { ...note, ...(before === null ? {} : { history: before }) },
      fields: [
        { label: "id", value: note.id ?? "none yet", tone: "id" },
        { label: "title", value: note.title, tone: "strong" },
        { label: "file", value: note.path },
        { label: "missing", value: gone, tone: "warn" },
        { label: "kind", value: note.noteKind },
        { label: "growth", value: note.growth },
        { label: "tags", value: note.tags.join(", ") },
        { label: "contexts", value: contextText(store, note.contexts) },
        { label: "kept within", value: linesAround(store, ref), tone: "warn" },
        { label: "created", value: localText(note.created) },
        { label: "updated", value: localText(note.updated) },
        { label: "of", value: note.sources.map((item) => named(store, item)).join("; ") },
        { label: "links", value: note.links.map(({ to, as }) => `${as} ${to}`).join("; ") },
        { label: "linked by", value: note.backlinks.map(({ from, as }) => `${from} ${as}`).join("; ") },
        { label: "shares", value: note.shares.join(", ") },
        { label: "problems", value: note.problems.map(({ message }) => message).join("; "), tone: "warn" },
      ],
      body,
    },
    { ids: [ref] },
  );
}

/** The bounded contexts it stands in by way of something else, with what brought it there. */
function linesAround(store: OpenStore, ref: string): string {
  const ways = store.contexts.ofNote(ref).filter(({ how }) => how !== "own");
  const around = contextsLeft(
    ways.map(({ context }) => context),
    [],
    store.contexts.bounded(),
  );
  return ways
    .filter(({ context }) => around.includes(context))
    .map(({ context, how, by }) => `${context} (${how} ${by})`)
    .join(", ");
}

function named(store: OpenStore, ref: string): string {
  const title = titleOf(store, ref);
  return title === null ? ref : `${ref} ${title}`;
}

function linkText(store: OpenStore, note: IndexedNote): string {
  const sources = note.sources.map((item) => ["made of", named(store, item)] as const);
  const links = note.links.map(({ to, as }) => [as, named(store, to)] as const);
  const rows = [...sources, ...links, ...linkRows(store, note.backlinks)];
  return rows.length === 0 ? "it is linked with nothing" : linkLines(rows);
}

function versionText(before: readonly { hash: string; text: string; replaced: string }[], isFull: boolean): string {
  if (before.length === 0) return "pkm knows of no earlier text";
  return before
    .map(({ text, hash, replaced }) => {
      const head = `until ${localText(replaced)}  ${hash.slice(0, 12)}  ${text.length} characters`;
      return isFull ? `${head}\n\n${text.trimEnd()}` : head;
    })
    .join(isFull ? "\n\n" : "\n");
}
