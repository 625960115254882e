// Tests of titles and bodies of notes to be, of quotations in them, and of snippets.
import assert from "node:assert/strict";
import { test } from "node:test";
import { draftFrom, templateFor, withCited } from "../../src/sense/draft.ts";
import { quotesOf } from "../../src/sense/quote.ts";
import { snippetOf } from "../../src/sense/snippet.ts";

test("the title is the one given, a heading that stands first, the first line, or what is left", () => {
  const cases: readonly [string, string | null, string | null, string, string][] = [
    ["Some words\nmore", null, null, "Some words", "Some words\nmore"],
    ["# A heading #\n\nbody\n", null, "item", "A heading", "body"],
    ["# A heading\nbody", "Given", null, "Given", "body"],
    ["> quoted\n\nMine", null, "item", "Mine", "> quoted\n\nMine"],
    ["> only quoted", null, "item", "item", "> only quoted"],
    ["# \n\nText here", null, null, "Text here", "Text here"],
    ["- a list item", null, null, "a list item", "- a list item"],
    ["", null, null, "", ""],
  ];
  for (const [text, given, fallback, title, body] of cases)
    assert.deepEqual(draftFrom(text, given, fallback), { title, body });
  assert.equal(cases.length, 8);
});

test("a long first line is cut after its first sentence, or at a word", () => {
  const sentence = "Trust comes before sharing. " + "And much more could be said of it, at length. ".repeat(3);
  assert.equal(draftFrom(sentence, null, null).title, "Trust comes before sharing.");
  const { title } = draftFrom("word ".repeat(40), null, null);
  assert.ok(title.length <= 80 && title.endsWith("word"), title);
});

test("the editor's text left as it was has the item's title and what is cited", () => {
  const template = templateFor("The item", "> quoted");
  assert.equal(template, "# The item\n\n\n\n> quoted\n");
  assert.deepEqual(draftFrom(template, null, null), { title: "The item", body: "> quoted" });
  assert.equal(withCited("mine\n", "> quoted"), "mine\n\n> quoted");
  assert.equal(withCited("mine", ""), "mine");
});

test("quotations stand with their comments above where they are from", () => {
  const item = { id: "k123", title: "On [trust] *now*", url: "https://x.example/a b>" };
  const quote = { exact: "two\nlines", prefix: "", suffix: "" };
  assert.equal(
    quotesOf(item, [
      { quote, comment: "why" },
      { quote: null, comment: "only mine" },
    ]),
    "> two lines\n\nwhy\n\nonly mine\n\nFrom [On \\[trust\\] \\*now\\*](<https://x.example/a%20b%3E>)",
  );
  assert.equal(quotesOf({ ...item, title: "T", url: null }, []), "From T");
});

test("a snippet stands around the first hit and is cut at words", () => {
  const text = `${"before ".repeat(40)}the café here ${"after ".repeat(40)}`;
  const snippet = snippetOf(text, [{ tokens: ["cafe"], isPrefix: false }]);
  assert.match(snippet, /^…before .*the café here after .*after…$/);
  assert.ok(snippet.length < 170, String(snippet.length));
  assert.equal(snippetOf("short\n text", []), "short text");
  assert.equal(snippetOf("", []), "");
  assert.ok(snippetOf("😀".repeat(200), []).isWellFormed());
});
