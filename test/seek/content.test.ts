// Reading time and the opening words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf, readingMinutes } from "../../src/seek/content.ts";
import { entry } from "./documents.ts";

test("minutes are words by 230 or characters by 500, rounded up, at least one", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["", 1],
    ["word", 1],
    ["word ".repeat(230), 1],
    ["word ".repeat(231), 2],
    ["知".repeat(500), 1],
    ["知".repeat(501), 2],
    [`${"word ".repeat(230)}${"知".repeat(500)}`, 2],
    ["ตัวอย่าง".repeat(200), 4],
  ];
  for (const [text, expected] of cases) assert.equal(readingMinutes(text), expected, text.slice(0, 20));
});

test("minutes of HTML are those of its words between the tags; its text is not worked out for them", () => {
  const minutesOf = (html: string): number =>
    contentOf({
      ...entry({ title: "A", html }),
      plain: null,
      get text(): string {
        throw new Error("the text was worked out");
      },
    }).minutes;
  const words = (count: number): string => "some <b class='a b c'>word</b>\n".repeat(count / 2);
  assert.deepEqual(
    [230, 232].map((count) => minutesOf(`<p>${words(count)}`)),
    [1, 2],
  );
  assert.equal(minutesOf(`<script>${"a < b ".repeat(500)}</script><style>${"x ".repeat(500)}</style>one`), 1);
  assert.equal(minutesOf("one < two <"), 1);
  const chinese = { ...entry({ title: "A", html: `<p>${"知".repeat(501)}`, text: "知".repeat(501) }), plain: null };
  assert.equal(contentOf(chinese).minutes, 2);
});

test("only an item without a title has opening words, cut between words and never inside a character", () => {
  assert.equal(contentOf(entry({ title: "A", text: "words" })).lead, null);
  assert.equal(contentOf(entry({ text: " a  b\n" })).lead, "a b");
  assert.equal(contentOf(entry()).lead, null);
  const long = contentOf(entry({ text: "some words ".repeat(50) })).lead ?? "";
  assert.ok(long.endsWith("words…") || long.endsWith("some…"), long);
  assert.ok(contentOf(entry({ text: `x${"😀".repeat(100)}` })).lead?.isWellFormed());
});

test("authors are one line, each once, by the best name there is", () => {
  const authors = [
    { name: "Ada", email: "ada@example.org", url: null },
    { name: null, email: "bo@example.org", url: null },
    { name: "Ada", email: null, url: null },
    { name: null, email: null, url: null },
  ];
  assert.equal(contentOf(entry({ authors })).author, "Ada, bo@example.org");
  assert.equal(contentOf(entry()).author, null);
});
