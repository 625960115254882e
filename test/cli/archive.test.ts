// Everything handed out and taken in again: the same bytes, for any home; and nothing of what is not whole.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { demoPaths, serveDemoFeeds } from "../../src/demo/feed-server.ts";
import { archivedTables } from "../../src/store/archive-tables.ts";
import { systemClock } from "../../src/base/clock.ts";
import { openStore } from "../../src/store/store.ts";
import { inHome, openHomes, type Ran } from "./in-home.ts";
import { sealed } from "./sealed.ts";

const homes = openHomes();
const server = await serveDemoFeeds();
/** Brings what a feed of the demo brings. */
const ledger = readFileSync(new URL("../../src/demo/feeds/ghost.xml", import.meta.url));
const second = createServer(
  (_, response) => void response.setHeader("content-type", "application/rss+xml").end(ledger),
);
await new Promise<void>((done) => second.listen(0, "127.0.0.1", done));
const address = second.address();
const mirror = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
after(async () => {
  await server.close();
  second.close();
  second.closeAllConnections();
  homes.close();
});

async function done(home: string, ...argv: readonly string[]): Promise<Ran> {
  const ran = await inHome(home, argv);
  assert.ok([0, 3, 5].includes(ran.status), `pkm ${argv.join(" ")}: ${ran.status} ${ran.stderr}`);
  return ran;
}

async function archiveOf(home: string): Promise<string> {
  return (await done(home, "export", "--as", "all")).stdout;
}

/** A home in which the whole chain was walked, which has a row in every table that commands fill. */
async function livedIn(): Promise<string> {
  const home = homes.fresh();
  const pkm = (...argv: readonly string[]): Promise<Ran> => done(home, ...argv);
  await pkm("people", "add", "Ines", "--mail", "ines@example.org");
  await pkm("seek", "add", ...demoPaths.map((path) => server.origin + path), "--all", "-t", "craft", "--by", "Ines");
  await pkm("sense", "mark", "kt2z", "--quote", "only a table that is long enough", "-m", "mine\u0007 and ✓ 漢字");
  await pkm("sense", "note", "kt2z", "--title", "Long tables", "-t", "learning", "-m", "A table [[short]] of *own*.");
  await pkm("sense", "note", "k7wb", "--title", "Short", "-m", "Short pages.");
  await pkm("sense", "link", "long-tables.md", "short.md", "--as", "supports");
  await pkm("sense", "context", "add", "work", "kt2z");
  await pkm("sense", "context", "bound", "work");
  await pkm("seek", "mute", "sharpening");
  // What two sources brought, and one was removed.
  await pkm("seek", "add", mirror);
  await pkm("seek", "remove", `${server.origin}/ledger/rss/`);
  await pkm("digest", "--limit", "2");
  await pkm("community", "add", "Circle", "--domain", "learning");
  await pkm("community", "member", "Circle", "Ines");
  await pkm("community", "channel", "Circle", "file", "--exposure", "closed", "--dir", join(home, "circle"));
  await pkm("network", "add", "garden", "--channel", "site", "--dir", join(home, "garden"));
  await pkm("sense", "context", "add", "work", "Circle");
  const staged = await inHome(home, ["share", "stage", "short.md", "--with", "Circle", "--ask", "So?", "--json"]);
  assert.equal(staged.status, 0, staged.stderr);
  const share = /"id": ?"(d\w+)"/.exec(staged.stdout)?.[1] ?? "";
  await pkm("share", "send", share);
  await pkm("share", "feedback", share, "add", "--from", "Ines", "--via", "coffee", "-m", "And code?");
  await pkm("share", "publish", share, "--to", "garden", "--anyway", "tonight");
  writeFileSync(join(home, "notes", "short.md"), `${readFileSync(join(home, "notes", "short.md"), "utf8")}\nby hand\n`);
  await pkm("sense", "context", "add", "craft", "long-tables.md");
  await pkm("sense", "check", "kt2z", "stop", "-m", "too neat to be true");
  await pkm("sense", "check", "kt2z", "claim", "-m", "A long table makes talk");
  await pkm("export", "--as", "state");
  return home;
}

/** Tables that no walk without a mail server, a year of reading or a second release fills; they are rows like all others. */
const unfilled: readonly string[] = [
  "attention_off",
  "horizon",
  "weekly_step",
  "reflection",
  "answer",
  "departure",
  "correction",
  "reply",
  "listening",
  "digest_mail",
];

