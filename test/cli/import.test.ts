// What comes in by import, run through the whole program: once, twice, taken back, rehearsed, and much of it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/base/clock.ts";
import { thisProcess } from "../../src/base/process.ts";
import { openStore } from "../../src/store/store.ts";
import { at } from "./seek-stage.ts";
import { runInPty } from "../term/pty.ts";
import { inHome, openHomes, type Ran } from "./in-home.ts";

const homes = openHomes();
after(() => homes.close());
const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));
const fixtures = fileURLToPath(new URL("../fixtures/import/", import.meta.url));
const documents = readdirSync(fixtures, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => name);

async function answer(home: string, ...argv: readonly string[]): Promise<unknown> {
  const { stdout } = await inHome(home, [...argv, "--json"]);
  return JSON.parse(stdout);
}

function took(ran: Ran): Ran {
  assert.ok(ran.status === 0 || ran.status === 5, ran.stderr);
  assert.equal(ran.status === 0, ran.stderr === "", "stderr is empty exactly where all went well");
  return ran;
}

test("every document comes in; a second time nothing is new and undo has nothing more to take back", async () => {
  assert.ok(documents.length >= 13);
  for (const name of documents) {
    const home = homes.fresh();
    const file = join(fixtures, name);
    took(await inHome(home, ["import", file]));
    const archive = (await inHome(home, ["export", "--as", "all"])).stdout;
    const second = took(await inHome(home, ["import", file]));
    assert.match(second.stdout, /nothing new/, name);
    assert.doesNotMatch(second.stdout, /[1-9]\d* new /, name);
    assert.equal((await inHome(home, ["export", "--as", "all"])).stdout, archive, name);
    const changes = await answer(home, "undo", "--list");
    assert.ok(Array.isArray(changes) && changes.length === 1, name);
  }
});

test("-n tells all and changes nothing", async () => {
  for (const name of documents) {
    const home = homes.fresh();
    const plan = took(await inHome(home, ["import", join(fixtures, name), "-n"]));
    assert.match(plan.stdout, /^not done:\n/);
    assert.match(plan.stdout, /[1-9]\d* new /, name);
    assert.deepEqual(await answer(home, "undo", "--list"), []);
    assert.deepEqual(await answer(home, "find", "kind:item"), []);
  }
});

test("undo takes an import back whole, and redo brings it again", async () => {
  const home = homes.fresh();
  took(await inHome(home, ["import", join(fixtures, "raindrop.csv")]));
  const found = async (): Promise<readonly unknown[]> => {
    return [await answer(home, "find", "kind:item", "is:kept")].flat();
  };
  assert.equal((await found()).length, 1);
  assert.equal((await inHome(home, ["find", "prunes"])).stdout.split("\n").length, 2);
  assert.equal((await inHome(home, ["undo"])).status, 0);
  assert.deepEqual(await found(), []);
  assert.equal((await inHome(home, ["find", "prunes"])).stdout, "");
  assert.equal((await inHome(home, ["undo", "--redo"])).status, 0);
  assert.equal((await found()).length, 1);
});

test("nothing of an import that was undone waits; the same document brings it again, and what I dropped stays so", async () => {
  const home = homes.fresh();
  const pocket = join(fixtures, "pocket.csv");
  const waiting = async (): Promise<number> => [await answer(home, "find", "is:new")].flat().length;
  took(await inHome(home, ["import", pocket]));
  const before = await waiting();
  assert.ok(before > 0);
  assert.equal((await inHome(home, ["undo"])).status, 0);
  assert.equal(await waiting(), 0);
  assert.doesNotMatch((await inHome(home, ["digest", "--peek"])).stdout, /small/i);
  assert.match(took(await inHome(home, ["import", pocket])).stdout, /4 new items, 0 known/);
  assert.equal(await waiting(), before);
  const [first] = [await answer(home, "find", "is:new")].flat();
  const id = String(at(first, "id"));
  const store = openStore(join(home, "pkm.db"), systemClock);
  store.changes.record("drop one", () => store.items.mark(id, "dropped"));
  store.close();
  assert.match(took(await inHome(home, ["import", pocket])).stdout, /0 new items, 4 known/);
  assert.equal(await waiting(), before - 1);
});

/** Writes the document of a feed, with the first page of pocket.csv where it brings that; its address. */
function feedOfEssays(home: string, bringsIt: boolean): string {
  const file = join(home, "essays.xml");
  const item = "<item><title>Why small groups learn</title><link>https://essays.example/small-groups</link></item>";
  writeFileSync(file, `<rss version="2.0"><channel><title>Essays</title>${bringsIt ? item : ""}</channel></rss>`);
  return `exec:/bin/cat ${file}`;
}

async function titlesOfNew(home: string): Promise<readonly unknown[]> {
  return [await answer(home, "find", "is:new")].flat().map((item) => at(item, "title"));
}

