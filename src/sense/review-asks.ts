// What review asks one line for, and what it does with the answer.
import { type LinkKind, linkKinds } from "./note.ts";

/** Something to be done outside of the screen; each is written at once. */
export type ReviewEffect =
  /** A command line of pkm, without its "pkm". It takes the whole terminal where `isAside`. */
  | { act: "run"; argv: readonly string[]; isAside: boolean }
  /** Fetches the item's text for reading, which counts as read. */
  | { act: "read"; id: string }
  /** Asks the item's page for the text that its feed left out; takes as long as a server takes. */
  | { act: "whole"; id: string }
  /** Not for me. */
  | { act: "pass"; id: string }
  | { act: "copy"; id: string }
  /** Opens the item's nth link, counted from 1. */
  | { act: "link"; id: string; n: number }
  /** Hands the item's text to a program. */
  | { act: "pipe"; id: string; command: string }
  /** Freezes the item's note for a round; sends nothing. */
  | { act: "stage"; id: string; place: string }
  | { act: "undo" }
  /** Makes again what was undone last. */
  | { act: "redo" };

/** The old note of the day, safe to print. */
export interface OldNote {
  /** Its id, or its path while it has none. */
  ref: string;
  title: string;
  /** How old it is, as people read it. */
  when: string;
}

/** The note as it is named in one line. */
export function oldNoteText({ ref, title, when }: OldNote): string {
  return `${ref} “${title}”, made ${when}`;
}

/** Opens it in the editor; words where there is none today. */
export function recall(note: OldNote | null): ReviewEffect | string {
  if (note === null) return "no old note comes round today";
  return { act: "run", argv: ["sense", "edit", "--", note.ref], isAside: true };
}

export type Ask = "note" | "highlight" | "tag" | "link" | "mute" | "stage" | "pipe" | "search";

/** Letters that ask for a line of text, on the screen and on plain lines. */
export const askLetters: Readonly<Record<string, Exclude<Ask, "search" | "pipe">>> = {
  n: "note",
  h: "highlight",
  t: "tag",
  l: "link",
  m: "mute",
  w: "stage",
};

/** What stands before the line that is typed. */
export const askPrompts: Readonly<Record<Ask, string>> = {
  note: "note: ",
  highlight: "highlight, as it stands there: ",
  tag: "tags: ",
  link: "link NOTE supports|challenges|extends|example|answers: ",
  mute: "mute what meets: ",
  stage: "stage its note with: ",
  pipe: "pipe its text to: ",
  search: "/",
};

/** What the answer asks for; words to say instead where it asks for nothing that can be done. */
export function effectOf(ask: Exclude<Ask, "search">, id: string, answer: string): ReviewEffect | string {
  const text = answer.trim();
  if (text === "") return "nothing was typed; nothing was changed";
  switch (ask) {
    case "note":
      return run("sense", "note", id, `--message=${text}`);
    case "highlight":
      return run("sense", "mark", id, `--quote=${text}`);
    case "tag":
      return tagWith(id, text);
    case "link":
      return linkTo(id, text);
    case "mute":
      return run("seek", "mute", "--", text);
    case "stage":
      return { act: "stage", id, place: text };
    case "pipe":
      return { act: "pipe", id, command: text };
  }
}

/** A command line that needs nothing of the terminal. */
export function run(...argv: readonly string[]): ReviewEffect {
  return { act: "run", argv, isAside: false };
}

function tagWith(id: string, text: string): ReviewEffect {
  return run("sense", "tag", "--", id, ...text.split(/[\s,]+/).filter((word) => word !== ""));
}

function linkTo(id: string, text: string): ReviewEffect | string {
  const given = text.split(/\s+/);
  const as = given.find((word): word is LinkKind => linkKinds.some((kind) => kind === word));
  const [note, ...more] = given.filter((word) => word !== as);
  if (as === undefined || note === undefined || more.length > 0) {
    return `say which note and how: n4k2 ${linkKinds[0]}`;
  }
  return run("sense", "link", `--as=${as}`, "--", note, id);
}
