// Interrupted, terminated or hung up on at any moment, what writes ends with the signal's status, and is whole or not begun.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { assertSound, ran, roundsOr, shootAt, well, type Shot } from "./killing.ts";

const statusOf = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

type Writer = (turn: number) => readonly string[];

/** What writes: into the store, into the notes, into files beside them, and over all of it. */
function writersIn(home: string, note: string): readonly Writer[] {
  const kept = join(home, "..", "kept.backup");
  return [
    (turn) => ["sense", "note", "--title", `Note ${turn}`, "-m", "Words."],
    () => ["import", join(home, "..", "pages.csv")],
    () => ["export", "--as", "all", "--out", join(home, "..", "all.jsonl"), "--yes"],
    () => ["backup", "--out", kept, "--yes"],
    (turn) => ["sense", "rename", note, `Renamed ${turn}`, "--yes"],
    () => ["share", "stage", note, "--with", "Bench"],
    () => ["restore", kept, "--yes"],
  ];
}

interface Turn {
  writer: Writer;
  turn: number;
  afterMs: number;
}

/** Sends a writer a signal on its way; the home is whole, the writer does it all when called again, and leaves no file. */
async function signalled(home: string, { writer, turn, afterMs }: Turn): Promise<Shot> {
  const argv = [...writer(turn), "-q"];
  const name = names[turn % names.length] ?? "SIGINT";
  const end = await ran(home, argv, { signal: { name, afterMs } });
  const status = end.signal === null ? end.status : end.signal === name ? statusOf[name] : null;
  const call = `${argv.slice(0, 2).join(" ")} and ${name}`;
  assert.ok(status === 0 || status === statusOf[name], `${call}: ${end.status} ${end.signal} ${end.stderr}`);
  assert.equal(end.stderr, "", call);
  await well(home, "status", "-q");
  assertSound(home);
  const again = await ran(home, [...writer(turn + 1000), "-q"]);
  assert.ok(again.status === 0 || again.status === 3, `${call}, and again: ${again.status} ${again.stderr}`);
  for (const place of [join(home, ".."), home, join(home, "notes")]) {
    const left = readdirSync(place).filter((file) => file.endsWith(".tmp"));
    assert.deepEqual(left, [], call);
  }
  return { isHit: status !== 0, ms: end.ms };
}

test("what writes ends with the status of the signal, says nothing, and does it all when it is called again", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pkm-signals-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, "home");
  await well(home, "community", "add", "Bench", "-q");
  await well(home, "people", "add", "Ann", "-q");
  await well(home, "community", "member", "Bench", "Ann", "-q");
  await well(home, "community", "channel", "Bench", "file", "--exposure", "closed", "--dir", join(folder, "out"), "-q");
  const note = await well(home, "sense", "note", "--title", "First", "-m", "Words.", "--ids", "-q");
  await well(home, "backup", "--out", join(folder, "kept.backup"), "-q");
  const rows = Array.from({ length: 2000 }, (_, n) => `Page ${n},https://pages.example/${n},1700000000,,unread`);
  writeFileSync(join(folder, "pages.csv"), `title,url,time_added,tags,status\n${rows.join("\n")}\n`);
  const writers = writersIn(home, note);
  const rounds = Math.max(2, Math.ceil(roundsOr(0) / writers.length));
  let byIt = 0;
  for (const [at, writer] of writers.entries()) {
    const { ms: usualMs } = await ran(home, [...writer(900 + at), "-q"]);
    byIt += await shootAt({ rounds, usualMs }, (round, afterMs) => {
      const turn = at + round * writers.length;
      return signalled(home, { writer, turn, afterMs });
    });
  }
  await well(home, "doctor");
  t.diagnostic(`${rounds * writers.length} signals: ${byIt} ended it, the others came when it had ended`);
});
