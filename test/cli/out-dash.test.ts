// "-" where a file is named is standard output, for every command that writes one, and no file of that name.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { commands } from "../../src/cli/all.ts";
import { inHome, openHomes } from "./in-home.ts";

const homes = openHomes();
after(homes.close);
const folder = homes.fresh();
mkdirSync(folder);
process.chdir(folder);

/** How each command with --out is called, and how what it then prints begins; null: it goes into a file alone. */
const calls: Readonly<Record<string, readonly [words: readonly string[], begins: RegExp | null]>> = {
  digest: [["digest", "--peek", "--format", "markdown"], /^# Digest/],
  export: [["export", "--as", "opml"], /^<\?xml/],
  "people export": [["people", "export"], /^BEGIN:VCARD\r\n/],
  mirror: [["mirror"], /^<!doctype html>/i],
  help: [["help", "--man", "seek"], /^\.TH /m],
  backup: [["backup"], null],
};

test("every command that writes a file is called here", async () => {
  const loaded = await Promise.all(commands.map(({ load }) => load()));
  const withOut = loaded.filter(({ command }) => command.options.some(({ flags }) => flags.startsWith("--out ")));
  assert.deepEqual(withOut.map(({ command }) => command.path).toSorted(), Object.keys(calls).toSorted());
});

test("--out - prints, or says that it can not, and an empty name is none", async () => {
  const home = join(folder, "home");
  await inHome(home, ["people", "add", "Ines", "--mail", "ines@example.org"]);
  writeFileSync(join(home, "feed"), "<rss><channel><title>a</title><item><title>b</title></item></channel></rss>");
  const added = await inHome(home, ["seek", "add", `exec:cat ${join(home, "feed")}`]);
  assert.equal(added.status, 0, added.stderr);
  for (const [path, [words, begins]] of Object.entries(calls)) {
    for (const out of [["--out", "-"], ["--out=-"]]) {
      const { status, stdout, stderr } = await inHome(home, [...words, ...out]);
      if (begins === null) {
        assert.deepEqual([status, stdout], [2, ""], path);
        assert.match(stderr, /can not go to standard output/, path);
      } else {
        assert.equal(status, 0, `${path}: ${stderr}`);
        assert.match(stdout, begins, path);
        assert.equal(stderr, "", path);
      }
    }
  }
  for (const [words] of Object.values(calls)) {
    const { status, stdout, stderr } = await inHome(home, [...words, "--out", ""]);
    assert.deepEqual([status, stdout], [2, ""], words.join(" "));
    assert.match(stderr, /--out names no file/);
  }
  const folders = await inHome(home, ["export", "--as", "markdown", "--out", "-"]);
  assert.deepEqual([folders.status, folders.stdout], [2, ""]);
  assert.deepEqual(readdirSync(folder), ["home"]);
});

test("a timer's command line keeps the -", async () => {
  for (const out of [["--out", "-"], ["--out=-"]]) {
    const { stdout } = await inHome(join(folder, "home"), [
      "schedule",
      "--print",
      "--with",
      "cron",
      "--",
      "digest",
      ...out,
    ]);
    assert.match(stdout, out.length === 1 ? /digest --out=-$/m : /digest --out -$/m);
  }
});