test("a page of an import that was undone waits where a feed brings it, before or after that", async () => {
  for (const isBefore of [true, false]) {
    const home = homes.fresh();
    mkdirSync(home, { recursive: true });
    assert.equal((await inHome(home, ["seek", "add", feedOfEssays(home, false)])).status, 0);
    took(await inHome(home, ["import", join(fixtures, "pocket.csv")]));
    feedOfEssays(home, true);
    const acts = [["seek", "--force"], ["undo"]];
    for (const act of isBefore ? acts : acts.toReversed()) {
      const { status, stderr } = await inHome(home, act);
      assert.equal(status, 0, `${act.join(" ")}: ${stderr}`);
    }
    assert.deepEqual(await titlesOfNew(home), ["Why small groups learn"], isBefore ? "before" : "after");
    assert.match((await inHome(home, ["digest", "--peek"])).stdout, /Why small groups learn/);
    for (const act of ["--redo", "--list"]) assert.equal((await inHome(home, ["undo", act])).status, 0, act);
    assert.equal((await titlesOfNew(home)).length, 2);
    assert.equal((await inHome(home, ["undo"])).status, 0);
    assert.deepEqual(await titlesOfNew(home), ["Why small groups learn"]);
  }
});

test("a page that two services brought waits until both imports are undone", async () => {
  const home = homes.fresh();
  took(await inHome(home, ["import", join(fixtures, "pocket.csv")]));
  const before = await titlesOfNew(home);
  const saved = join(home, "instapaper.csv");
  const line = "https://essays.example/small-groups,Why small groups learn,,Unread,1491234567";
  writeFileSync(saved, `URL,Title,Selection,Folder,Timestamp\n${line}\n`);
  took(await inHome(home, ["import", saved]));
  assert.equal((await inHome(home, ["undo"])).status, 0);
  assert.deepEqual(await titlesOfNew(home), before);
  assert.equal((await inHome(home, ["undo"])).status, 0);
  assert.deepEqual(await titlesOfNew(home), []);
});

test("what was laid aside is no verdict that another machine hears", async () => {
  const home = homes.fresh();
  took(await inHome(home, ["import", join(fixtures, "pocket.csv")]));
  assert.equal((await inHome(home, ["undo"])).status, 0);
  const { stdout } = await inHome(home, ["export", "--as", "state"]);
  assert.doesNotMatch(stdout, /dropped/);
});

test("pages meet items that feeds brought; what I did in pkm since stays", async () => {
  const home = homes.fresh();
  took(await inHome(home, ["import", join(fixtures, "pocket.csv")]));
  const [item] = [await answer(home, "find", "small", "kind:item")].flat();
  const id = String(at(item, "id"));
  assert.equal(at(item, "state"), "new");
  assert.equal(at(item, "source", "title"), "Pocket");
  await inHome(home, ["sense", "mark", id, "-m", "mine"]);
  took(await inHome(home, ["import", join(fixtures, "pocket.html")]));
  const [again] = [await answer(home, "find", "small", "kind:item")].flat();
  assert.equal(at(again, "state"), "kept");
  assert.equal(at(again, "id"), id);
});

test("the kind can be said; a wrong one, and a document that is nothing, are refused", async () => {
  const home = homes.fresh();
  const file = join(fixtures, "pocket.csv");
  assert.equal((await inHome(home, ["import", file, "--as", "pocket"])).status, 5);
  const wrong = await inHome(home, ["import", file, "--as", "zotero"]);
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /is no zotero/);
  assert.equal((await inHome(home, ["import", file, "--as", "lotus"])).status, 2);
  assert.equal((await inHome(home, ["import", join(fixtures, "missing.csv")])).status, 3);
  assert.equal((await inHome(home, ["import", "-"], { input: "" })).status, 1);
});

test("notes of another folder are copied beside mine, never over one, and never from outside of it", async () => {
  const home = homes.fresh();
  const folder = join(homes.fresh(), "vault");
  mkdirSync(join(folder, "deep"), { recursive: true });
  writeFileSync(join(folder, "one.md"), "# One\n\nSee [[two]]\n");
  writeFileSync(join(folder, "deep", "two.md"), "---\nid: n4k2\nx: y\n---\n# Two\n");
  writeFileSync(join(folder, "latin.md"), Buffer.from([0x23, 0x20, 0xe9]));
  symlinkSync("/etc", join(folder, "etc"));
  mkdirSync(join(home, "notes"), { recursive: true });
  writeFileSync(join(home, "notes", "one.md"), "# Mine\n");
  const first = took(await inHome(home, ["import", folder]));
  assert.match(first.stderr, /one\.md: a note with that name says something else/);
  assert.match(first.stderr, /latin\.md: a file that is not UTF-8/);
  assert.equal(readFileSync(join(home, "notes", "one.md"), "utf8"), "# Mine\n");
  assert.deepEqual(readdirSync(join(home, "notes")).toSorted(), ["deep", "one.md"]);
  assert.match((await inHome(home, ["import", folder])).stdout, /0 new notes, 1 known/);
  assert.equal((await inHome(home, ["undo"])).status, 0);
  assert.deepEqual(readdirSync(join(home, "notes", "deep")), []);
  assert.equal((await inHome(home, ["import", join(home, "notes")])).status, 2);
});

