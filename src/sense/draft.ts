// A note before it is a file: its title, and the text a person starts from.
import { plainLine } from "../base/plain.ts";

const titleCharactersMax = 80;

export interface Draft {
  title: string;
  body: string;
}

/**
 * Title and body of a written text. The title is the one given, else the text's first heading when it stands first
 * (which is then taken out of the body, for a note says its title once), else its first line or sentence, else
 * `fallback`.
 */
export function draftFrom(text: string, given: string | null, fallback: string | null): Draft {
  const trimmed = text.replace(/^(?:\s*\n|#[ \t]*\n)+/, "").trimEnd();
  const heading = /^#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|$)/.exec(trimmed);
  const body = heading === null ? trimmed : trimmed.slice(heading[0].length).replace(/^\s*\n/, "");
  const title = given ?? heading?.[1] ?? firstLine(body) ?? fallback ?? "";
  return { title: plainLine(title), body };
}

/** The text an editor opens on: the title as a heading, room to write, and what is cited. */
export function templateFor(title: string | null, cited: string): string {
  return `# ${title ?? ""}\n\n\n\n${cited === "" ? "" : `${cited}\n`}`;
}

/** The person's own text with what is cited below it. */
export function withCited(text: string, cited: string): string {
  return [text.trimEnd(), cited].filter((part) => part !== "").join("\n\n");
}

/** The first line that is no quotation, cut after its first sentence or at a word when it is long; null when there is none. */
function firstLine(text: string): string | null {
  const line = text.split("\n").find((candidate) => /[\p{L}\p{N}]/u.test(candidate) && !/^\s*>/.test(candidate));
  if (line === undefined) return null;
  const plain = plainLine(line.replace(/^\s*(?:#+|[-*+]|\d+[.)])\s+/, ""));
  if (plain.length <= titleCharactersMax) return plain;
  const sentence = /^.{10,78}?[.!?\u3002](?=\s|$)/u.exec(plain)?.[0];
  if (sentence !== undefined) return sentence;
  const space = plain.lastIndexOf(" ", titleCharactersMax);
  return plain.slice(0, space > titleCharactersMax / 2 ? space : titleCharactersMax).toWellFormed();
}
