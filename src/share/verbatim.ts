// Passages that an outgoing text shares word for word with private texts: verbatim only, never what means the same.

/** A run of so many words in a row is no chance. */
const runWords = 6;
/** In scripts without spaces every character counts as a word. What a letter is marked with, and what is not seen, is part of it. */
const word =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|\p{Cf}+(?=[\p{L}\p{N}]))*/gu;

/** A text that must not leave, but for what its author had said before it was there. */
export interface PrivateText {
  what: "feedback" | "annotation" | "note" | "item";
  /** Id, or path of a note without one. */
  ref: string;
  text: string;
  /** Texts whose words are the author's own, read only where something was found. */
  ownTexts(): readonly string[];
}

/** A passage of the outgoing text that stands in a private one. */
export interface Overlap {
  what: PrivateText["what"];
  ref: string;
  /** As it stands in the outgoing text. */
  passage: string;
}

/**
 * The passages of `outgoing` of six words or more that stand word for word in a private text, each once; case and
 * punctuation make no difference. The outgoing text is indexed by its runs, and each private text is walked once.
 */
export function overlaps(outgoing: string, privateTexts: Iterable<PrivateText>): readonly Overlap[] {
  const words = [...outgoing.matchAll(word)];
  const outgoingWords = words.map(([text]) => folded(text));
  const [index, said] = [runsOf(outgoingWords), new Set(outgoingWords)];
  const found: Overlap[] = [];
  if (index.size === 0) return found;
  for (const { what, ref, text, ownTexts } of privateTexts) {
    if (!hasCommonRun(text, { index, said })) continue;
    const common = foreignRuns(text, ownTexts()).filter((run) => index.has(run));
    const starts = [...new Set(common)].flatMap((run) => index.get(run) ?? []).toSorted((a, b) => a - b);
    for (const [first, last] of stretches(starts)) {
      const [from, to] = [words[first], words[last + runWords - 1]];
      if (from === undefined || to === undefined) continue;
      found.push({ what, ref, passage: outgoing.slice(from.index, to.index + to[0].length) });
    }
  }
  return found;
}

/** Whether `passage` stands within `allowed`, word for word. */
export function isWithin(passage: string, allowed: string): boolean {
  return ` ${wordsOf(allowed).join(" ")} `.includes(` ${wordsOf(passage).join(" ")} `);
}

function wordsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(word), ([each]) => folded(each));
}

function folded(text: string): string {
  // Most words of most texts, and nothing but their case is to be done to them.
  if (/^\w*$/.test(text)) return text.toLowerCase();
  return text
    .replace(/\p{Cf}/gu, "")
    .normalize("NFKC")
    .toLowerCase();
}

/** Where each run of words begins. */
function runsOf(words: readonly string[]): ReadonlyMap<string, number[]> {
  const index = new Map<string, number[]>();
  for (let at = 0; at + runWords <= words.length; at += 1) {
    const run = words.slice(at, at + runWords).join(" ");
    const starts = index.get(run);
    if (starts === undefined) index.set(run, [at]);
    else starts.push(at);
  }
  return index;
}

function* runs(text: string): Iterable<string> {
  const last: string[] = [];
  for (const [each] of text.matchAll(word)) {
    last.push(folded(each));
    if (last.length > runWords) last.shift();
    if (last.length === runWords) yield last.join(" ");
  }
}

interface Said {
  index: ReadonlyMap<string, unknown>;
  /** The words that the runs of the index are made of. */
  said: ReadonlySet<string>;
}

/** Whether one of the runs is in the text. Few words of it in a row were said at all: only those are put together. */
function hasCommonRun(text: string, { index, said }: Said): boolean {
  let row: string[] = [];
  for (const [each] of text.matchAll(word)) {
    const next = folded(each);
    if (!said.has(next)) row = [];
    else if (row.push(next) >= runWords && index.has(row.slice(-runWords).join(" "))) return true;
  }
  return false;
}

/** The runs of the text in which no word is part of a run of the author's own. */
function foreignRuns(text: string, own: readonly string[]): readonly string[] {
  const all = [...runs(text)];
  const mine = new Set(own.flatMap((each) => [...runs(each)]));
  const isOwn = new Uint8Array(all.length + runWords);
  for (const [at, run] of all.entries()) if (mine.has(run)) isOwn.fill(1, at, at + runWords);
  return all.filter((_, at) => !isOwn.subarray(at, at + runWords).includes(1));
}

/** First and last start of each stretch of runs that follow or overlap each other. */
function stretches(starts: readonly number[]): readonly (readonly [number, number])[] {
  const all: [number, number][] = [];
  for (const start of starts) {
    const open = all.at(-1);
    if (open !== undefined && start <= open[1] + runWords) open[1] = Math.max(open[1], start);
    else all.push([start, start]);
  }
  return all;
}
