// Identity: one page is one key however it is linked, and a guid counts only inside its source.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { FeedEntry } from "../../src/seek/feed.ts";
import { canonicalUrl } from "../../src/seek/canonical-url.ts";
import { nameEntries } from "../../src/seek/identity.ts";
import { entry, feed } from "./documents.ts";

const source = { id: "s1", url: "https://blog.example/feed" };
const other = { id: "s2", url: "https://other.example/feed" };

function keysOf(entries: readonly FeedEntry[], from = source): readonly string[] {
  return nameEntries(feed(entries), from).map(({ key }) => key);
}

test("the canonical URL drops what does not tell pages apart, and nothing else", () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ["http://Example.ORG:80/A/b", "https://example.org/A/b"],
    ["https://example.org:443/a", "https://example.org/a"],
    ["https://example.org:8443/a", "https://example.org:8443/a"],
    ["https://example.org/a#part", "https://example.org/a"],
    ["https://example.org/#/route/1", "https://example.org/#/route/1"],
    ["https://example.org/#!route", "https://example.org/#!route"],
    ["https://example.org/a?utm_source=x&b=2&UTM_Campaign=y&a=1", "https://example.org/a?b=2&a=1"],
    ["https://example.org/a?fbclid=1&gclid=2&mc_cid=3&ref_src=4", "https://example.org/a"],
    ["https://example.org/a?q=a+b&r=%20", "https://example.org/a?q=a+b&r=%20"],
    ["https://www.example.org/a/", "https://www.example.org/a/"],
    ["https://me:secret@example.org/a", "https://example.org/a"],
    ["https://amp.example.org/a", "https://example.org/a"],
    ["https://amp.dev/a", "https://amp.dev/a"],
    ["https://example.org/a/amp", "https://example.org/a"],
    ["https://example.org/a/amp/?amp=1&x=2", "https://example.org/a/?x=2"],
    ["https://example.org/amp", "https://example.org/amp"],
    ["https://example.org/a/vamp", "https://example.org/a/vamp"],
    ["https://example.org/a.amp.html", "https://example.org/a.html"],
    ["https://example.org/a?amp", "https://example.org/a"],
    ["https://example.org/a?amp=240w", "https://example.org/a?amp=240w"],
    ["https://example.org/a?outputType=amp", "https://example.org/a"],
    ["https://example-org.cdn.ampproject.org/c/s/example.org/a/amp/?usqp=1", "https://example.org/a/?usqp=1"],
    ["https://cdn.ampproject.org/v/example.org/a", "https://example.org/a"],
    ["https://www.google.co.uk/amp/s/www.example.org/a.amp.html", "https://www.example.org/a.html"],
    ["https://www.google.com/amp/", "https://www.google.com/amp/"],
    ["https://m.example.org/a", "https://m.example.org/a"],
    ["https://example.org./a", "https://example.org/a"],
    ['https://example.org/a"', "https://example.org/a"],
    ["https://example.org/a%20%22)", "https://example.org/a"],
    ["https://example.org/a_(b)", "https://example.org/a_(b)"],
    ["https://example.org/a_(b))%E2%80%9D", "https://example.org/a_(b)"],
    ["https://example.org/Talkin'", "https://example.org/Talkin'"],
    ["https://example.org/a?q=%22b%22", "https://example.org/a?q=%22b%22"],
    ["https://example.org/a?x=1&amp;utm_source=rss", "https://example.org/a?x=1"],
    ["https://example.org/a?source=rss----b-4&ref=main", "https://example.org/a?ref=main"],
    ["https://example.org/a?_hsenc=1&at_campaign=2&ysclid=3&at_home=4", "https://example.org/a?at_home=4"],
    ["https://example.org/a#:~:text=b", "https://example.org/a"],
    ["https://example.org/#/route:~:text=b", "https://example.org/#/route"],
    ["mailto:a@example.org", null],
    ["file:///etc/passwd", null],
    ["not a url", null],
  ];
  for (const [url, expected] of cases) assert.equal(canonicalUrl(url), expected, url);
});

