// Interrupted, terminated or hung up on at any moment, what writes ends with the signal's status, and is whole or not begun.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { assertSound, killAfter, ran, roundsOr, well } from "./killing.ts";

const statusOf = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What writes: into the store, into the notes, into files beside them, and over all of it. */
function writersIn(home: string, note: string): readonly ((round: number) => readonly string[])[] {
  const kept = join(home, "..", "kept.backup");
  return [
    (round) => ["sense", "note", "--title", `Note ${round}`, "-m", "Words."],
    () => ["import", join(home, "..", "pages.csv")],
    () => ["export", "--as", "all", "--out", join(home, "..", "all.jsonl"), "--yes"],
    () => ["backup", "--out", kept, "--yes"],
    (round) => ["sense", "rename", note, `Renamed ${round}`, "--yes"],
    () => ["share", "stage", note, "--with", "Bench"],
    () => ["restore", kept, "--yes"],
  ];
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
  const rounds = Math.max(roundsOr(0), writers.length * 2);
  const usualMs = new Map<number, number>();
  for (const [at, writer] of writers.entries()) usualMs.set(at, (await ran(home, [...writer(900 + at), "-q"])).ms);
  const ended = { byIt: 0, before: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const at = round % writers.length;
    const argv = [...(writers[at]?.(round) ?? []), "-q"];
    const name = names[round % names.length] ?? "SIGINT";
    const nth = Math.floor(round / writers.length);
    const spread = { rounds: Math.ceil(rounds / writers.length), usualMs: usualMs.get(at) ?? 400 };
    const end = await ran(home, argv, { signal: { name, afterMs: killAfter(nth, spread) } });
    const byName = end.signal === null ? end.status : end.signal === name ? statusOf[name] : null;
    const call = `${argv.slice(0, 2).join(" ")} and ${name}`;
    assert.ok(byName === 0 || byName === statusOf[name], `${call}: ${end.status} ${end.signal} ${end.stderr}`);
    assert.equal(end.stderr, "", call);
    ended[byName === 0 ? "before" : "byIt"] += 1;
    if (byName === 0) usualMs.set(at, end.ms);
    await well(home, "status", "-q");
    assertSound(home);
    const again = await ran(home, [...(writers[at]?.(round + 1000) ?? []), "-q"]);
    assert.ok(again.status === 0 || again.status === 3, `${call}, and again: ${again.status} ${again.stderr}`);
    for (const place of [folder, home, join(home, "notes")])
      assert.deepEqual(
        readdirSync(place).filter((file) => file.endsWith(".tmp")),
        [],
        call,
      );
  }
  await well(home, "doctor");
  t.diagnostic(`${rounds} signals: ${ended.byIt} ended it, ${ended.before} came when it had ended`);
  assert.ok(ended.byIt > 0, "no signal fell into a run");
});
