// What one thread hands to another says the same on the other side, and its words are packed as the store keeps them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { packCame, unpackCame } from "../../src/formats/packed-feed.ts";
import { readFeed } from "../../src/formats/read-feed.ts";
import { contentOf, saidHash } from "../../src/seek/content.ts";
import type { FreshAnswer } from "../../src/seek/fetch.ts";
import { readAnswer, type ReadDocument } from "../../src/seek/reading.ts";

const folder = new URL("../fixtures/feeds/", import.meta.url);
const source = { id: "s000", url: "https://blog.example/feed", foundAt: null };

function answer(body: Uint8Array): FreshAnswer {
  const server = { movedTo: null, etag: null, lastModified: null, maxAgeSeconds: null, contentType: null };
  return { kind: "fresh", status: 200, url: source.url, ...server, body };
}

function saidOf({ entries, ...document }: ReadDocument): object {
  const said = entries.map(({ entry, ...names }) => {
    const {
      packed: _apart,
      said: { html, text, summary },
      ...content
    } = contentOf(entry);
    return { names, content, html, text, summary, hash: saidHash(entry) };
  });
  return { document, said };
}

test("every fixture says the same after it went to another thread", () => {
  const names = readdirSync(folder).filter((name) => /\.(?:xml|json|html)$/.test(name));
  let feeds = 0;
  for (const name of names) {
    const here = readAnswer({ source, bodyHash: null }, answer(readFileSync(new URL(name, folder))), readFeed);
    const there = unpackCame(structuredClone(packCame(here)));
    if (here.kind !== "feed" || there.kind !== "feed") {
      assert.deepEqual(there, here, name);
      continue;
    }
    feeds += 1;
    assert.deepEqual(saidOf(there.document), saidOf(here.document), name);
    // Together the frames hold the words of all of them.
    const frames = new Set(there.document.entries.map(({ entry }) => entry.packed?.frame));
    const held = [...frames].reduce((sum, frame) => sum + (frame?.count ?? 0), 0);
    assert.equal(held, there.document.entries.length, name);
  }
  assert.ok(feeds > 10, `${feeds} feeds`);
});
