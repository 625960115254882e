// Likeness of texts: small edits and other frames around a story keep it alike, the same topic in other words does not.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { linkedSites, precedes, siteOf, type Teller } from "../../src/seek/echoes.ts";
import { bandsOf, shinglesOf, similarity } from "../../src/seek/shingles.ts";
import { headers, randomStory, retold, seeded, templates } from "./stories.ts";

interface Sketch {
  shingles: ReadonlySet<string>;
  bands: readonly number[];
}

function sketchOf(text: string): Sketch {
  const shingles = shinglesOf(text);
  return { shingles, bands: bandsOf(shingles) };
}

const shareABand = (a: Sketch, b: Sketch): boolean => b.bands.some((band) => a.bands.includes(band));

/** Found by its bands, and alike when measured. */
const isFound = (a: Sketch, b: Sketch): boolean => shareABand(a, b) && similarity(a.shingles, b.shingles) >= 0.8;

test("on generated stories: what was edited a little is found, what is another story never is", () => {
  const random = seeded(20261123);
  let [found, missed, wrong, apart] = [0, 0, 0, 0];
  const stories = Array.from({ length: 150 }, (_, at) =>
    randomStory(random, { words: 120 + (at % 7) * 60, topic: at % 10 }),
  );
  const sketches = stories.map(sketchOf);
  for (const [at, story] of stories.entries()) {
    const edits = Math.floor(story.split(" ").length / 90);
    const copy = `${headers[at % headers.length]}\n\n${retold(story, { random, edits })}\n\nShare this on Facebook`;
    const sketch = sketches[at] ?? sketchOf(story);
    if (isFound(sketch, sketchOf(copy))) found += 1;
    else missed += 1;
    for (const other of sketches.slice(at + 1)) {
      if (isFound(sketch, other)) wrong += 1;
      else apart += 1;
    }
  }
  assert.equal(found + missed, 150);
  assert.equal(apart + wrong, (150 * 149) / 2);
  assert.equal(wrong, 0, "precision");
  assert.ok(found / 150 >= 0.95, `recall ${found / 150}`);
});

test("a wire story under other headers and footers is the same, another story in the same form is not", () => {
  const random = seeded(7);
  const wire = randomStory(random, { words: 400, topic: 1 });
  const here = `By A. Reporter\n\n${wire}\n\nThe post Wire first appeared on The Valley News.`;
  const there = `LONDON (Wire) -\n\n${wire}\n\nRelated posts\n\n- One\n- Two`;
  assert.ok(isFound(sketchOf(here), sketchOf(there)));
  for (const template of templates)
    assert.equal(isFound(sketchOf(template("rain", "12")), sketchOf(template("snow and wind", "47"))), false);
});

test("the share of common bands follows the likeness", () => {
  const shared = { near: 0, far: 0 };
  for (let round = 0; round < 200; round += 1) {
    const words = Array.from({ length: 500 }, (_, at) => `${round}-${at}`);
    const part = (from: number, to: number): Sketch => {
      const shingles = new Set(words.slice(from, to));
      return { shingles, bands: bandsOf(shingles) };
    };
    if (shareABand(part(0, 450), part(50, 500))) shared.near += 1;
    if (shareABand(part(0, 270), part(230, 500))) shared.far += 1;
  }
  assert.ok(shared.near >= 194, `at 0.8: ${shared.near} of 200`);
  assert.ok(shared.far <= 10, `at 0.08: ${shared.far} of 200`);
});

test("likeness is symmetric, between 0 and 1, and 1 for the same text alone", () => {
  const words = fc
    .array(fc.constantFrom("a", "b", "c", "d", "水"), { minLength: 40, maxLength: 80 })
    .map((list) => list.join(" "));
  fc.assert(
    fc.property(words, words, (a, b) => {
      const [one, other] = [shinglesOf(a), shinglesOf(b)];
      const alike = similarity(one, other);
      assert.equal(alike, similarity(other, one));
      assert.ok(alike >= 0 && alike <= 1);
      assert.equal(similarity(one, one), 1);
      assert.deepEqual(bandsOf(one), bandsOf(shinglesOf(a)));
      assert.equal(new Set(bandsOf(one)).size, 16);
    }),
  );
  assert.deepEqual(
    [shinglesOf("too few words").size, bandsOf(new Set()).length, similarity(new Set(), new Set())],
    [0, 0, 0],
  );
  assert.ok(shinglesOf("知識を求め、意味を考え、分かち合う。".repeat(5)).size > 0);
});

test("the origin is told by date, else by links, else by who came first", () => {
  const teller = (given: Partial<Teller>): Teller => ({
    id: "k1",
    no: 1,
    source: "s1",
    published: null,
    site: null,
    links: new Set(),
    ...given,
  });
  const early = teller({ published: "2026-11-01T00:00:00.000Z", no: 2 });
  const late = teller({ published: "2026-11-02T00:00:00.000Z", site: "late.example" });
  assert.deepEqual([precedes(early, late), precedes(late, early)], [true, false]);
  const linked = teller({ site: "a.example", no: 2 });
  const linking = teller({ site: "b.example", links: new Set(["a.example"]) });
  assert.deepEqual([precedes(linked, linking), precedes(linking, linked)], [true, false]);
  assert.deepEqual([precedes(linking, early), precedes(teller({}), teller({ no: 2 }))], [true, true]);
  assert.deepEqual(
    [...linkedSites('<a href="https://www.A.example/1">a</a> <a href=http://b.example:80>b</a>')],
    ["a.example", "b.example"],
  );
  assert.deepEqual([siteOf("https://www.a.example:8080/b"), siteOf("mailto:a"), siteOf(null)], ["a.example", "", null]);
});