test("a home in which the whole chain was walked comes out of its archive with the same bytes", async () => {
  const home = await livedIn();
  const first = await archiveOf(home);
  const copy = homes.fresh();
  const taken = await inHome(copy, ["import", "-"], { input: first });
  assert.equal(taken.status, 0, taken.stderr);
  assert.equal(await archiveOf(copy), first);
  const filled = new Set([...first.matchAll(/^\{"record":"(\w+)"/gm)].map(([, name]) => name));
  const left = archivedTables.filter((table) => !filled.has(table) && !unfilled.includes(table));
  assert.deepEqual(left, [], "the home has nothing in these: walk there too, or name them in unfilled");
});

test("what is derived is there again: counts, search, marks and undo", async () => {
  const home = await livedIn();
  const copy = homes.fresh();
  await inHome(copy, ["import", "-"], { input: await archiveOf(home) });
  for (const argv of [
    ["seek", "list"],
    ["find", "table"],
    ["undo", "--list"],
    ["share"],
    ["people"],
    ["sense", "list"],
  ]) {
    const lines = async (of: string): Promise<string> => (await done(of, ...argv, "--json")).stdout;
    assert.equal(await lines(copy), await lines(home), argv.join(" "));
  }
  const [source, target] = [home, copy].map((of) => openStore(join(of, "pkm.db"), systemClock));
  assert.deepEqual(target?.standings.read(), source?.standings.read());
  assert.deepEqual(target?.standings.health(), { integrity: "ok", brokenReferences: 0 });
  source?.close();
  target?.close();
  await done(home, "sense", "tag", "k7wb", "extra");
  const tagged = homes.fresh();
  await inHome(tagged, ["import", "-"], { input: await archiveOf(home) });
  const undone = await done(tagged, "undo");
  assert.match(undone.stdout, /extra/);
  assert.equal(undone.stdout, (await done(home, "undo")).stdout);
});

const acts: readonly ((n: number) => readonly string[])[] = [
  (n) => ["seek", "add", `${server.origin}${demoPaths[n % demoPaths.length] ?? ""}`, n % 2 === 0 ? "--all" : "--none"],
  (n) => ["sense", "mark", ["kt2z", "k7wb"][n % 2] ?? "", "-m", `thought ${n} "\\\t漢\u{1f44d}`],
  (n) => ["sense", "tag", ["kt2z", "k7wb"][n % 2] ?? "", `tag-${n % 5}`],
  (n) => ["sense", "note", "--title", `Note ${n % 7}`, "-m", `Text ${n}\n\n- [[Note ${n % 3}]] #t${n % 4}`],
  (n) => ["sense", "context", "add", `area ${n % 3}`, ["kt2z", "k7wb"][n % 2] ?? ""],
  (n) => ["people", "add", `Person ${n % 4}`, "--mail", `p${n % 4}@example.org`],
  (n) => ["community", "add", `Circle ${n % 3}`],
  (n) => ["community", "member", `Circle ${n % 3}`, `Person ${n % 4}`],
  (n) => ["seek", n % 2 === 0 ? "mute" : "keep", `word${n % 5}`],
  () => ["digest", "--limit", "1"],
  () => ["undo"],
  () => ["undo", "--redo"],
  (n) => ["sense", "link", `note-${n % 7}.md`, "kt2z", "--as", "challenges"],
  (n) => ["share", "stage", `note-${n % 7}.md`, "--with", `Circle ${n % 3}`],
];

test("any home comes out of its archive with the same bytes", async () => {
  let rows = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(acts.length - 1), fc.nat(99)), { minLength: 4, maxLength: 14 }),
      async (steps) => {
        const [home, copy] = [homes.fresh(), homes.fresh()];
        for (const [act, n] of [[0, 0] as const, ...steps]) await inHome(home, acts[act]?.(n) ?? []);
        const first = await archiveOf(home);
        const taken = await inHome(copy, ["import", "-"], { input: first });
        assert.equal(taken.status, 0, taken.stderr);
        assert.equal(await archiveOf(copy), first);
        rows += first.split("\n").length;
      },
    ),
    { numRuns: Number(process.env["ROUNDS"] ?? 12) },
  );
  assert.ok(rows > 300, `only ${rows} rows went through`);
});

test("an archive that is cut, changed or added to is refused whole, wherever that is", async () => {
  const whole = await archiveOf(await livedIn());
  const lines = whole.split("\n");
  const cuts = [0, 1, 2, 7, Math.floor(lines.length / 2), lines.length - 2].map((count) =>
    lines.slice(0, count).join("\n"),
  );
  const bad = [
    ...cuts.slice(1),
    whole.slice(0, -20),
    whole.replace("Long tables", "Long fables"),
    `${whole}{"record":"id","id":"k9zz","kind":"item"}\n`,
    lines.toSpliced(5, 1).join("\n"),
    `${lines.slice(0, 5).join("\n")}\n{"record":"id","__proto__":{"x":1}}\n${lines.slice(5).join("\n")}`,
    `${lines[0] ?? ""}\n${"[".repeat(200_000)}\n`,
  ];
  for (const document of bad) {
    const home = homes.fresh();
    const { status, stderr } = await inHome(home, ["import", "-"], { input: document });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /not whole/);
    assert.equal(existsSync(join(home, "notes")), false);
    const store = openStore(join(home, "pkm.db"), systemClock);
    assert.equal(store.archive.isEmpty(), true);
    store.close();
  }
});

