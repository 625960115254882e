// A hit of a search as the thing it is, with the piece of its text that shows why it was found.
import { personView } from "../../people/view.ts";
import type { Annotation } from "../../sense/annotation.ts";
import { refOf } from "../../sense/indexed-note.ts";
import { snippetOf } from "../../sense/snippet.ts";
import type { Needle } from "../../sense/terms.ts";
import type { Found } from "../../sense/found.ts";
import type { Item } from "../../seek/item.ts";
import { feedbackView } from "../../share/view.ts";
import { allAnchored } from "./anchored.ts";
import type { OpenStore } from "./notes-now.ts";

/** The shape of the thing as scripts rely on it, with `snippet`. */
export interface HitRow {
  /** Null for a note that has none yet. */
  id: string | null;
  kind: string;
  title?: string | null;
  /** Of an item: its page. */
  url?: string | null;
  path?: string;
  /** Of an item: the people it is of. */
  people?: readonly string[];
  snippet: string;
}

export interface Hit {
  value: HitRow;
  /** What the thing is called by. */
  ref: string;
}

/** The rows of what was found, in its order; without what went away between being found and being read. */
export function hitRows(store: OpenStore, found: readonly Found[], needles: readonly Needle[]): readonly Hit[] {
  const ids = found.filter(({ kind }) => kind === "item").map(({ ref }) => ref);
  const items = new Map(store.items.some(ids).map((item) => [item.id, item]));
  const snippets = store.items.bodies(ids, ({ text }) => snippetOf(text ?? "", needles));
  const marks = found.flatMap(({ kind, ref }) => (kind === "annotation" ? (store.annotations.get(ref) ?? []) : []));
  const annotations = new Map(allAnchored(store, marks).map((annotation) => [annotation.id, annotation]));
  return found.flatMap((hit) => hitRow(store, hit, { items, snippets, annotations, needles }) ?? []);
}

interface Reading {
  items: ReadonlyMap<string, Item>;
  /** Of the items. */
  snippets: ReadonlyMap<string, string>;
  annotations: ReadonlyMap<string, Annotation>;
  needles: readonly Needle[];
}

function hitRow(
  store: OpenStore,
  { kind, ref, of }: Found,
  { items, snippets, annotations, needles }: Reading,
): Hit | null {
  if (kind === "note") {
    const note = store.notes.get(ref);
    return note === null ? null : { ref: refOf(note), value: { ...note, snippet: snippetOf(note.text, needles) } };
  }
  if (kind === "item") {
    const item = items.get(ref);
    if (item === undefined) return null;
    return { ref, value: { ...item, snippet: snippets.get(ref) ?? "" } };
  }
  if (kind === "annotation") {
    const annotation = annotations.get(ref);
    if (annotation === undefined) return null;
    const text = [annotation.quote?.exact ?? "", annotation.comment ?? ""].filter((part) => part !== "").join(" · ");
    return { ref, value: { ...annotation, snippet: snippetOf(text, needles) } };
  }
  if (kind === "person") {
    const person = personView(store.people.get(ref));
    return { ref, value: { ...person, title: person.name, snippet: snippetOf(person.handles.join(" "), needles) } };
  }
  const feedback = of === null ? undefined : store.feedback.ofShare(of).find(({ id }) => id === ref);
  if (feedback === undefined) return null;
  const view = feedbackView(feedback);
  return { ref, value: { ...view, title: view.fromName, snippet: snippetOf(view.text, needles) } };
}
