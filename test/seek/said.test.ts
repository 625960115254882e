// The words that count: what changes from hour to hour around a text makes no new version, and any word of it does.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { saidHash } from "../../src/seek/content.ts";
import { saidMarkup, saidWords } from "../../src/seek/said.ts";
import { entry } from "./documents.ts";

const story = "The river rose by 2 metres in the night.\n\nNobody was hurt, said the mayor.";

test("counters, relative times, buttons, notices and lists of other stories do not count", () => {
  const around = [
    `Posted 5 minutes ago\n\n${story}`,
    `Posted 3 hours ago\n\n${story}`,
    `Posted an hour ago\n\n${story}`,
  ].map(saidWords);
  assert.equal(new Set(around).size, 1);
  const said = saidWords(story);
  const same = [
    `${story}\n12 comments`,
    `${story}\n\nShare this on Facebook\nTweet\n- Share\n- Print\n`,
    `Advertisement\n\n${story}\n\nAdvertisement`,
    `${story}\nThe post The river first appeared on The Valley News.`,
    `${story}\n\nYou may also like\n\n- The lake\n- The sea\n`,
    `${story}\n\nRelated posts:\n- One thing\n- Another thing`,
    `${story.replaceAll(" ", "  ").replaceAll(".", "!")}\n\n341 views`,
    `2 min read\n${story}`,
  ];
  for (const text of same) assert.equal(saidWords(text), said, text);
});

test("every word and every number of the story counts", () => {
  const said = saidWords(story);
  const others = [
    story.replace("Nobody", "Somebody"),
    story.replace("2 metres", "3 metres"),
    story.replace("was hurt", "was not hurt"),
    `${story} Two shares were sold.`,
    `${story}\n\nRelated posts\n\nThe lake rose too.`,
    `${story}\n\n- Share prices fell`,
    `${story}\n\n42`,
  ];
  for (const text of others) assert.notEqual(saidWords(text), said, text);
});

test("one word more or less among any words is another text", () => {
  const word = fc.constantFrom("river", "rose", "night", "mayor", "not", "7", "水", "é");
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.nat(), word, (words, seed, more) => {
      const at = seed % (words.length + 1);
      const longer = [...words.slice(0, at), more, ...words.slice(at)];
      assert.notEqual(saidWords(longer.join(" ")), saidWords(words.join(" ")));
    }),
  );
});

test("the content of an entry: rotating pictures and addresses are the same, another picture is not", () => {
  const hash = (html: string): string => saidHash(entry({ html }));
  const image = hash('<p><img src="https://a.example/1.png?t=1"></p>');
  assert.equal(
    hash('<p><img src="https://a.example/1.png?t=2"></p>  <img width="1" src="https://t.example/x">'),
    image,
  );
  assert.notEqual(hash('<p><img src="https://a.example/2.png?t=1"></p>'), image);
  const sound = (url: string): string => saidHash(entry({ text: "a", enclosures: [{ url, type: null, bytes: null }] }));
  assert.equal(sound("https://a.example/1.mp3?token=1"), sound("https://a.example/1.mp3?token=2"));
  assert.notEqual(sound("https://a.example/1.mp3"), sound("https://a.example/2.mp3"));
});

test("no text takes long", () => {
  const began = performance.now();
  const parts = ["1", "share ", "in it ", "the post a appeared on ", "5 minutes ", "- related\n", "<img ", "\u00a0"];
  for (const part of parts) {
    saidWords(part.repeat(200_000 / part.length));
    saidMarkup(part.repeat(200_000 / part.length));
    for (let length = 50; length < 400; length += 50) saidWords(`${part.repeat(length)}!x`.slice(0, length));
  }
  assert.ok(performance.now() - began < 5000, `${performance.now() - began} ms`);
});
