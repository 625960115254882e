// A text as a thread: every piece fits, every word is in one of them, and a piece ends where a sentence does.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { linkedText, withAddresses } from "../../src/formats/linked-text.ts";
import { publicContent } from "../../src/formats/publish-content.ts";
import { graphemeCount, threadOf } from "../../src/formats/thread.ts";
import { letterWith } from "../contract/letters.ts";

const bare = (text: string): string => text.replace(/\s+/g, "");
const fitsIn =
  (max: number) =>
  (text: string): boolean =>
    graphemeCount(text) <= max;

test("whatever the text, every piece fits and nothing but white space is lost", () => {
  const texts = fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.lorem({ mode: "sentences" }), fc.webUrl()));
  let pieces = 0;
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 80 }), (parts, max) => {
      const text = parts.join(" ").toWellFormed();
      const thread = threadOf({ text, links: [] }, fitsIn(max));
      for (const piece of thread) assert.ok(graphemeCount(piece.text) <= max && piece.text.trim() === piece.text);
      assert.equal(bare(thread.map((piece) => piece.text).join("")), bare(text));
      pieces += thread.length;
    }),
  );
  assert.ok(pieces > 100);
});

test("a piece ends with a sentence, else between words, and a link is not cut where it fits", () => {
  const text = "One short sentence. Another one follows. The last has many more words than fit.";
  const thread = threadOf({ text, links: [] }, fitsIn(30)).map((piece) => piece.text);
  assert.deepEqual(thread, [
    "One short sentence.",
    "Another one follows.",
    "The last has many more words",
    "than fit.",
  ]);
  const link = { start: 10, end: 28, href: "https://example.org/" };
  const linked = threadOf({ text: "See there the pull of things, an essay.", links: [link] }, fitsIn(24));
  assert.deepEqual(linked, [
    { text: "See there", links: [] },
    { text: "the pull of things, an", links: [{ start: 0, end: 18, href: link.href }] },
    { text: "essay.", links: [] },
  ]);
});

test("a text of a megabyte is split in no time", () => {
  const text = "All work and no play makes one long line. ".repeat(24_000);
  const began = performance.now();
  const thread = threadOf({ text, links: [] }, fitsIn(300));
  assert.ok(thread.length > 3_000);
  assert.ok(performance.now() - began < 30_000, `${performance.now() - began} ms`);
});

test("a release as plain text keeps its links' places, its lists and what is asked", () => {
  const body =
    "# Heading\n\nSome *plain* words,\nsee [the essay](https://example.org/a).\n\n- one\n- two\n  1. deep\n\n> said\n\n```\ncode  here\n```\n\n![a **drawing**](https://example.org/p.png) <https://example.org/b>";
  const whole = linkedText(publicContent(letterWith({ body })));
  assert.equal(
    whole.text,
    [
      "Small teams learn aloud",
      "Version 1 of a text in progress, for Design Circle.",
      "What I ask you: Is the claim too strong?",
      "Please answer by Friday 27 November 2026, 22:59 UTC.",
      "Heading",
      "Some plain words, see the essay.",
      "- one\n- two\n1. deep",
      "> said",
      "code  here",
      "a drawing https://example.org/b",
      "Source:\nThe pull of the possible, Ada Marsh",
    ].join("\n\n"),
  );
  assert.deepEqual(
    whole.links.map(({ start, end, href }) => [whole.text.slice(start, end), href]),
    [
      ["the essay", "https://example.org/a"],
      ["a drawing", "https://example.org/p.png"],
      ["https://example.org/b", "https://example.org/b"],
      ["The pull of the possible", "https://example.org/pull"],
    ],
  );
  const shown = withAddresses(whole);
  assert.match(shown.text, /see the essay \(https:\/\/example\.org\/a\)\./);
  assert.match(shown.text, /\(https:\/\/example\.org\/p\.png\) https:\/\/example\.org\/b\n/);
  for (const { start, end, href } of shown.links) assert.equal(shown.text.slice(start, end), href);
});

function plain(body: string): { text: string; links: readonly string[] } {
  const { text, links } = linkedText(publicContent(letterWith({ title: "T", body, ask: null, citations: [] })));
  return { text, links: links.map(({ start, end }) => text.slice(start, end)) };
}

test("what another said and what was taken back do not stand there as one's own words", () => {
  const quoted = plain(
    "> Plans are all.\n>\n> - so *she* said\n>\n> > and [he](https://x.example)\n\nI do ~~not [all](https://x.example)~~ agree.",
  );
  assert.equal(quoted.text, "T\n\n> Plans are all.\n\n> - so she said\n\n> > and he\n\nI do ~~not all~~ agree.");
  assert.deepEqual(quoted.links, ["he", "all"]);
  assert.equal(plain("> > ```\n> > a\n> >\n> > b\n> > ```\n\nmine").text, "T\n\n> > a\n> > \n> > b\n\nmine");
});

test("a link lies around its own words wherever it stands", () => {
  const places = fc.constantFrom(
    "@ w",
    "w @",
    "w @ w",
    "> @",
    "> w\n> > @",
    "- @",
    "1. @ w\n2. w",
    "~~@~~",
    "## @",
    "*w @*",
  );
  fc.assert(
    fc.property(fc.array(places, { maxLength: 12 }), (forms) => {
      const body = forms.map((form, n) => form.replace("@", `[L${n}](https://x.example/${n})`)).join("\n\n");
      const { links } = plain(body);
      assert.deepEqual(
        links,
        forms.map((_, n) => `L${n}`),
      );
    }),
  );
});

test("a book is no post, and is found to be none in a moment", () => {
  const body = Array.from({ length: 20_000 }, (_, n) => `1. item ${n}\n\n[l](https://x.example/${n}) w`).join("\n\n");
  const started = performance.now();
  assert.equal(plain(body).links.length, 20_000);
  assert.ok(performance.now() - started < 10_000, `${performance.now() - started} ms`);
});
