// A notes folder as people have it, listed and read without a trace.
import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openVault } from "../../src/vault/vault.ts";
import { emptyFolder } from "../empty-folder.ts";
import { snapshot } from "./folder.ts";

const folders = ["", "projects", "projects/2026 plans", "daily/2026/01", "日記"];
const fronts = [
  "",
  "---\ntags: [a, b]\n---\n",
  '---\r\ntitle: "T: x"\r\ntags:\r\n  - a\r\n---\r\n',
  "---\ntags: [x\n---\n",
  "---\nid: 202601010000\naliases: {a: 1}\n---\n",
  "\ufeff# Head\n",
];

test("a real folder: 2,000 notes among other things are listed and read, and nothing is written", (context) => {
  const outside = emptyFolder(context);
  const root = join(outside, "notes");
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const expected: string[] = [];
  for (let n = 0; n < 2000; n += 1) {
    const folder = folders[n % folders.length] ?? "";
    const path = `${folder === "" ? "" : `${folder}/`}Note ${n}${n % 9 === 0 ? ".MD" : ".md"}`;
    put(path, `${fronts[n % fronts.length]}Text ${n} #tag-${n} [[Note ${n + 1}]]\n`);
    expected.push(path);
  }
  const others = [
    ".obsidian/app.json",
    ".obsidian/plugin.md",
    ".trash/old.md",
    ".git/x.md",
    "node_modules/p/readme.md",
    "projects/node_modules/r.md",
    "attachments/pic.png",
    "attachments/doc.pdf",
    "todo.txt",
    "x.md.bak",
    ".hidden.md",
    "daily/.x.md",
    "md",
  ];
  for (const path of others) put(path, "not a note");
  writeFileSync(join(outside, "outside.md"), "linked");
  symlinkSync(outside, join(root, "up"));
  symlinkSync(root, join(root, "circle"));
  symlinkSync(join(outside, "outside.md"), join(root, "linked.md"));
  symlinkSync(join(outside, "missing.md"), join(root, "dangling.md"));
  expected.push("linked.md");

  const before = snapshot(outside);
  const vault = openVault({ root });
  const stamps = vault.list();
  assert.deepEqual(
    stamps.map(({ path }) => path),
    expected.toSorted(),
  );
  const codes = new Map<string, number>();
  for (const stamp of stamps) {
    const { path, modifiedMs, sizeBytes, tags, mentions, problems } = vault.read(stamp.path);
    assert.deepEqual({ path, modifiedMs, sizeBytes }, stamp);
    if (path !== "linked.md") assert.ok(tags.some((tag) => tag.startsWith("tag-")) && mentions.length === 1, path);
    for (const { code } of problems) codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  assert.deepEqual([...codes], [["broken-frontmatter", 333]]);
  assert.deepEqual(snapshot(outside), before);
  assert.equal(before.length > 2015, true);
});