test("a row that does not fit under a seal that holds is told with its line, and no note is written either", async () => {
  const lines = (await archiveOf(await livedIn())).trimEnd().split("\n").slice(0, -1);
  const at = lines.findIndex((line) => line.startsWith('{"record":"change",'));
  const wrong = ['"no":"words"', '"no":1e400', '"nothing":1'].map((no) =>
    lines.with(at, (lines[at] ?? "").replace(/"no":\d+/, no)),
  );
  wrong.push(lines.with(at, '{"record":"change"}'));
  for (const changed of wrong) {
    const home = homes.fresh();
    const { status, stderr } = await inHome(home, ["import", "-"], { input: sealed(changed) });
    assert.equal(status, 1, stderr);
    assert.match(stderr, new RegExp(`^pkm: (?:standard input, )?line ${at + 1}\\b`));
    assert.equal(existsSync(join(home, "notes")), false);
  }
});

test("a time that is none, and a field that should hold JSON, are refused whole under a seal that holds", async () => {
  const lines = (await archiveOf(await livedIn())).trimEnd().split("\n").slice(0, -1);
  const damaged = (record: string, of: RegExp, by: string): readonly string[] => {
    const at = lines.findIndex((line) => line.startsWith(`{"record":"${record}",`) && of.test(line));
    assert.ok(at > 0, record);
    return lines.with(at, (lines[at] ?? "").replace(of, by));
  };
  const wrong = [
    damaged("note_file", /"modifiedMs":\d+/, '"modifiedMs":"soon"'),
    damaged("note_file", /"modifiedMs":\d+/, '"modifiedMs":1e300'),
    damaged("item_version", /"details":"\{/, '"details":"x{'),
    damaged("change_row", /"key":"\[/, '"key":"x['),
  ];
  for (const changed of wrong) {
    const home = homes.fresh();
    const { status, stderr } = await inHome(home, ["import", "-"], { input: sealed(changed) });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /is not whole/);
    assert.equal(existsSync(join(home, "notes")), false);
    assert.equal((await inHome(home, ["find", "kind:item", "--limit", "0"])).stdout, "");
  }
});

test("a head that counts in things that are no numbers is no head", async () => {
  const lines = (await archiveOf(await livedIn())).trimEnd().split("\n").slice(0, -1);
  const odd = '{"toString":null,"valueOf":null}';
  const heads = [/"note_file":\d+/, /"schema":\d+/].map((of) =>
    (lines[0] ?? "").replace(of, (field) => `${field.split(":")[0] ?? ""}:${odd}`),
  );
  for (const head of heads) {
    const { status, stderr } = await inHome(homes.fresh(), ["import", "-"], { input: sealed(lines.with(0, head)) });
    assert.equal(status, 1);
    assert.doesNotMatch(stderr, /bug in pkm/);
  }
});

test("an archive goes into an empty home alone, never over a note, and twice is refused", async () => {
  const archive = await archiveOf(await livedIn());
  const home = homes.fresh();
  mkdirSync(join(home, "notes"), { recursive: true });
  writeFileSync(join(home, "notes", "short.md"), "my own words\n");
  const refused = await inHome(home, ["import", "-"], { input: archive });
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /short\.md.*say something else/);
  assert.equal(readFileSync(join(home, "notes", "short.md"), "utf8"), "my own words\n");

  const copy = homes.fresh();
  assert.match((await inHome(copy, ["import", "-", "-n"], { input: archive })).stdout, /^not done: take in\n/);
  assert.equal(existsSync(join(copy, "notes")), false);
  assert.equal((await inHome(copy, ["import", "-"], { input: archive })).status, 0);
  const twice = await inHome(copy, ["import", "-"], { input: archive });
  assert.equal(twice.status, 2);
  assert.match(twice.stderr, /empty home/);
});

test("passwords stay here; programs and secrets come only with trust", async () => {
  const home = homes.fresh();
  const store = openStore(join(home, "pkm.db"), systemClock);
  const add = (url: string, secret: string | null): void => {
    const id = store.sources.plant({ url, foundAt: null });
    const settings = { title: null, secret, user: null, timeoutMs: null };
    store.changes.record("added", () =>
      store.sources.revive(id, { filter: "naive", person: null, tags: [], contexts: [], settings }),
    );
  };
  add("https://ada:sesame@example.org/feed", null);
  const plain = await archiveOf(home);
  assert.doesNotMatch(plain, /sesame/);
  assert.match(plain, /https:\/\/example\.org\/feed/);
  add("exec:my-feed --all", null);
  add("https://example.org/mine", "cmd:pass show feed");
  store.close();
  const archive = await archiveOf(home);
  const copy = homes.fresh();
  const refused = await inHome(copy, ["import", "-"], { input: archive });
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /my-feed --all.*cmd:pass show feed/);
  assert.equal((await inHome(copy, ["import", "-", "--trust"], { input: archive })).status, 0);
  assert.equal(await archiveOf(copy), archive);
});
