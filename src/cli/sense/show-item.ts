// How an item and an annotation are shown.
import { PkmError } from "../../base/errors.ts";
import { type Annotation, quotableText, withAnchor } from "../../sense/annotation.ts";
import { checkedOf } from "../../sense/check-flow.ts";
import { isBounded } from "../../sense/context.ts";
import type { LinkAs } from "../../sense/indexed-note.ts";
import { nameOfItem } from "../../seek/item.ts";
import { record, type Report } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";
import { anchored, anchorWords } from "./anchored.ts";
import { statusText } from "./check-words.ts";
import { beginningOf } from "./long-text.ts";
import type { OpenStore } from "./notes-now.ts";
import { titleOf } from "./title-of.ts";

/** How much of a thing is shown. */
export interface Shown {
  /** The whole text, however long. */
  isFull: boolean;
  hasLinks: boolean;
  hasVersions: boolean;
}

/** The item with its text, what was marked in it, and the notes made of it or linked to it. */
export function showItem(store: OpenStore, id: string, shown: Shown): Report {
  const item = store.items.get(id);
  const { beside, durationSeconds } = store.items.beside(id);
  const body = store.items.body(id);
  const text = body.text ?? "";
  const annotations = store.annotations
    .ofItem(id)
    .map((stored) => withAnchor(stored, () => quotableText(item.title, text)));
  const backlinks = [...store.notes.ofItem(id).map((from) => ({ from, as: "source" as const })), ...store.links.to(id)];
  const history = shown.hasVersions ? store.items.versions(id) : null;
  const page = shown.hasVersions
    ? (history ?? [])
        .map(({ n, fetched, title }) => `${n}  ${localText(fetched)}  ${title ?? "without a title"}`)
        .join("\n")
    : shown.hasLinks
      ? linkLines(linkRows(store, backlinks))
      : beginningOf(text, { ref: id, isFull: shown.isFull });
  const marks = annotations.map(markText);
  return record(
    {
      value: {
        ...item,
        ...body,
        durationSeconds,
        ...(beside ?? nothingBeside),
        annotations,
        backlinks,
        ...(history === null ? {} : { history }),
      },
      fields: [
        { label: "id", value: id, tone: "id" },
        { label: "title", value: nameOfItem(item), tone: "strong" },
        { label: "url", value: item.url, tone: "link" },
        { label: "by", value: item.author },
        { label: "source", value: `${item.source.id} ${item.source.title ?? item.source.url}` },
        { label: "date", value: localText(item.published ?? item.fetched) },
        { label: "state", value: item.state },
        { label: "tags", value: item.tags.join(", ") },
        { label: "contexts", value: contextText(store, item.contexts) },
        { label: "reading", value: `${item.minutes} min` },
        { label: "length", value: durationSeconds === null ? null : `${Math.ceil(durationSeconds / 60)} min` },
        { label: "with", value: beside?.persons.join(", ") ?? null },
        { label: "transcript", value: beside?.transcript ?? null, tone: "link" },
        { label: "chapters", value: beside?.chapters ?? null, tone: "link" },
        { label: "came via", value: item.via.length > 1 ? item.via.join(", ") : null },
        { label: "repeats", value: item.duplicateOf },
        { label: "versions", value: item.versions > 1 ? String(item.versions) : null },
        { label: "checked", value: checksText(store, id) },
        { label: "notes", value: backlinks.map(({ from }) => from).join(", ") },
      ],
      body: [page === "" && !shown.hasLinks ? "(no text came with it: pkm open " + id + ")" : page, ...marks].join(
        "\n\n",
      ),
    },
    { ids: [id] },
  );
}

/** The fields of an item that brings nothing beside its files. */
const nothingBeside = { image: null, transcript: null, chapters: null, persons: [] };

/** How the item and its claims stand; "" when nothing was checked. */
function checksText(store: OpenStore, item: string): string {
  const claims = store.checks.claimsOf(item).map(({ id }) => checkedOf(store, id));
  const whole = store.checks.findings(item).length === 0 ? [] : [statusText(checkedOf(store, item))];
  return [...whole, ...claims.map((claim) => `${claim.about} ${statusText(claim)}`)].join("; ");
}

/** The contexts, each that is a confidentiality line marked. */
export function contextText(store: OpenStore, contexts: readonly string[]): string {
  const bounded = store.contexts.bounded();
  return contexts.map((context) => (isBounded(context, bounded) ? `${context} (bounded)` : context)).join(", ");
}

/** Lines of what is linked: how, and the thing below one another. */
export function linkLines(rows: readonly (readonly [how: string, thing: string])[]): string {
  if (rows.length === 0) return "nothing links here";
  const width = Math.max(...rows.map(([how]) => how.length));
  return rows.map(([how, thing]) => `${how.padEnd(width)}  ${thing}`).join("\n");
}

/** What leads here, with how it does. */
export function linkRows(
  store: OpenStore,
  links: readonly { from: string; as: LinkAs | "source" }[],
): readonly (readonly [how: string, thing: string])[] {
  return links.map(({ from, as }) => [
    as === "source" ? "made into" : `${as} (from)`,
    `${from} ${titleOf(store, from) ?? ""}`.trimEnd(),
  ]);
}

function markText(annotation: Annotation): string {
  const { id, quote, comment, anchor, isPageGone, tags } = annotation;
  const gone = anchor === "same" && !isPageGone ? "" : ` (${anchorWords(annotation) ?? ""})`;
  const lines = [
    quote === null ? null : `> ${quote.exact}${gone}`,
    comment === null ? null : `  ${comment}`,
    `  ${[id, ...tags.map((tag) => `#${tag}`)].join(" ")}`,
  ];
  return lines.filter((line) => line !== null).join("\n");
}

/** One annotation, with the item it is on. */
export function showAnnotation(store: OpenStore, id: string): Report {
  const stored = store.annotations.get(id);
  if (stored === null) throw new PkmError("not-found", `no annotation ${id}`, { hint: "pkm find kind:annotation" });
  const annotation = anchored(store, stored);
  const { quote } = annotation;
  return record(
    {
      value: annotation,
      fields: [
        { label: "id", value: id, tone: "id" },
        { label: "item", value: `${annotation.item} ${nameOfItem(store.items.get(annotation.item))}` },
        { label: "quote", value: quote === null ? null : `“${quote.exact}”` },
        { label: "stands", value: anchorWords(annotation) },
        { label: "comment", value: annotation.comment },
        { label: "tags", value: annotation.tags.join(", ") },
        { label: "date", value: localText(annotation.created) },
      ],
    },
    { ids: [id], words: [`make a note of it: pkm sense note ${id}`] },
  );
}
