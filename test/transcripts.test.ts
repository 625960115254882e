// Golden terminal sessions: each file in transcripts/ is a session that must come out as it stands.
// PKM_ACCEPT=1 writes the files anew; read the difference before you commit it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { acceptSession, playSession } from "./transcripts/play.ts";

const folder = new URL("./transcripts/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".txt"));

test("there are sessions to play", () => assert.ok(names.length > 0));

for (const name of names) {
  test(`session ${name.replace(/\.txt$/, "").replaceAll("-", " ")}`, async () => {
    const file = new URL(name, folder);
    const script = readFileSync(file, "utf8");
    const { played, commands } = await playSession(script);
    assert.ok(commands > 0, "the session has no command");
    if (process.env["PKM_ACCEPT"] === "1") acceptSession(file, played);
    else assert.equal(played, script);
  });
}
