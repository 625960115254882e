// The mirror drawn: bars that add up, nothing that runs, nothing of a hostile name that is markup.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DomUtils, parseDocument } from "htmlparser2";
import { sha256 } from "../../src/base/hash.ts";
import { drawMirror } from "../../src/formats/mirror-page.ts";
import { mirrorSides, usualDimensions, type Cell, type MirrorMatter } from "../../src/seek/mirror.ts";
import { barOf } from "../../src/ui/bar.ts";

const barWidth = 388;
const hostile = `</svg></style><script>alert(1)</script> & "quoted" \u001b[31m\u202e`;
const cells: readonly Cell[] = [
  { source: "s1", author: hostile, domain: "a.example", n: 30 },
  { source: "s2", author: "Ines Aalto", domain: "b.example", n: 15 },
  ...Array.from({ length: 9 }, (_, at) => ({ source: `s9${at}`, author: null, domain: null, n: 2 })),
];
const matter: MirrorMatter = {
  cells: { subscribed: cells, shown: cells.slice(0, 1), opened: [], annotated: [], cited: [], shared: [] },
  sources: new Map([["s1", { title: hostile, filter: "naive", person: null, tags: [], kept: 0, isAsked: true }]]),
  people: new Map(),
  names: new Map(),
};
const drawing = {
  sides: mirrorSides(matter, usualDimensions),
  since: "2026-01-01T00:00:00.000Z",
  made: "2026-11-23T08:00:00.000Z",
};

for (const form of ["html", "svg"] as const) {
  test(`as ${form}: no script, every name as text, bars that fill their width`, () => {
    const drawn = drawMirror(drawing, form);
    const document = parseDocument(drawn, { xmlMode: form === "svg" });
    const named = (name: string) => DomUtils.getElementsByTagName(name, document);
    assert.equal(named("script").length, 0);
    assert.doesNotMatch(drawn, /\u001b|\u202e|<script|\son\w+=/);
    assert.ok(DomUtils.textContent(document).includes(`</svg></style><script>alert(1)</script> & "quoted"`));
    const rects = named("rect").filter(({ attribs }) => attribs["height"] === "18");
    // On the page each side begins at the top of a drawing of its own.
    const rows = Map.groupBy(rects, ({ attribs }) => String(attribs["y"]));
    const bars = [...rows.values()].map(
      (row) => row.reduce((sum, { attribs }) => sum + Number(attribs["width"]), 0) / barWidth,
    );
    assert.equal(Math.round(bars.reduce((sum, bar) => sum + bar, 0)), 6, "two stages of three sides");
    for (const bar of bars) assert.ok(Math.abs(bar - Math.round(bar)) < 0.01, `${bar} bars`);
    assert.match(drawn, /prefers-color-scheme: dark/);
    for (const words of ["By source", "By author", "By domain", "too few to compare"]) assert.ok(drawn.includes(words));
  });
}

test("the page allows its own style and nothing else", () => {
  const drawn = drawMirror(drawing, "html");
  const style = /<style>(.*?)<\/style>/s.exec(drawn)?.[1] ?? "";
  const hash = Buffer.from(sha256(style), "hex").toString("base64");
  assert.ok(drawn.includes(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`));
});

test("a bar of letters has its width, each part its share, and the rest its mark", () => {
  assert.equal(barOf([5, 3], 10, 10), "aaaaabbb··");
  assert.equal(barOf([1, 1, 1], 3, 10), "aaabbbbccc");
  assert.equal(barOf([], 0, 10), "");
  assert.equal(barOf([0, 1], 1, 4), "bbbb");
  assert.equal(barOf([1], 1000, 10), "··········");
});
