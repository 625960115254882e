// A template file as text: what of it a new note takes over.
import type { NoteTemplate } from "../sense/template.ts";
import { findFences } from "./frontmatter.ts";
import { readNote } from "./note.ts";

/** Keys that pkm writes into every note itself. */
const ownLine = /^(?:id|title|created|kind|via):.*(?:\r?\n|$)/gm;
const titleHeading = /^\s*#[ \t]+\{\{ *title *\}\}[ \t]*(?:\r?\n)+/;

/** The template in the text of the file `path`. Broken frontmatter is told when a note is made of it. */
export function readTemplate(text: string, path: string): NoteTemplate {
  const fences = findFences(text);
  const { kind, body } = readNote(text, path);
  const front = fences === null ? "" : text.slice(fences.contentAt, fences.closeAt);
  return {
    name: path.slice(path.lastIndexOf("/") + 1).replace(/\.md$/i, ""),
    front: front.replace(ownLine, ""),
    body: body.replace(titleHeading, "").trimEnd(),
    kind: /^kind:/m.test(front) ? kind : null,
  };
}
