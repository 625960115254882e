// The text of a note to be: from the command line, standard input or the editor, into a template, above what is cited.
import { PkmError } from "../../base/errors.ts";
import { UnsavedError } from "../../base/unsaved.ts";
import { kindOfId } from "../../base/id.ts";
import { type Draft, draftFrom, templateFor, withCited } from "../../sense/draft.ts";
import { quotesOf } from "../../sense/quote.ts";
import { dayFields, filled, type NoteTemplate } from "../../sense/template.ts";
import { nameOfItem } from "../../seek/item.ts";
import type { Context } from "../context.ts";
import { pipedText } from "../piped-text.ts";
import type { OpenStore } from "./notes-now.ts";

export interface Cited {
  /** Item ids. */
  sources: readonly string[];
  /** The marked passages as Markdown, without a word of mine. */
  quotes: string;
  /** The same with my comments, which are private until I have seen them stand in a note. */
  annotations: string;
  /** What a note without a title is called. */
  fallback: string | null;
}

/** The items that refs name, and what was marked in them. */
export function cite(store: OpenStore, refs: readonly string[]): Cited {
  const cites = refs.map((ref) => {
    const id = store.refs.find(ref, ["item", "annotation"]);
    const annotation = kindOfId(id) === "annotation" ? store.annotations.get(id) : null;
    const item = store.items.get(annotation?.item ?? id);
    const annotations = annotation === null ? store.annotations.ofItem(item.id) : [annotation];
    const title = nameOfItem(item);
    const cited = { id: item.id, title, url: item.url };
    const quotes = annotations.map(({ quote }) => ({ quote, comment: null }));
    return { id: item.id, title, quotes: quotesOf(cited, quotes), annotations: quotesOf(cited, annotations) };
  });
  return {
    sources: [...new Set(cites.map(({ id }) => id))],
    quotes: cites.map(({ quotes }) => quotes).join("\n\n"),
    annotations: cites.map(({ annotations }) => annotations).join("\n\n"),
    fallback: cites[0]?.title ?? null,
  };
}

/** What a note is made of beside its text. */
export interface Making {
  cited: Cited;
  /** As given; null when the text tells it. */
  title: string | null;
  template: NoteTemplate | null;
}

/** A draft with the frontmatter lines that its template brings; "" for none. */
export type FrontedDraft = Draft & { front: string };

/** The note of the person's words `own`, into the template where there is one. */
export function draftOf(context: Context, own: string, { cited, title, template }: Making): FrontedDraft {
  const draft = draftFrom(own, title, cited.fallback);
  if (template === null) return { title: draft.title, body: withCited(draft.body, cited.quotes), front: "" };
  const fields = { ...dayFields(context.clock.now()), title: draft.title, text: draft.body, quotes: cited.quotes };
  return { title: draft.title, ...filled(template, fields) };
}

/** The note as the person left the editor; null when they left it without writing. */
export async function draftInEditor(context: Context, making: Making): Promise<FrontedDraft | null> {
  const { cited, title, template } = making;
  if (!context.flags.mayAsk) {
    throw new PkmError("usage", "a note needs a text", { hint: 'pkm sense note -m "TEXT"' });
  }
  const name = title ?? cited.fallback;
  const fields = { ...dayFields(context.clock.now()), title: name ?? "", text: "", quotes: cited.annotations };
  const start = template === null ? null : filled(template, fields);
  const shown = start === null ? templateFor(name, cited.annotations) : `# ${name ?? ""}\n\n${start.body}\n`;
  const written = await context.person.edit(shown, ".md");
  return written === null ? null : { ...draftFrom(written, null, name), front: start?.front ?? "" };
}

/** The text from -m or from what is piped in; null for neither. Throws PkmError("usage") when it is to be piped in and nothing is. */
export async function ownText(
  context: Context,
  { message, isFromStdin }: { message: string | null; isFromStdin: boolean },
): Promise<string | null> {
  if (message !== null) return message;
  if (!isFromStdin && !context.person.hasStdin) return null;
  const piped = await pipedText(context.person);
  if (piped.trim() !== "") return piped;
  if (isFromStdin) throw new PkmError("usage", "standard input is empty", { hint: 'pkm sense note -m "TEXT"' });
  return null;
}

/** When the note can not be written, the error carries the text: what was piped in is gone by then. */
export function orShowText<Made>({ title, body }: Draft, make: () => Made): Made {
  try {
    return make();
  } catch (thrown) {
    const words = `# ${title}\n\n${body}`;
    if (!(thrown instanceof PkmError)) throw new UnsavedError(words, thrown);
    const message = `${thrown.message}; what was to be noted:\n${words}`;
    throw new PkmError(thrown.kind, message, { hint: thrown.mend, cause: thrown });
  }
}
