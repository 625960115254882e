// What is piped in is text in UTF-8, or is refused before a letter of it is lost.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { inHome, openHomes } from "./in-home.ts";

const homes = openHomes();
after(() => homes.close());

test("a note, a secret and ids in another encoding are refused, and nothing is made of them", async () => {
  const home = homes.fresh();
  const latin1 = Buffer.from("caf\u00e9 and stra\u00dfe\n", "latin1");
  for (const argv of [
    ["sense", "note", "-"],
    ["sense", "note", "--title", "A"],
    ["sense", "tag", "-", "x"],
    ["channel", "secret", `file:${join(home, "secrets", "token")}`],
  ]) {
    const { status, stdout, stderr } = await inHome(home, argv, { input: latin1 });
    const told = "pkm: what is piped in is not UTF-8\n  try: iconv -f WINDOWS-1252 -t UTF-8 FILE\n";
    assert.deepEqual([status, stdout, stderr], [1, "", told], argv.join(" "));
  }
  const { status } = await inHome(home, ["sense", "note", "-"], { input: "\ufeffcafé\n" });
  assert.equal(status, 0);
  const [name = ""] = readdirSync(join(home, "notes"));
  assert.match(readFileSync(join(home, "notes", name), "utf8"), /caf\u00e9/);
  assert.equal(readdirSync(join(home, "notes")).length, 1);
});
