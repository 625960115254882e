// Text as search sees it: words folded to their letters, each CJK character a word of its own.

/** Scripts written without spaces between words: kana, CJK ideographs and their extensions. */
const spaceless = String.raw`\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}`;
const oneSpaceless = new RegExp(`^[${spaceless}]$`, "u");
/** A word, or a character of a script without spaces; lists them by `match` and `matchAll`. */
export const wordPattern: RegExp = new RegExp(
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
  for (const match of text.matchAll(wordPattern)) {
    yield { folded: folded(match[0]), at: match.index, end: match.index + match[0].length };
  }
}

/** The words of `text` as written. They hold letters, digits and marks alone. */
export function words(text: string): readonly string[] {
  return Array.from(text.matchAll(wordPattern), ([word]) => word);
}

/**
 * The commonest words of some languages, folded. Two of them in a row are looked for together, or else a phrase of such
 * words would be in most of what there is until each is read.
 */
const commonest: ReadonlySet<string> = new Set(
  `a about all an and are as at be but by can for from had has have he her his how i if in is it its my no not of on one or
  our out she so that the their them then there they this to was we were what when which who will with would you your
  aber als am auch auf aus bei das dass dem den der des die dies du ein eine einen einer er es fur hat ich ihr im ist
  mit nach nicht noch nur oder sich sie sind uber um und uns von vor war wenn werden wie wir zu zum zur
  au aux avec ce ces cette dans de du elle en est et il ils je la le les leur lui mais ne nous ou par pas plus pour que qui sa se ses
  son sur un une vous
  al como con del el ella esta este hay las lo los mas me muy nos para pero por sin sobre su sus te tu una y ya
  ao com da do dos e em eu foi isso mais na nao nas nos o os pela pelo quando sao ser seu sua um uma
  che chi ci cosa di era gli ha ho io ma mi nel non per piu questo sono suo
  dat deze die een en er het hij ik je maar met naar niet om ook op te uit van voor was we wat zijn`.split(/\s+/),
);

/** Whether a folded word is indexed together with a neighbour that is so too. */
export function isPaired(term: string): boolean {
  return commonest.has(term) || oneSpaceless.test(term);
}

/** What two folded neighbours are indexed as; no word begins so. */
export function pairOf(one: string, other: string): string {
  return ` ${one} ${other}`;
}

/** UTF-16 units of a word that are indexed: what is longer is no word of any language. */
export const termUnitsMax = 64;

/** As much of a folded word as is indexed. */
export function clipped(word: string): string {
  return word.length <= termUnitsMax ? word : word.slice(0, termUnitsMax).toWellFormed();
}

/** Letters of a word's beginning that are looked for apart from words. */
export const beginningMax = 3;
/** Letters of a word, as they are looked for. */
export function letterCount(word: string): number {
  return Array.from(folded(word)).length;
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
  return ascii.test(word) ? word.toLowerCase() : foldedOf(word);
}

/** A word of ASCII has no marks. */
const ascii = /^[a-z\d]+$/i;

function foldedOf(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .normalize("NFC")
    .toLowerCase();
}
