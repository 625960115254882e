// What a person is known as, and how the names of authors are compared with it.
import { plainLine } from "../base/plain.ts";

/** What most programs put where nobody is named. */
const nobody: ReadonlySet<string> = new Set([
  "admin",
  "administrator",
  "anonymous",
  "author",
  "authors",
  "editor",
  "editors",
  "guest",
  "no author",
  "none",
  "noreply",
  "root",
  "staff",
  "the editors",
  "unknown",
  "webmaster",
]);

/** A name, mail address, handle or URL as it is compared: without case, accents, scheme, `www.`, `@` in front or `/` behind. */
export function foldedKey(text: string): string {
  return plainLine(text)
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/^(?:mailto:|acct:|https?:\/\/)/, "")
    .replace(/^(?:www\.|@)/, "")
    .replace(/\/+$/, "")
    .trim();
}

/** Everything a person is known as, folded, each once. */
export function keysOf(person: { name: string; handles: readonly string[] }): readonly string[] {
  return [...new Set([person.name, ...person.handles].map(foldedKey))].filter((key) => key !== "");
}

/**
 * The single names in what a feed gives as author, folded, in order, each once, and after them the whole of it: "Ada
 * Lovelace, Ines Aalto" has two, "ines@bench.example (Ines Aalto)" too. Empty where nobody is named.
 */
export function authorParts(author: string): readonly string[] {
  const parts = [...singleNames(author), author].flatMap((name) => [...aside(name), name]);
  return [...new Set(parts.map(foldedKey))].filter((part) => part !== "" && !nobody.has(part));
}

/**
 * Whom the item counts for where no known person is named: the first of several authors. "Doe, Jane" may be one person,
 * so that only names of at least two words are told apart. Null where nobody is named.
 */
export function firstAuthor(author: string): string | null {
  const names = singleNames(author).map(foldedKey);
  const [first = ""] = names.every((name) => name.includes(" ")) ? names : [foldedKey(author)];
  return first === "" || nobody.has(first) ? null : first;
}

function singleNames(author: string): readonly string[] {
  return author.split(/\s*[,;]\s+|\s+(?:and|&)\s+/i);
}

/** The name and what stands behind it in brackets, each alone. */
function aside(name: string): readonly string[] {
  const match = /^(.*?)\s*[(<]([^()<>]+)[)>]\s*$/.exec(name);
  return match === null ? [] : [match[1] ?? "", match[2] ?? ""];
}
