// Echo or corroboration: repeats go with what they repeat, and reports of their own stand apart.
import assert from "node:assert/strict";
import { test } from "node:test";
import { passedOnPage } from "../../src/seek/passed-on.ts";
import { storiesOf, type StoryItem } from "../../src/seek/story.ts";

let count = 0;
function item(given: Partial<StoryItem> & { id: string }): StoryItem {
  count += 1;
  const { id } = given;
  const plain = {
    no: count,
    sorted: "2026-11-02T08:00:00.000Z",
    title: null,
    key: `https://${id}.example/`,
    page: null,
  };
  return { ...plain, origin: null, similarity: null, sources: [`s-${id}`], ...given };
}
const at = (day: number, hour = 8): string => new Date(Date.UTC(2026, 10, day, hour)).toISOString();

/** Stories as lists of reports, each as its origin and what repeats it. */
function shape(items: readonly StoryItem[]): unknown {
  return storiesOf(items).map(({ reports }) =>
    reports.map(({ origin, repeats }) => [origin, ...repeats.map(({ item: id, how }) => `${how} ${id}`)]),
  );
}

test("nearly the same text, a page passed on, and the same page from another source are repeats of one report", () => {
  const items = [
    item({ id: "first", title: "Kiln explodes in the old harbour", sorted: at(2), origin: "first", similarity: 1 }),
    item({ id: "copy", title: "Harbour kiln explosion", sorted: at(3), origin: "first", similarity: 0.91 }),
    item({ id: "link", title: "Worth reading", sorted: at(4), page: "https://first.example/" }),
    item({ id: "alone", title: "On looms" }),
    item({ id: "twice", title: "On quills", sources: ["s-a", "s-b"] }),
  ];
  assert.deepEqual(shape(items), [[["twice", "same twice"]], [["first", "text copy", "link link"]]]);
});

test("reports of one thing from two sources within a week are independent of one another", () => {
  const items = [
    item({ id: "a", title: "Kiln explodes in the old harbour of Lindvik", sorted: at(2) }),
    item({ id: "b", title: "Lindvik harbour: kiln explosion shakes town", sorted: at(4) }),
    item({ id: "c", title: "Kiln explosion in Lindvik harbour, again", sorted: at(20) }),
    item({ id: "d", title: "Lindvik harbour kiln exploded, we saw it", sorted: at(3), sources: ["s-a"] }),
    item({ id: "e", title: "A recipe for rye bread", sorted: at(2) }),
  ];
  assert.deepEqual(shape(items), [[["a"], ["b"]]], "one source never corroborates itself, and later is another story");
});

test("a page that is not here is headed by whoever passed it on first", () => {
  const page = "https://elsewhere.example/report";
  const items = [
    item({ id: "second", page, sorted: at(3) }),
    item({ id: "first", page, sorted: at(2) }),
    item({ id: "same-source", page, sorted: at(4), sources: ["s-first"] }),
  ];
  assert.deepEqual(shape(items), [[["first", "link second", "link same-source"]]]);
  assert.deepEqual(
    shape([items[1], items[2]].filter((each) => each !== undefined)),
    [],
    "one source alone is no story",
  );
});

test("words that are in many titles tell nothing", () => {
  const items = Array.from({ length: 400 }, (_, day) =>
    item({ id: `x${day}`, title: `Weekly notes about reading number ${day}`, sorted: at(2) }),
  );
  assert.deepEqual(shape(items), []);
});

test("a short text with one link elsewhere passes it on; a long one, or one with several, speaks for itself", () => {
  const plain = { url: "https://blog.example/1", externalLink: null, html: null, text: "worth reading" };
  const link = (href: string): string => `<a href="${href}">this</a>`;
  for (const [given, page] of [
    [{ externalLink: "https://far.example/a?utm_source=x" }, "https://far.example/a"],
    [{ externalLink: "https://blog.example/2" }, null],
    [{ html: link("https://far.example/a?x=1&amp;y=2") }, "https://far.example/a?x=1&y=2"],
    [{ html: link("https://far.example/a") + link("https://far.example/a") + link("/own") }, "https://far.example/a"],
    [{ html: link("https://far.example/a") + link("https://near.example/b") }, null],
    [{ html: link("https://far.example/a"), text: "word ".repeat(200) }, null],
    [{ html: link("javascript:alert(1)") }, null],
    [{ html: `<a href='https://far.example/q'>` }, "https://far.example/q"],
    [{}, null],
  ] as const) {
    assert.equal(passedOnPage({ ...plain, ...given }), page, JSON.stringify(given));
  }
});