/** Most memory that an import of 50,000 lines may hold, in kB: 150 MB were measured, and 80 MB are the program alone. */
const peakKbMax = 230_000;

test("what a shell hands over as a pipe comes in as a file does, and what has no end is refused", async (t) => {
  if (!existsSync("/dev/zero") || !existsSync("/bin/bash")) return t.skip("there is no /dev/zero, or no bash");
  const [home, other] = [homes.fresh(), homes.fresh()];
  const bash = (line: string): { status: number | null; stdout: string; stderr: string } =>
    spawnSync("/bin/bash", ["-c", `pkm() { "${process.execPath}" "${program}" "$@"; }; ${line}`], { encoding: "utf8" });
  const pocket = join(fixtures, "pocket.csv");
  assert.match(bash(`pkm --home ${home} import <(cat ${pocket})`).stdout, /4 new items, 0 known/);
  assert.match(bash(`cat ${pocket} | pkm --home ${home} import /dev/stdin`).stdout, /0 new items, 4 known/);
  const archived = bash(`pkm --home ${other} import <(pkm --home ${home} export --as all)`);
  assert.deepEqual([archived.status, archived.stderr], [0, ""]);
  const cards = bash(`pkm --home ${home} people import <(printf 'BEGIN:VCARD\nVERSION:4.0\nFN:Ann\nEND:VCARD\n')`);
  assert.match(cards.stdout, /Ann/, cards.stderr);
  for (const line of ["import /dev/zero", "people import /dev/zero", "import /dev/null"]) {
    const { status, stderr } = bash(`pkm --home ${home} ${line}`);
    assert.equal(status, 1);
    assert.match(stderr, /^pkm: \/dev\/(?:zero|null) is (?:larger than|no file)[^\n]*\n {2}try: [^\n]*\n$/, line);
  }
});

test("what a killed import left half-written is told by doctor, and goes with the next one or with --fix", async () => {
  const [home, folder] = [homes.fresh(), homes.fresh()];
  mkdirSync(folder);
  writeFileSync(join(folder, "a.md"), "# A\n");
  took(await inHome(home, ["import", folder]));
  const [here] = thisProcess().split("-");
  const left = join(home, "notes", `.pkm-${here}-2147483646-1-1.tmp`);
  for (const argv of [
    ["import", folder],
    ["doctor", "--fix"],
  ]) {
    writeFileSync(left, "half");
    for (const harmless of [["doctor"], ["doctor", "--fix", "-n"], ["import", folder, "-n"]]) {
      const { stdout } = await inHome(home, harmless);
      if (harmless[0] === "doctor") assert.match(stdout, /\tlook\t.*a killed pkm began to write\tpkm doctor --fix/);
      assert.ok(existsSync(left), harmless.join(" "));
    }
    took(await inHome(home, argv));
    assert.ok(!existsSync(left), argv.join(" "));
    assert.doesNotMatch((await inHome(home, ["doctor"])).stdout, /\tlook\t/);
  }
});

test("50,000 lines come in with bounded memory and a line of progress in a terminal, as one change", async () => {
  const lines = 50_000;
  const home = homes.fresh();
  mkdirSync(home, { recursive: true });
  const rows = Array.from({ length: lines }, (_, n) => {
    const status = n % 3 === 0 ? "archive" : "unread";
    return `Page number ${n} on learning,https://site-${n % 97}.example/page/${n},${1_400_000_000 + n},tag${n % 50}|t,${status}`;
  });
  const [file, peak] = [join(home, "pocket.csv"), join(home, "peak")];
  writeFileSync(file, `title,url,time_added,tags,status\n${rows.join("\n")}\n`);
  const measured = ["/usr/bin/env", "time", "-o", peak, "-f", "%M", process.execPath, program, "import", file, "--yes"];
  const { shown, status } = await runInPty({ command: measured.join(" "), env: { PKM_HOME: home } });
  assert.equal(status, 0, shown);
  assert.match(shown, /50000 new items, 0 known/);
  assert.doesNotMatch(shown, /warning/i);
  const steps = [...shown.matchAll(/(\d+)\/50000 taken in from Pocket/g)].map(([, done]) => Number(done));
  assert.ok(steps.length > 5, `${steps.length} lines of progress`);
  assert.deepEqual(
    steps,
    steps.toSorted((one, other) => one - other),
  );
  assert.match(shown, /taken in from Pocket, [\d.]+ a second/);
  const peakKb = Number(readFileSync(peak, "utf8").trim());
  assert.ok(peakKb > 30_000 && peakKb < peakKbMax, `peak ${peakKb} kB`);
  const changes = await answer(home, "undo", "--list");
  assert.ok(Array.isArray(changes) && changes.length === 1);
});
