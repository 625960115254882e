// A digest's documents: whatever an enemy wrote into it stays words, links lead to the web alone, and nothing is fetched.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DomUtils, parseDocument } from "htmlparser2";
import { marked } from "marked";
import { plainLine } from "../../src/base/plain.ts";
import { digestFeed } from "../../src/formats/digest-feed.ts";
import { digestMarkdown } from "../../src/formats/digest-markdown.ts";
import { digestPage } from "../../src/formats/digest-page.ts";
import { readFeed } from "../../src/formats/read-feed.ts";
import { digestText } from "../../src/cli/daily/digest-text.ts";
import { attacks, hostileDigest } from "./hostile-digest.ts";

const page = digestPage(hostileDigest());
const allowed = new Set(["html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "p", "a", "code"]);

test("the page has no element and no attribute but its own, and links to http and https alone", () => {
  const elements = DomUtils.findAll(() => true, parseDocument(page).children);
  assert.ok(elements.length > 50);
  for (const { name, attribs } of elements) {
    assert.ok(allowed.has(name), `<${name}> came in`);
    for (const attribute of Object.keys(attribs)) assert.doesNotMatch(attribute, /^on|^src|^srcset|^background/);
    if (name === "a") assert.match(attribs["href"] ?? "", /^https?:\/\/[^"<>]+$/);
  }
  assert.doesNotMatch(page, /url\(|@import|<img|<link/i);
  assert.match(page, /default-src 'none'/);
});

test("the page, the Markdown and the text say every word, without control bytes", async () => {
  const text = await digestText(hostileDigest(), { columns: 60, hasLinks: true });
  for (const document of [page, digestMarkdown(hostileDigest()), text]) {
    assert.doesNotMatch(document, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    assert.match(document, /12 of 212 to read, 36 min, 200 held for later, 1\slet go unread/);
    assert.ok(document === text || document.isWellFormed());
    assert.match(document, /and 7 more/);
  }
  // A command and an address are copied, so they are never cut.
  const whole = new Set(attacks.map(plainLine));
  for (const line of text.split("\n")) {
    assert.ok(line.length <= 60 || whole.has(line.trim()) || /^ +https?:\S+$/.test(line), line);
  }
});

test("in Markdown a title opens no link, no image and no HTML of its own", () => {
  const seen: string[] = [];
  const links: string[] = [];
  void marked.walkTokens(marked.lexer(digestMarkdown(hostileDigest())), (token) => {
    seen.push(token.type);
    if (token.type === "link") links.push(String(token["href"]));
  });
  assert.ok(links.length >= 3);
  for (const target of links) assert.match(target, /^https?:\/\//);
  assert.ok(!seen.includes("html") && !seen.includes("image") && !seen.includes("def"), seen.join());
});

test("the Atom feed is read back entry by entry, as text", () => {
  const feed = readFeed(Buffer.from(digestFeed(hostileDigest())), { contentType: null, baseUrl: "https://a.example/" });
  assert.ok(feed.format === "atom");
  assert.equal(feed.entries.length, attacks.length + 2);
  assert.deepEqual(feed.problems, []);
  assert.equal(new Set(feed.entries.map(({ guid }) => guid)).size, attacks.length, "the same line is the same entry");
  for (const { link } of feed.entries) assert.match(link ?? "http:", /^https?:/);
});

const browser = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);

test("a real browser runs nothing of it, light and dark", { skip: browser === undefined && "no browser here" }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pkm-page-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "digest.html");
  writeFileSync(file, page);
  for (const scheme of ["0", "1"]) {
    const args = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${folder}/${scheme}`];
    const shown = spawnSync(
      browser ?? "",
      [
        ...args,
        `--blink-settings=preferredColorScheme=${scheme}`,
        "--virtual-time-budget=3000",
        "--dump-dom",
        `file://${file}`,
      ],
      { encoding: "utf8", timeout: 60_000 },
    );
    assert.match(shown.stdout, /<title>Digest, 25 November 2026<\/title>/, shown.stderr);
    assert.doesNotMatch(shown.stdout, /<title>owned|<script|<img|<svg|<a [^>]*href="(?!https?:)/);
  }
});
