// The small pictures of the terminal: links, sparklines and the status line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { wantsHyperlinks } from "../../src/term/hyperlinks.ts";
import { hyperlinkFor } from "../../src/ui/hyperlink.ts";
import { printHuman } from "../../src/ui/human.ts";
import { plainPaint } from "../../src/ui/paint.ts";
import { table } from "../../src/ui/report.ts";
import { sparkline } from "../../src/ui/sparkline.ts";
import { statusLine } from "../../src/ui/status-line.ts";

const on = hyperlinkFor({ hasLinks: true });

test("a link leads to a page on the web and nowhere else, whatever its address holds", () => {
  assert.equal(on("x", "https://a.example/é"), "\u001b]8;;https://a.example/%C3%A9\u001b\\x\u001b]8;;\u001b\\");
  for (const href of [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "nonsense",
    `https://a.example/${"a".repeat(3000)}`,
  ]) {
    assert.equal(on("x", href), "x", href);
  }
  assert.doesNotMatch(
    on("x", "https://a.example/\u0007\u001b]0;title\u0007").replaceAll(/\u001b(?:\]8;;|\\)/g, ""),
    /\p{Cc}/u,
  );
  assert.equal(hyperlinkFor({ hasLinks: false })("x", "https://a.example/"), "x");
});

test("columns line up beside a link as without one", async () => {
  const columns = [
    {
      title: "a",
      value: ({ a }: { a: string }) => a,
      href: ({ a }: { a: string }) => (a === "bb" ? "https://b.example/" : null),
    },
    { title: "n", value: () => 1 },
  ];
  const report = table({ rows: [{ a: "a" }, { a: "bb" }], columns, empty: "" });
  const print = (link: typeof on): Promise<string> => printHuman(report, { columns: 80, paint: plainPaint, link });
  const linked = await print(on);
  assert.ok(linked.includes("\u001b]8;;https://b.example/\u001b\\bb"));
  assert.equal(linked.replaceAll(/\u001b\]8;;[^\u001b]*\u001b\\/g, ""), await print(hyperlinkFor({ hasLinks: false })));
});

test("only a terminal that names itself as one with links gets them, unless told", () => {
  const cases: readonly (readonly [Record<string, string>, boolean, boolean])[] = [
    [{}, true, false],
    [{ TERM: "xterm-256color" }, true, false],
    [{ VTE_VERSION: "7200" }, true, true],
    [{ VTE_VERSION: "4800" }, true, false],
    [{ TERM_PROGRAM: "iTerm.app" }, true, true],
    [{ TERM: "xterm-kitty" }, true, true],
    [{ TERM: "xterm-kitty" }, false, false],
    [{ TERM: "dumb", WT_SESSION: "1" }, true, false],
    [{ FORCE_HYPERLINK: "1" }, false, true],
    [{ FORCE_HYPERLINK: "0", TERM: "xterm-kitty" }, true, false],
  ];
  for (const [env, isTty, expected] of cases)
    assert.equal(wantsHyperlinks({ env, isTty }), expected, JSON.stringify(env));
});

test("a sparkline has a bar for each count, and few are told from none", () => {
  assert.equal(sparkline([]), "");
  assert.equal(sparkline([0, 0]), "▁▁");
  assert.equal(sparkline([0, 1, 50, 100]), "▁▂▅█");
  assert.equal(sparkline([0, 1, 1000]), "▁▂█");
});

test("the status line says how much, how fast, and what it waits for", () => {
  const work = { done: 120, of: 200, things: "sources", sinceMs: 5000, waitsFor: "slow.example" };
  assert.equal(statusLine(work), "120/200 sources, 24 a second, waiting for slow.example");
  assert.equal(statusLine({ ...work, of: null, sinceMs: 500, waitsFor: null }), "120 sources");
  assert.equal(statusLine({ ...work, done: 0, waitsFor: null }), "0/200 sources");
  assert.equal(statusLine({ ...work, done: 3, waitsFor: null }), "3/200 sources, 0.6 a second");
});
