// Manual pages: whatever a text holds stays text, and what is written for every command is roff that groff takes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { commands } from "../../src/cli/all.ts";
import { manPages } from "../../src/cli/care/help-man.ts";
import { manPage } from "../../src/ui/man.ts";

test("a text is never a request or an escape", () => {
  const page = manPage({
    name: "pkm-x",
    summary: ".so /etc/passwd",
    synopsis: "pkm x",
    parts: [
      { heading: "prose", kind: "prose", text: ".sy rm -rf /\n'br\na \\n[x] é 日" },
      { heading: "list", kind: "list", rows: [["--a", ".b"]] },
    ],
    program: 'pkm "1"',
  });
  const requests = page.split("\n").filter((line) => /^[.']/.test(line));
  assert.deepEqual(
    requests.map((line) => line.split(" ")[0]),
    [".TH", ".nh", ".ad", ".SH", ".SH", ".B", ".SH", ".SH", ".TP", ".B"],
  );
  assert.match(page, /\\&\.sy rm \\-rf \//);
  assert.match(page, /a \\en\[x\] \\\[u00E9\] \\\[u65E5\]/);
  assert.match(page, /^\.TH "PKM\\-X" 1 "" "pkm '1'"$/m);
});

test("npm links every page: package.json names each, for it opens out no folder", async () => {
  const all = await Promise.all(commands.map(async ({ load }) => (await load()).command));
  const named = readFileSync(new URL("../../package.json", import.meta.url), "utf8").match(/dist\/man\/[\w-]+\.1/g);
  const files = manPages(all).map(({ file }) => `dist/man/${file}`);
  assert.deepEqual(named?.toSorted(), files.toSorted());
});

test("every command has a page with its examples and options", async (t) => {
  const all = await Promise.all(commands.map(async (entry) => (await entry.load()).command));
  const pages = manPages(all);
  assert.equal(pages.length, commands.length + 1);
  for (const { file, text } of pages.slice(1)) {
    assert.match(text, /^\.SH "EXAMPLES"$/m, file);
    assert.match(text, /\\-\\-json/, file);
  }
  const hasGroff = spawnSync("groff", ["--version"]).error === undefined;
  if (!hasGroff) return t.diagnostic("there is no groff here: the pages were not formatted");
  const input = pages.map(({ text }) => text).join("");
  const { stderr, status } = spawnSync("groff", ["-man", "-Tutf8", "-ww", "-z"], { input, encoding: "utf8" });
  assert.equal(`${status} ${stderr}`, "0 ");
  return undefined;
});
