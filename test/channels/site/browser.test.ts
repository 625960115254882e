// Published pages in a real browser: nothing of a hostile letter runs. Skipped, and said so, without chromium.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { DomUtils, parseDocument } from "htmlparser2";
import { site } from "../../../src/channels/site/site.ts";
import { letterWith } from "../../contract/letters.ts";
import { browser, shownBy } from "./browser.ts";

const skip = browser === null ? "no chromium on this machine: the page was not opened in a browser" : false;

/** Changes what the browser shows, if it is ever run. */
const script = "document.documentElement.setAttribute('data-ran', '1')";

async function domOf(dir: string, html: Uint8Array): Promise<string> {
  const page = join(dir, "page.html");
  await writeFile(page, html);
  return shownBy(join(dir, "profile"), pathToFileURL(page).href);
}

test("no script of a hostile title or body runs, and the style does", { skip }, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), "pkm-browser-"));
  t.after(() => rm(dir, { recursive: true, maxRetries: 5, retryDelay: 200 }));
  const control = await domOf(dir, Buffer.from(`<!doctype html><title>x</title><script>${script}</script>`));
  assert.match(control, /data-ran/, "the browser runs scripts, so that their absence means something");
  const hostile = letterWith({
    title: `</title><script>${script}</script>`,
    body: `<script>${script}</script><img src=x onerror="${script}"><a href="javascript:${script}">x</a>\n\nlast words`,
    citations: [
      { title: `<script>${script}</script>`, url: `javascript:${script}`, author: `<img src=x onerror="${script}">` },
    ],
    placeName: `<svg onload="${script}">`,
  });
  const [part] = site.prepare(hostile, {
    id: "h",
    kind: "site",
    exposure: "world",
    settings: { dir, title: `"><script>${script}</script>` },
  });
  assert.ok(part);
  const document = parseDocument(await domOf(dir, part.bytes));
  const [root] = DomUtils.getElementsByTagName("html", document);
  assert.equal(root?.attribs["data-ran"], undefined);
  const text = DomUtils.textContent(document);
  assert.ok(text.includes("last words") && text.includes(`</title><script>${script}</script>`));
});