test("the canonical URL of a canonical URL is itself", () => {
  const parameters = fc.array(
    fc.constantFrom("a=1", "b", "utm_x=2", "gclid=3", "a=%26", "=", "mc_=1", "amp", "amp;amp", "fbclid%22", "?"),
  );
  const ending = fc.array(
    fc.constantFrom("/amp", "/", ")", "(", "%20", '"', "]", ".amp.html", "a", "/c/s/b.example/c"),
  );
  const origin = fc.constantFrom(
    "https://example.org",
    "http://amp.amp.example.org.:80",
    "https://x.cdn.ampproject.org/c/s/amp.example.org",
    "https://www.google.com/amp/s/cdn.ampproject.org",
  );
  const built = fc.tuple(origin, ending).map(([from, parts]) => `${from}/${parts.join("")}`);
  const url = fc
    .tuple(fc.oneof(fc.webUrl({ withFragments: true }), built), parameters)
    .map(([text, pairs]) => (pairs.length === 0 ? text : text.replace(/(#|$)/, `?${pairs.join("&")}$1`)));
  fc.assert(
    fc.property(url, (text) => {
      const once = canonicalUrl(text);
      assert.notEqual(once, null);
      assert.equal(canonicalUrl(once ?? ""), once);
    }),
  );
});

test("an address of nothing but junk is read in no time", () => {
  const began = performance.now();
  for (const part of [")", "%20", '"', "/amp", ")%20"]) canonicalUrl(`https://example.org/${part.repeat(4000)}`);
  assert.ok(performance.now() - began < 2000);
});

test("the page behind a feed proxy's link is the key", () => {
  const link = "http://feedproxy.example/~r/a/~3/xyz/";
  assert.deepEqual(keysOf([entry({ guid: "1", link, ownLink: "http://blog.example/a?utm_source=x" })]), [
    "https://blog.example/a",
  ]);
});

test("a story given twice under two guids comes once, and two stories of one page come twice", () => {
  const told = {
    title: "One",
    link: "https://blog.example/a",
    published: "2026-11-01T00:00:00.000Z",
    html: "<p>a</p>",
  };
  const keys = (second: Partial<FeedEntry>): readonly string[] =>
    keysOf([entry({ ...told, guid: "1" }), entry({ ...told, guid: "2", ...second })]);
  assert.deepEqual(keys({}), ["https://blog.example/a"]);
  assert.equal(keys({ html: "<p>b</p>" }).length, 2);
  assert.equal(keys({ title: "Two" }).length, 2);
  assert.deepEqual(keys({ guid: "1", html: "<p>b</p>" }), ["https://blog.example/a"]);
});

test("a URL that tells entries apart is the key; one that does not gives way to source and guid", () => {
  assert.deepEqual(keysOf([entry({ guid: "1", link: "http://blog.example/a?utm_source=rss" })]), [
    "https://blog.example/a",
  ]);
  const own = (name: string): string => `https://blog.example/feed\n${name}`;
  assert.deepEqual(keysOf([entry({ guid: "1" }), entry({ guid: "2", link: "https://blog.example/" })]), [
    own("1"),
    own("2"),
  ]);
  assert.deepEqual(keysOf([entry({ guid: "1", link: source.url })]), [own("1")]);
  const changes = "https://blog.example/changes";
  assert.deepEqual(keysOf([entry({ guid: "1", link: changes }), entry({ guid: "2", link: changes })]), [
    own("1"),
    own("2"),
  ]);
});

test("the same guid in two sources is two keys", () => {
  const [mine] = keysOf([entry({ guid: "1" })]);
  const [theirs] = keysOf([entry({ guid: "1" })], other);
  assert.notEqual(mine, undefined);
  assert.notEqual(mine, theirs);
});

test("a guid that several pages share names none of them", () => {
  const entries = ["a", "b", "c"].map((page) => entry({ guid: "same", link: `https://blog.example/${page}` }));
  assert.deepEqual(
    nameEntries(feed(entries), source).map(({ name }) => name),
    ["https://blog.example/a", "https://blog.example/b", "https://blog.example/c"],
  );
});

test("entries without guid and link are told apart by what they say", () => {
  const entries = [
    entry({ title: "One" }),
    entry({ title: "Two" }),
    entry({ text: "no title" }),
    entry({ text: "nor here" }),
    entry({ title: "One", published: "2026-01-01T00:00:00.000Z" }),
  ];
  assert.equal(new Set(keysOf(entries)).size, entries.length);
  assert.deepEqual(keysOf([entry({ title: "One" })]), keysOf([entry({ title: "One", html: "<p>later</p>" })]));
});

test("an entry given twice comes once, as it was last updated, whatever the order", () => {
  const older = entry({ guid: "1", title: "Old", updated: "2026-01-01T00:00:00.000Z" });
  const newer = entry({ guid: "1", title: "New", updated: "2026-01-02T00:00:00.000Z" });
  for (const entries of [
    [older, newer],
    [newer, older],
  ]) {
    const named = nameEntries(feed(entries), source);
    assert.deepEqual(
      named.map((each) => each.entry.title),
      ["New"],
    );
  }
});

test("a guid of any length and any text is a name of bounded length", () => {
  for (const guid of ["x".repeat(100_000), "__proto__", "a\nb", "\u0000"]) {
    const [named] = nameEntries(feed([entry({ guid })]), source);
    assert.ok(named !== undefined && named.name.length > 0 && named.name.length <= 500);
  }
});

test("names and keys are each given once in a document, and do not hang on its order", () => {
  const text = fc.constantFrom(null, "1", "2", "3");
  const link = fc.constantFrom(
    null,
    "https://blog.example/",
    "https://blog.example/a",
    "http://blog.example/a#x",
    "https://b.example/",
  );
  const entries = fc.array(
    fc.record({ guid: text, title: text, link, published: fc.constantFrom(null, "2026-01-01T00:00:00.000Z") }),
  );
  const shuffled = entries.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([list, mixed]) => {
      const named = nameEntries(feed(list.map(entry)), source);
      assert.equal(new Set(named.map(({ name }) => name)).size, named.length);
      assert.equal(new Set(named.map(({ key }) => key)).size, named.length);
      const facts = (from: typeof named): readonly string[] =>
        from.map(({ name, key, hash }) => `${name} ${key} ${hash}`).toSorted();
      assert.deepEqual(facts(nameEntries(feed(mixed.map(entry)), source)), facts(named));
    }),
    { numRuns: 500 },
  );
});
