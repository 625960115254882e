// Review without a screen: one item at a time on plain lines, for dumb terminals and screen readers.
import {
  askLetters,
  askPrompts,
  effectOf,
  type OldNote,
  oldNoteText,
  recall,
  type ReviewEffect,
  run,
} from "../../sense/review-asks.ts";
import type { ReviewEntry } from "../../sense/review.ts";
import type { Context } from "../context.ts";
import type { ReviewActs } from "./review-acts.ts";
import { readingText } from "./review-text.ts";

const question = "s keep, x not for me, z later, r read, n note, ? for more, q quit: ";
const help = `s  keep                        n TEXT  a note
x  not for me                  N  a note in $EDITOR
z  later; so is an empty line  t TAGS  tag
r  read it                     h TEXT  highlight a passage
b  the item before             l NOTE supports  link
u  undo  U  redo               w COMMUNITY  stage its note
O  the old note of today       m QUERY  mute
y  its address                 o  its page, o 2 its 2nd link
f  fetch its whole page        q  quit
`;

/** After these the next item comes. */
const onward: ReadonlySet<string> = new Set(["", "s", "x", "z"]);

/** Asks item by item, until the last or q. */
export async function reviewOnLines(
  context: Context,
  { entries, oldNote }: { entries: readonly ReviewEntry[]; oldNote: OldNote | null },
  acts: ReviewActs,
): Promise<void> {
  const { person } = context;
  if (oldNote !== null) await person.show(`O opens the old note of today, ${oldNoteText(oldNote)}\n`);
  let at = 0;
  let said = -1;
  for (let entry = entries[at]; entry !== undefined; entry = entries[at]) {
    if (said !== at) await person.show(entryLines(entry, `${at + 1} of ${entries.length}`));
    said = at;
    const answer = (await person.ask(question))?.trim() ?? "q";
    const [letter = ""] = answer.split(/\s/, 1);
    if (letter === "q") return;
    if (letter === "b") at = Math.max(0, at - 1);
    else if (letter === "?") await person.show(help);
    else if (letter === "O") await person.show(`${await doEffect(recall(oldNote), acts)}\n`);
    else if (letter === "r") await person.show(`${await readAloud(context, entry.id, acts)}\n`);
    else await obey({ context, acts, id: entry.id }, letter, answer.slice(letter.length).trim());
    if (onward.has(letter)) at += 1;
  }
}

interface Desk {
  context: Context;
  acts: ReviewActs;
  id: string;
}

async function obey({ context, acts, id }: Desk, letter: string, rest: string): Promise<void> {
  const { person } = context;
  const ask = askLetters[letter];
  const text = ask === undefined || rest !== "" ? rest : ((await person.ask(askPrompts[ask])) ?? "");
  const effect = ask === undefined ? plainEffect(letter, text, id) : effectOf(ask, id, text);
  const words = await doEffect(effect, acts);
  if (words !== "") await person.show(`${words}\n`);
}

/** What to say of it once it is done. */
async function doEffect(effect: ReviewEffect | string, acts: ReviewActs): Promise<string> {
  return typeof effect === "string" ? effect : acts.perform(effect, null);
}

async function readAloud(context: Context, id: string, acts: ReviewActs): Promise<string> {
  await acts.perform({ act: "read", id }, null);
  return readingText(context, id);
}

/** What a letter asks for; words where that is nothing. */
function plainEffect(letter: string, rest: string, id: string): ReviewEffect | string {
  switch (letter) {
    case "":
    case "z":
      return "it waits on";
    case "s":
      return run("sense", "mark", id);
    case "x":
      return { act: "pass", id };
    case "f":
      return { act: "whole", id };
    case "N":
      return { act: "run", argv: ["sense", "note", id], isAside: true };
    case "o":
      return /^[1-9]$/.test(rest) ? { act: "link", id, n: Number(rest) } : run("open", id);
    case "y":
      return { act: "copy", id };
    case "u":
      return { act: "undo" };
    case "U":
      return { act: "redo" };
    default:
      return `${letter} means nothing here: ? explains`;
  }
}

function entryLines({ id, title, source, author, when, minutes, why, excerpt }: ReviewEntry, place: string): string {
  const facts = [source.name, author, when, `${minutes} min`].filter((fact) => fact !== null);
  const opening = excerpt === "" || excerpt === title ? [] : [excerpt];
  return `\n${[`${place}: ${title}`, `${id}, ${facts.join(", ")}`, `why here: ${why.join("; ")}`, ...opening].join("\n")}\n`;
}
