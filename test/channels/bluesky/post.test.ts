// Bluesky posts: both limits, links as bytes of UTF-8, one card, and keys that are the same for the same letter.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bluesky } from "../../../src/channels/bluesky/bluesky.ts";
import { postOf, type Post } from "../../../src/channels/bluesky/post.ts";
import { plainForm, type Letter } from "../../../src/share/channel.ts";
import { letterWith } from "../../contract/letters.ts";

const settings = { service: "https://pds.example", handle: "ann.example", secret: "env:PASSWORD" };
const address = { id: "h3b1", kind: "bluesky", exposure: "world", settings } as const;
const bare: Partial<Letter> = { form: plainForm, citations: [], ask: null };

function postsOf(letter: Partial<Letter>): readonly Post[] {
  return bluesky.prepare(letterWith({ ...bare, ...letter }), address).map(postOf);
}

test("300 graphemes and 3000 bytes: over either one it is refused with both ways out", () => {
  const problems = (letter: Partial<Letter>): readonly string[] =>
    bluesky
      .validate(bluesky.prepare(letterWith({ ...bare, ...letter }), address), address)
      .map(({ message }) => message);
  const title = "T";
  assert.deepEqual(problems({ title, body: "é".repeat(297) }), []);
  assert.match(
    problems({ title, body: "Words and more. ".repeat(30) })[0] ?? "",
    /at most 300: shorten the note, or make a thread of 2 posts with --thread/,
  );
  // 25 bytes each, and one grapheme.
  assert.equal(problems({ title, body: "👩‍👩‍👧‍👦".repeat(100) }).length, 0);
  assert.equal(problems({ title, body: "👩‍👩‍👧‍👦".repeat(130) }).length, 1);
  const thread = postsOf({ title, body: "👩‍👩‍👧‍👦".repeat(130), form: { ...plainForm, isThread: true } });
  assert.ok(thread.length > 1);
  for (const { text } of thread) assert.ok(Buffer.byteLength(text) <= 3000);
  assert.equal(
    thread
      .map(({ text }) => text)
      .join("")
      .replace(/\s/g, ""),
    `T${"👩‍👩‍👧‍👦".repeat(130)}`,
  );
});

test("a link is a facet over bytes, and the first source has the card", () => {
  const citations = [
    { title: "no address", url: "file:///x", author: null },
    { title: "The pull", url: "https://example.org/pull", author: "Ada Marsh" },
  ];
  const [post] = postsOf({
    title: "Größe 👩‍👩‍👧‍👦",
    body: "Sieh [das Wörterbuch](https://example.org/w?a=1&b=2).",
    citations,
  });
  assert.ok(post);
  const bytes = Buffer.from(post.text);
  assert.deepEqual(
    (post.facets ?? []).map(({ index, features }) => [
      bytes.subarray(index.byteStart, index.byteEnd).toString(),
      features[0]?.uri,
    ]),
    [
      ["das Wörterbuch", "https://example.org/w?a=1&b=2"],
      ["The pull", "https://example.org/pull"],
    ],
  );
  assert.deepEqual(post.embed?.external, {
    uri: "https://example.org/pull",
    title: "The pull",
    description: "Ada Marsh, example.org",
  });
  assert.equal(postsOf({ body: "No link." })[0]?.embed, undefined);
  assert.equal(postsOf({ body: "[a](javascript:alert(1)) [m](mailto:a@b.example)" })[0]?.facets, undefined);
});

test("keys are TIDs of the release's moment, in the order of the parts, and apart for other releases", () => {
  const keysOf = (letter: Partial<Letter>): readonly string[] =>
    bluesky
      .prepare(letterWith({ ...bare, form: { ...plainForm, isThread: true }, ...letter }), address)
      .map(({ wireId }) => wireId);
  const body = "A sentence of thirty-five letters. ".repeat(40);
  const keys = keysOf({ body });
  assert.ok(keys.length > 3);
  for (const key of keys) assert.match(key, /^[234567abcdefghij][234567a-z]{12}$/);
  assert.deepEqual([...keys].sort(), keys);
  assert.deepEqual(keysOf({ body }), keys);
  const others = new Set([...keys, ...keysOf({ body, releaseId: "r9z9" }), ...keysOf({ body, version: 2 })]);
  assert.equal(others.size, keys.length * 3);
});

test("a warning stands above the words, for there is no other place", () => {
  const [post] = postsOf({ form: { ...plainForm, warning: "food", language: "de" } });
  assert.ok(post);
  assert.ok(post.text.startsWith("CW: food\n\nSmall teams"));
  assert.deepEqual(post.langs, ["de"]);
  const [linked] = postsOf({ body: "See [it](https://example.org/).", form: { ...plainForm, warning: "ö" } });
  const facet = linked?.facets?.[0]?.index;
  assert.equal(
    Buffer.from(linked?.text ?? "")
      .subarray(facet?.byteStart, facet?.byteEnd)
      .toString(),
    "it",
  );
});
