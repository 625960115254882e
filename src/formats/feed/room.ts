// A bound on what the entries of one document hold together: an address or a name said once can be meant for each of them.
import type { FeedAuthor, FeedEntry } from "../../seek/feed.ts";
import type { Problems } from "./problems.ts";

/** Characters that the entries of the shortest document may hold. */
const charactersMin = 1_000_000;
/** Characters of entries for each of the document: a body is kept once, and its addresses may be made longer. */
const growthMax = 4;

/** What is left for the entries of a document of `length` characters. */
export class Room {
  #left: number;
  readonly #problems: Problems;

  constructor(length: number, problems: Problems) {
    this.#left = charactersMin + growthMax * length;
    this.#problems = problems;
  }

  /** Whether there is room for `entry`, which then takes it. */
  takesEntry(entry: FeedEntry): boolean {
    const { guid, title, link, externalLink, html, summary, comments, authors, enclosures, tags } = entry;
    let characters = lengthOf(guid) + lengthOf(title) + lengthOf(link) + lengthOf(externalLink) + lengthOf(comments);
    characters += lengthOf(html) + lengthOf(summary) + lengthOfAuthors(authors);
    for (const { url, type } of enclosures) characters += lengthOf(url) + lengthOf(type);
    for (const tag of tags) characters += tag.length;
    return this.#takes(characters);
  }

  /** Whether there is room for authors that an entry has from its feed. */
  takesAuthors(authors: readonly FeedAuthor[]): boolean {
    return this.#takes(lengthOfAuthors(authors));
  }

  #takes(characters: number): boolean {
    this.#left -= characters;
    if (this.#left >= 0) return true;
    this.#problems.add("too-much", "the entries say far more than the document holds: some were passed over");
    return false;
  }
}

function lengthOfAuthors(authors: readonly FeedAuthor[]): number {
  let characters = 0;
  for (const { name, email, url } of authors) characters += lengthOf(name) + lengthOf(email) + lengthOf(url);
  return characters;
}

function lengthOf(text: string | null): number {
  return text === null ? 0 : text.length;
}
