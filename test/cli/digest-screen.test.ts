// A digest on the screen of a person: in a pager it holds nobody up; offline it says nothing but to try later.
import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runInPty } from "../term/pty.ts";
import { openMorning } from "./morning.ts";

const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));

test("while a digest stands in a pager, other runs go on, and its items count as shown", async (t) => {
  const morning = await openMorning(t);
  morning.publish(
    "loud",
    Array.from({ length: 9 }, (_, at) => `Story ${at} of loud.`),
  );
  assert.equal((await morning.run(["seek", "add", "--all", morning.feedUrl("loud")])).status, 0);
  const [pager, shown, go] = ["pager", "shown", "go"].map((name) => join(morning.home, name));
  assert.ok(pager !== undefined && shown !== undefined && go !== undefined);
  writeFileSync(
    pager,
    `#!/bin/sh\ncat > '${shown}.part'\nmv '${shown}.part' '${shown}'\nwhile [ ! -e '${go}' ]; do sleep 0.1; done\n`,
  );
  chmodSync(pager, 0o755);
  const inPager = runInPty({
    command: `env -i HOME='${morning.home}' PATH=/usr/bin:/bin TERM=xterm PAGER='${pager}' '${process.execPath}' '${program}' digest --limit 5`,
    rows: 8,
  });
  for (let tries = 0; !existsSync(shown) && tries < 600; tries += 1) await sleep(50);
  assert.match(readFileSync(shown, "utf8"), /: 5 of 9 to read/);
  try {
    const beganMs = performance.now();
    const next = await morning.run(["digest"]);
    assert.deepEqual([next.status, next.stderr], [0, ""]);
    assert.match(next.stdout, /: 4 of 4 to read/);
    assert.equal((await morning.run(["seek"])).status, 0);
    assert.ok(performance.now() - beganMs < 10_000, "it waited for the lock");
  } finally {
    writeFileSync(go, "");
  }
  assert.equal((await inPager).status, 0);
});

for (const more of ["", "--mail", "--json"]) {
  test(`offline, digest --fetch ${more} is try-later: silent on stdout, one reason on stderr, nothing shown`, async (t) => {
    const morning = await openMorning(t);
    const file = (name: string, text: string): string => {
      writeFileSync(join(morning.home, name), text);
      return join(morning.home, name);
    };
    // RFC 2606: no name server knows the name, so that it is as without a network.
    const outlines = ["one", "two"].map((name) => `<outline text="${name}" xmlUrl="http://${name}.invalid/feed"/>`);
    const list = file("sources.opml", `<opml version="2.0"><body>${outlines.join("")}</body></opml>`);
    const saved = file("pocket.csv", "title,url,time_added,tags,status\nA story,https://a.example/,1,,unread\n");
    assert.equal((await morning.run(["import", list])).status, 0);
    assert.equal((await morning.run(["import", saved])).status, 0);
    morning.config(`[mail]\nfrom = "ada@example.org"\nto = "ada@example.org"\nsmtp = "${morning.smtpUrl}"\n`);
    const ran = await morning.run(["digest", "--fetch", ...(more === "" ? [] : [more])]);
    assert.deepEqual([ran.status, ran.stdout], [75, ""]);
    assert.match(ran.stderr, /offline: no source could be asked, so there is no digest yet/);
    assert.equal(ran.stderr.trimEnd().split("\n").length, more === "--json" ? 1 : 2);
    assert.deepEqual(morning.letters(), []);
    assert.match((await morning.run(["digest"])).stdout, /A story/);
    const alone = await morning.run(["seek", "--force"]);
    assert.deepEqual([alone.status, alone.stderr], [75, "offline: none of 2 sources could be asked; try: pkm seek\n"]);
  });
}
