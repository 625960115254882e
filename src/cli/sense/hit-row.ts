// A hit of a search as the thing it is, with the piece of its text that shows why it was found.
import { personView } from "../../people/view.ts";
import { withAnchor } from "../../sense/annotation.ts";
import { refOf } from "../../sense/indexed-note.ts";
import { snippetOf } from "../../sense/snippet.ts";
import type { Needle } from "../../sense/terms.ts";
import type { Found } from "../../sense/found.ts";
import { feedbackView } from "../../share/view.ts";
import type { OpenStore } from "./notes-now.ts";

/** The shape of the thing as scripts rely on it, with `snippet`. */
export interface HitRow {
  /** Null for a note that has none yet. */
  id: string | null;
  kind: string;
  title?: string | null;
  path?: string;
  snippet: string;
}

export interface Hit {
  value: HitRow;
  /** What the thing is called by. */
  ref: string;
}

/** Null when the thing went away between being found and being read. */
export function hitRow(store: OpenStore, found: Found, needles: readonly Needle[]): Hit | null {
  const { kind, ref, of } = found;
  if (kind === "note") {
    const note = store.notes.get(ref);
    return note === null ? null : { ref: refOf(note), value: { ...note, snippet: snippetOf(note.text, needles) } };
  }
  if (kind === "item") {
    const [item] = store.items.some([ref]);
    if (item === undefined) return null;
    return { ref, value: { ...item, snippet: snippetOf(store.items.body(ref).text ?? "", needles) } };
  }
  if (kind === "annotation") {
    const stored = store.annotations.get(ref);
    if (stored === null) return null;
    const annotation = withAnchor(stored, () => store.items.body(stored.item).text ?? "");
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
