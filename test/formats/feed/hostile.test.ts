// Attacks: what comes out is bounded, and work grows with the length of the document, not with its square.
import assert from "node:assert/strict";
import { test } from "node:test";
import { documentOf, feedOf, rss } from "./fixture.ts";

const item = "<item><title>ok</title><link>https://a.example/1</link></item>";

/** Builds an attack of about `size` repetitions. */
type Attack = (size: number) => string;

const attacks: Readonly<Record<string, Attack>> = {
  "deep elements": (n) => rss(`${item}${"<a>".repeat(n)}${"</a>".repeat(n)}`),
  "deep and open": (n) => rss(`${item}${"<b>".repeat(n)}`),
  "deep in a body": (n) =>
    rss(`${item}<item><description>${"<div>".repeat(n)}x${"</div>".repeat(n)}</description></item>`),
  "open entries": (n) => rss(item + "<item><title>x".repeat(n)),
  "less-than signs": (n) => rss(item + "<".repeat(n)),
  "names of less-than signs": (n) => rss(item + "<a".repeat(n)),
  "open tags": (n) => rss(item + "<a ".repeat(n)),
  "open tags of the feed's own": (n) => rss(item + "<item ".repeat(n)),
  "open quotes": (n) => rss(item + '<a b="'.repeat(n)),
  "open comments": (n) => rss(item + "<!--".repeat(n)),
  "open CDATA": (n) => rss(item + "<![CDATA[".repeat(n)),
  ampersands: (n) => rss(`${item}<item><title>${"&".repeat(n)}</title></item>`),
  "open references": (n) => rss(`${item}<item><title>${"&#".repeat(n)}</title></item>`),
  "mismatched closing tags": (n) => rss(`${item}${"<a>".repeat(500)}${"</b>".repeat(n)}`),
  attributes: (n) =>
    rss(`<item ${Array.from({ length: n }, (_, at) => `a${at}="1"`).join(" ")}><title>ok</title></item>`),
  namespaces: (n) => rss(item, Array.from({ length: n }, (_, at) => `xmlns:n${at}="urn:${at}"`).join(" ")),
  names: (n) => rss(item + Array.from({ length: n }, (_, at) => `<n${at}/>`).join("")),
  scopes: (n) => rss(item + '<x xmlns="urn:x"/>'.repeat(n)),
  space: (n) => rss(`${item}<item><title>${" ".repeat(n)}x</title></item>`),
  "images of one srcset": (n) =>
    rss(`<item><title>ok</title><description>&lt;img srcset="${"a ".repeat(n)}"&gt;</description></item>`),
  entities: (n) =>
    `<!DOCTYPE r [<!ENTITY a "${"a".repeat(250)}">]>${rss(`${item}<item><description>${"&a;".repeat(n)}</description></item>`)}`,
};

test("every attack is read to its end, with what stood before it", () => {
  let checked = 0;
  for (const [name, attack] of Object.entries(attacks)) {
    const feed = feedOf(attack(20_000));
    assert.equal(feed.entries[0]?.title, "ok", name);
    assert.ok(feed.problems.length <= 100, `${name}: ${feed.problems.length} problems`);
    checked += 1;
  }
  assert.equal(checked, 21);
});

test("ten times the attack is not a hundred times the work", () => {
  let checked = 0;
  for (const [name, attack] of Object.entries(attacks)) {
    const [small, large] = [cpuOf(attack(6000)), cpuOf(attack(60_000))];
    // A square would be 100; the floor keeps measurements of nothing from counting.
    assert.ok(large <= Math.max(small, 8) * 40, `${name}: ${small} ms, then ${large} ms`);
    checked += 1;
  }
  assert.equal(checked, 21);
});

/** Milliseconds of processor time, the least of three readings. */
function cpuOf(text: string): number {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    documentOf(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

test("entities: none from outside, none from entities, no more than a bounded sum", () => {
  const laughs = `<!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>${rss("<item><title>&b;</title></item>")}`;
  assert.equal(feedOf(laughs).entries[0]?.title, "&b;");
  const outside = `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>${rss("<item><title>[&x;]</title></item>")}`;
  assert.equal(feedOf(outside).entries[0]?.title, "[&x;]");
  const sum = feedOf(
    `<!DOCTYPE r [<!ENTITY a "${"a".repeat(250)}">]>${rss(`<item><description>${"&a;".repeat(100_000)}</description></item>`)}`,
  );
  assert.equal(sum.entries[0]?.html?.length, 1_000_000);
});

test("entries, depth and kept children have ends", () => {
  const many = feedOf(rss("<item><title>x</title></item>".repeat(50_010)));
  assert.equal(many.entries.length, 50_000);
  assert.ok(many.problems.some(({ code }) => code === "too-many-entries"));
  const tags = feedOf(
    rss(`<item>${Array.from({ length: 10_000 }, (_, at) => `<category>${at}</category>`).join("")}</item>`),
  );
  assert.equal(tags.entries[0]?.tags.length, 200);
  const deep = feedOf(rss(`<item><description>${"<div>".repeat(5000)}x`));
  assert.ok(deep.problems.some(({ code }) => code === "too-deep"));
  assert.ok((deep.entries[0]?.html?.split("<div>").length ?? 0) < 513);
});
