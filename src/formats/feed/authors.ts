// People as feeds name them: a mail address and a name in either order, or an element of each.
import type { FeedAuthor } from "../../seek/feed.ts";
import { oneLine } from "./line.ts";
import { httpUrl } from "./links.ts";
import { childrenNamed, textOf } from "./node.ts";
import type { FeedNode } from "./node.ts";

const mail = /^[^\s@<>()]+@[^\s@<>()]+$/;
/** Characters kept of a name. */
export const nameLengthMax = 500;
/** Authors read of one entry. */
export const authorsMax = 20;

/** The author in "mail (name)", "name (mail)", "name <mail>", a name or an address; null when empty. */
function authorFromText(text: string | null): FeedAuthor | null {
  const line = oneLine(text ?? "")
    .slice(0, nameLengthMax)
    .toWellFormed();
  if (line === "") return null;
  const [, outer = "", inner = ""] = /^([^(<]*?)\s*[(<]\s*(?:mailto:)?([^()<>]*)\s*[)>]$/.exec(line) ?? [];
  if (mail.test(outer)) return { name: inner.trim() || null, email: outer, url: null };
  if (mail.test(inner.trim())) return { name: unquoted(outer), email: inner.trim(), url: null };
  const address = line.replace(/^mailto:/i, "");
  return mail.test(address)
    ? { name: null, email: address, url: null }
    : { name: unquoted(line), email: null, url: null };
}

function unquoted(text: string): string | null {
  const name = text
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .trim();
  return name === "" ? null : name;
}

/** A person construct of Atom, or an author element of RSS with or without elements in it. */
function authorFromNode(node: FeedNode, base: string | null): FeedAuthor | null {
  const name = textOf(node, "atom:name", "name");
  const email = mailOf(textOf(node, "atom:email", "email"));
  const url = httpUrl(textOf(node, "atom:uri", "atom:url", "url"), node.base ?? base);
  if (name === null && email === null && url === null) return authorFromText(node.text);
  const named = name === null ? null : authorFromText(name);
  return { name: named?.name ?? null, email: email ?? named?.email ?? null, url };
}

function mailOf(text: string | null): string | null {
  const line = oneLine(text ?? "")
    .slice(0, nameLengthMax)
    .toWellFormed();
  return line === "" ? null : line;
}

/** The authors of the first of `names` that gives any, each once. */
export function authorsOf(node: FeedNode, names: readonly string[], base: string | null): readonly FeedAuthor[] {
  for (const name of names) {
    const authors = childrenNamed(node, name)
      .slice(0, authorsMax)
      .map((one) => authorFromNode(one, base))
      .filter((author) => author !== null);
    if (authors.length > 0) return distinct(authors);
  }
  return [];
}

function distinct(authors: readonly FeedAuthor[]): readonly FeedAuthor[] {
  if (authors.length < 2) return authors;
  return [...new Map(authors.map((author) => [`${author.name}\n${author.email}`, author])).values()];
}

/** An author in one line: the name, else the address of mail, else that of a page. */
export function authorLine(author: FeedAuthor): string | null {
  return author.name ?? author.email ?? author.url;
}
