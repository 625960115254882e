// What is wrong in a document, gathered while it is read and given lines at the end.
import type { FeedProblem } from "../../seek/feed.ts";

/** Problems of one code that are listed; the rest are only counted in the last one's message. */
const listedPerCodeMax = 10;

/** The problems of one document. */
export class Problems {
  readonly #listed: { code: string; message: string; at: number | null }[] = [];
  readonly #counts = new Map<string, number>();

  /** Notes a problem at `at`, an offset in the decoded text, or null when it has no place. */
  add(code: string, message: string, at: number | null = null): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count <= listedPerCodeMax) this.#listed.push({ code, message, at });
  }

  /** The problems in the order of their lines in `text`, those without a place first. */
  inOrder(text: string): readonly FeedProblem[] {
    const sorted = this.#listed.toSorted((a, b) => (a.at ?? -1) - (b.at ?? -1));
    const seen = new Map<string, number>();
    let line = 1;
    let lineEnd = text.indexOf("\n");
    return sorted.map(({ code, message, at }) => {
      while (at !== null && lineEnd !== -1 && lineEnd < at) {
        line += 1;
        lineEnd = text.indexOf("\n", lineEnd + 1);
      }
      const nth = (seen.get(code) ?? 0) + 1;
      seen.set(code, nth);
      const more = nth === listedPerCodeMax ? (this.#counts.get(code) ?? 0) - listedPerCodeMax : 0;
      return { code, message: more > 0 ? `${message} (and ${more} more)` : message, line: at === null ? null : line };
    });
  }
}
