// A comment that no reader of the drawn text sees stands in nothing that leaves, whatever it is put into.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DomUtils, parseDocument } from "htmlparser2";
import { Marked } from "marked";
import { outwardMarkdown } from "../../src/sense/outward.ts";

const pieces = [
  "<!-- CANARY -->",
  "\n\n<!--\nCANARY\n-->",
  "`",
  "``",
  // Marked takes a fence right behind a line of HTML for HTML; others take it for a fence.
  "\n\n```\n",
  "\n\n~~~\n",
  "> ",
  "\n\n> ```\n",
  "- ",
  "\n\n- ```\n",
  "1. ",
  "    ",
  "\n",
  "\n\n",
  "[",
  "]",
  "[[a|",
  "]]",
  "[^1]: ",
  "[x]: ",
  "\\",
  "**",
  "# ",
  "| a | ",
  "words ",
];

/** What somebody reads, tags and comments aside. */
function readOf(markdown: string): string {
  const html = new Marked({ gfm: true }).parse(markdown, { async: false });
  return DomUtils.textContent(parseDocument(html));
}

test("what is a comment to the reader of the drawn text does not leave as Markdown", () => {
  let hidden = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 2, maxLength: 14 }), (parts) => {
      const markdown = parts.join("");
      if (!markdown.includes("CANARY") || readOf(markdown).includes("CANARY")) return;
      hidden += 1;
      assert.ok(!outwardMarkdown(markdown).includes("CANARY"), JSON.stringify([markdown, outwardMarkdown(markdown)]));
    }),
    { numRuns: 20_000, seed: 7 },
  );
  assert.ok(hidden > 2000, `only ${hidden} held a comment`);
});
