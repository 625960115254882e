// Notes made, renamed and retagged by a pkm that is killed on its way: nothing is half written or lost, and the same
// command typed again completes it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { writerOf } from "../../src/base/temporary-name.ts";
import { assertSound, killed, roundsOr, timed } from "./killing.ts";

const rounds = roundsOr(9);
const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "pkm-kills-"));
const notes = join(home, "notes");
after(() => rmSync(home, { recursive: true, force: true }));

const linkers = 12;
const linkerName = (n: number): string => join(notes, `linker-${n}.md`);
/** What a linking note says while the note is called so, and the tag is that. */
const linkerText = (n: number, title: string, tag: string): string =>
  `---\nx: ${n} # kept\ntags: [other, ${tag}]\nodd:   [1,2]\n---\nSee [[${title}]] and [[${title}|so]], number ${n}.\n`;

/** The whole of a text, told by its last line. */
const sealed = (words: string): string => `${words}\n\n${createHash("sha256").update(words).digest("hex")}`;

/** The exit status of a run to its end. */
function statusOf(...argv: readonly string[]): number | null {
  return spawnSync(process.execPath, [program, "--home", home, ...argv], { stdio: "ignore" }).status;
}

interface Scene {
  title: string;
  tag: string;
  usualMs: number;
  landed: { before: number; after: number; midway: number };
}

function setUp(): Scene {
  mkdirSync(notes);
  writeFileSync(join(notes, "target.md"), "---\nid: n2b4\ntitle: Name 0\n---\nThe target.\n");
  for (let n = 0; n < linkers; n += 1) writeFileSync(linkerName(n), linkerText(n, "Name 0", "tag-0"));
  const usualMs = timed(home, "sense", "list");
  return { title: "Name 0", tag: "tag-0", usualMs, landed: { before: 0, after: 0, midway: 0 } };
}

/** Every linking note says what it did before or what it shall say, whole; how many say the latter. */
function linkersTold(before: readonly string[], wanted: readonly string[]): number {
  let told = 0;
  for (let n = 0; n < linkers; n += 1) {
    const text = readFileSync(linkerName(n), "utf8");
    assert.ok(text === before[n] || text === wanted[n], `linker ${n} says neither:\n${text}`);
    if (text === wanted[n]) told += 1;
  }
  return told;
}

async function killNote(round: number, scene: Scene, killAfterMs: number): Promise<void> {
  const words = `Words of round ${round}. `.repeat(2000).trim();
  const { isHit } = await killed(home, ["sense", "note", "--title", `Made ${round}`, "-m", sealed(words)], killAfterMs);
  assertSound(home);
  const made = readdirSync(notes).filter((name) => name === `made-${round}.md`);
  for (const name of made) {
    const text = readFileSync(join(notes, name), "utf8");
    assert.match(text, /^---\nid: n\w{3,5}\ntitle: Made \d+\ncreated: \S+\nkind: idea\n---\n\n/);
    assert.ok(text.endsWith(`${sealed(words)}\n`), `${name} is not whole`);
  }
  if (!isHit) assert.equal(made.length, 1, "an acknowledged note is there");
  scene.landed[made.length === 0 ? "before" : "after"] += 1;
  assert.equal(statusOf("show", `made-${round}.md`), made.length === 0 ? 3 : 0);
}

async function killRename(round: number, scene: Scene, killAfterMs: number): Promise<void> {
  const title = `Name ${round + 1}`;
  const texts = (name: string): string[] => Array.from({ length: linkers }, (_, n) => linkerText(n, name, scene.tag));
  await killed(home, ["sense", "rename", "n2b4", title, "-y"], killAfterMs);
  assertSound(home);
  const told = linkersTold(texts(scene.title), texts(title));
  scene.landed[told === 0 ? "before" : told === linkers ? "after" : "midway"] += 1;
  assert.ok(holders().length >= 1, "the renamed note is nowhere");
  assert.equal(statusOf("sense", "rename", "n2b4", title, "-y"), 0);
  assert.equal(linkersTold(texts(scene.title), texts(title)), linkers);
  assert.deepEqual(holders(), [`name-${round + 1}.md`]);
  scene.title = title;
}

function holders(): string[] {
  return readdirSync(notes).filter(
    (name) => name.endsWith(".md") && /^id: n2b4$/m.test(readFileSync(join(notes, name), "utf8")),
  );
}

async function killMerge(round: number, scene: Scene, killAfterMs: number): Promise<void> {
  const tag = `tag-${round + 1}`;
  const texts = (name: string): string[] => Array.from({ length: linkers }, (_, n) => linkerText(n, scene.title, name));
  await killed(home, ["sense", "tags", "merge", scene.tag, tag], killAfterMs);
  assertSound(home);
  const told = linkersTold(texts(scene.tag), texts(tag));
  scene.landed[told === 0 ? "before" : told === linkers ? "after" : "midway"] += 1;
  const status = statusOf("sense", "tags", "merge", scene.tag, tag);
  assert.ok(status === 0 || (status === 3 && told === linkers), `the merge typed again ended with ${status}`);
  assert.equal(linkersTold(texts(scene.tag), texts(tag)), linkers);
  scene.tag = tag;
}

test(`${rounds} kills of note, rename and tags merge`, { timeout: 60_000 + rounds * 60_000 }, async () => {
  const scene = setUp();
  const kinds = [killNote, killRename, killMerge];
  for (let round = 0; round < rounds; round += 1) {
    // From before it has read anything to after all is done; most near the end, where the writes are.
    const share = 0.5 + Math.random() * 0.9;
    await kinds[round % kinds.length]?.(round, scene, scene.usualMs * share);
  }
  const left = readdirSync(notes).filter((name) => name.startsWith("."));
  assert.ok(
    left.every((name) => name === ".pkm.lock" || writerOf(name) !== null),
    left.join(" "),
  );
  const { before, after: done, midway } = scene.landed;
  assert.equal(before + done + midway, rounds);
  if (rounds >= 100) assert.ok(midway > 0 && before > 0 && done > 0, JSON.stringify(scene.landed));
});
