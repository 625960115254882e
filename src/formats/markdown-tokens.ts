// Markdown cut into tokens at a cost that grows as its length does: a passage that would take more stays plain words.
import { Lexer, type MarkedOptions, type TokensList } from "marked";

/** What may begin something inside a passage: at each of these all that follows may be looked at. */
const openings = /[\\<![`*~_@]|https?:|ftp:|www\./gi;
/** Openings times characters of one passage, at most: some 10 ms. A page of prose that is full of links has 300,000. */
const stepsMax = 10_000_000;

/** Quotes and lists inside each other on one line: each costs what all inside it cost. */
const tooDeep = /^[ \t]*(?:>[ \t]*|(?:[-*+]|\d{1,9}[.)])[ \t]+){100}/m;

/** The tokens of `markdown`, as Marked makes them. Throws RangeError where things are nested too deep. */
export function tokensOf(markdown: string, options: MarkedOptions): TokensList {
  if (tooDeep.test(markdown)) throw new RangeError("quotes and lists nested more than 100 deep");
  const lexer = new Lexer(options);
  lexer.blockTokens(markdown.replace(/\r\n|\r/g, "\n"), lexer.tokens);
  // What is cut finds more to cut, so the queue grows meanwhile.
  for (const { src, tokens } of lexer.inlineQueue) {
    if (isWithinBounds(src)) lexer.inlineTokens(src, tokens);
    else tokens.push({ type: "text", raw: src, text: src, escaped: false });
  }
  return lexer.tokens;
}

function isWithinBounds(passage: string): boolean {
  return passage.length ** 2 <= stepsMax || passage.length * (passage.match(openings)?.length ?? 0) <= stepsMax;
}
