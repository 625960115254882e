// Text as search sees it: words folded to their letters, each CJK character a word of its own.

/** Scripts written without spaces between words: kana, CJK ideographs and their extensions. */
const spaceless = String.raw`\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}`;
const spacelessRun = new RegExp(`[${spaceless}]`, "gu");
const tokenPattern = new RegExp(
  String.raw`[[\p{L}\p{N}]&&[${spaceless}]]|[[\p{L}\p{N}\p{M}\p{Co}]--[${spaceless}]]+`,
  "gv",
);

/** A word of a text: folded, and where it stands in UTF-16 units. */
export interface Token {
  folded: string;
  at: number;
  end: number;
}

/** What a query word looks for: tokens one after another, the last perhaps only begun. */
export interface Needle {
  tokens: readonly string[];
  isPrefix: boolean;
}

/** The words of `text` in order, without what stands between them. */
export function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(tokenPattern)) {
    yield { folded: folded(match[0]), at: match.index, end: match.index + match[0].length };
  }
}

/** The words of `text` as written. They hold letters, digits and marks alone. */
export function words(text: string): readonly string[] {
  return Array.from(text.matchAll(tokenPattern), ([word]) => word);
}

/** `text` for the full-text index: spaces around every character of a script that has none. */
export function forIndex(text: string): string {
  return text.replace(spacelessRun, " $& ");
}

/** Letters of a word's beginning that are looked for apart from words. */
export const beginningMax = 3;
// oxlint-disable-next-line no-control-regex -- what is not ASCII is what this looks for
const beyondAscii = /[^\u0000-\u007f]/;

/** How the words of `text` begin: the first three letters of each, folded, each beginning once, with spaces between. */
export function beginningsOf(text: string): string {
  const begun = beyondAscii.test(text)
    ? Array.from(tokensOf(text), (token) => beginningOf(token.folded))
    : (text.toLowerCase().match(/[a-z\d]+/g) ?? []).map((word) => word.slice(0, beginningMax));
  return [...new Set(begun)].join(" ");
}

/** Letters of a word, as they are looked for. */
export function letterCount(word: string): number {
  return Array.from(folded(word)).length;
}

/** The first three letters of a word. */
export function beginningOf(word: string): string {
  return Array.from(folded(word).slice(0, 2 * beginningMax))
    .slice(0, beginningMax)
    .join("");
}

/** Where the first of `needles` stands in `text`, or null when none does. */
export function firstHit(text: string, needles: readonly Needle[]): { at: number; end: number } | null {
  const longest = Math.max(0, ...needles.map((needle) => needle.tokens.length));
  if (longest === 0) return null;
  const sought = needles.map(({ tokens, isPrefix }) => ({ tokens: tokens.map(folded), isPrefix }));
  let window: readonly Token[] = [];
  for (const token of tokensOf(text)) {
    window = [...window, token].slice(-longest);
    for (const needle of sought) {
      const run = window.slice(-needle.tokens.length);
      const [first] = run;
      if (first !== undefined && matches(run, needle)) return { at: first.at, end: token.end };
    }
  }
  return null;
}

function matches(run: readonly Token[], needle: Needle): boolean {
  if (run.length !== needle.tokens.length || run.length === 0) return false;
  return needle.tokens.every((word, index) => {
    const token = run[index]?.folded ?? "";
    return needle.isPrefix && index === needle.tokens.length - 1 ? token.startsWith(word) : token === word;
  });
}

/** Lower case, without diacritics: NFD, marks removed, NFC. */
export function folded(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .normalize("NFC")
    .toLowerCase();
}
