// A digest by mail from a bare environment, against a real SMTP server: once in the mailbox, nothing never shown.
import assert from "node:assert/strict";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { openMorning, smtpStages, type Morning, type Ran } from "./morning.ts";

const daily = ["digest", "--fetch", "--mail", "--limit", "5"];
/** Rounds of the long form: ROUNDS=200 npm run test:faults. */
const randomKills = Number(process.env["ROUNDS"] ?? 4);

async function settled(t: TestContext, { hasBox }: { hasBox: boolean }): Promise<Morning> {
  const morning = await openMorning(t);
  configure(morning, hasBox ? `box = "${morning.box}"\n` : "");
  morning.publish("loud", titlesOf("loud", 8));
  morning.publish("quiet", titlesOf("quiet", 1));
  const added = await morning.run(["seek", "add", "--all", morning.feedUrl("loud"), morning.feedUrl("quiet")]);
  assert.equal(added.status, 0, added.stderr);
  return morning;
}

function configure(morning: Morning, more: string): void {
  const mail = `from = "Ada <ada@example.org>"\nto = "ada@example.org"\nsmtp = "${morning.smtpUrl}"\n`;
  morning.config(`[mail]\n${mail}${more}`);
}

let made = 0;
function titlesOf(name: string, many: number): readonly string[] {
  return Array.from({ length: many }, () => `Story ${(made += 1)} of ${name}.`);
}

/** How often each story stands in the mailbox. */
function storiesIn(morning: Morning): ReadonlyMap<string, number> {
  const all = morning
    .letters()
    .flatMap(({ text }) => [...text.matchAll(/^k\w+ +(Story \d+ of \w+\.)$/gm)].map(([, title]) => title ?? ""));
  return new Map([...new Set(all)].map((title) => [title, all.filter((each) => each === title).length]));
}

function storeOf({ home }: Morning): Database.Database {
  return new Database(join(home, ".local", "share", "pkm", "pkm.db"));
}

/** The sources are due again, as if a day had passed; a letter that was handed over had its time to come. */
function nextDay(morning: Morning): void {
  morning.forgetAsked();
  const db = storeOf(morning);
  db.exec("UPDATE digest_mail SET handed_over = '2020-01-01T00:00:00.000Z' WHERE handed_over IS NOT NULL");
  db.close();
}

/** Each item is in exactly one of three heaps, counted one by one and not by what the digest says of itself. */
function ledgerOf(morning: Morning): { fetched: number; shown: number; held: number; dropped: number } {
  const db = storeOf(morning);
  const shown = "id IN (SELECT item FROM digest_item g JOIN digest d ON d.id = g.digest WHERE d.delivered IS NOT NULL)";
  const count = (where: string): number => Number(db.prepare(`SELECT count(*) FROM item WHERE ${where}`).pluck().get());
  const ledger = {
    fetched: count("1"),
    shown: count(shown),
    held: count(`is_new = 1 AND NOT ${shown}`),
    dropped: count(`is_new = 0 AND NOT ${shown}`),
  };
  db.close();
  return ledger;
}

function isSilent({ stdout, stderr, status }: Ran): boolean {
  return stdout === "" && stderr === "" && status === 0;
}

test("env -i HOME=… node pkm digest --fetch --mail: one letter, then not a byte", async (t) => {
  const morning = await settled(t, { hasBox: true });
  assert.ok(isSilent(await morning.run(daily)));
  const [letter] = morning.letters();
  assert.ok(letter !== undefined);
  assert.match(letter.subject, /^Digest \d{4}-\d\d-\d\d: 5 to read, \d+ min$/);
  assert.match(letter.messageId, /^<g\w{3,5}\.[0-9a-f]{20}@example\.org>$/);
  assert.match(letter.text, /: 5 of 9 to read, \d+ min, 4 held for later\r?$/m);
  assert.match(letter.raw, /^Content-Type: multipart\/alternative;/m);
  assert.match(letter.raw, /^Auto-Submitted: auto-generated\r$/m);
  assert.doesNotMatch(letter.raw, /<img|<script|cid:|List-Unsubscribe/i);

  assert.ok(isSilent(await morning.run(daily)));
  assert.equal(morning.letters().length, 2, "what was held comes the next time");
  nextDay(morning);
  assert.ok(isSilent(await morning.run(daily)), "nothing new: no bytes at all");
  assert.equal(morning.letters().length, 2);
  assert.deepEqual(
    [...storiesIn(morning).values()],
    Array.from({ length: 9 }, () => 1),
  );
});

test("a letter is sent again by hand: the same bytes, and nothing else is changed by it", async (t) => {
  const morning = await settled(t, { hasBox: true });
  await morning.run(daily);
  const [letter] = morning.letters();
  const id = /^<(g\w+)\./.exec(letter?.messageId ?? "")?.[1] ?? "";
  const before = ledgerOf(morning);
  assert.match(
    (await morning.run(["digest", "again", id, "-n"])).stdout,
    /^not done: mailed g\w+ to ada@example\.org\n$/,
  );
  assert.equal(morning.letters().length, 1);
  assert.ok(isSilent(await morning.run(["digest", "again", id])));
  assert.deepEqual(
    morning.letters().map(({ raw }) => raw),
    [letter?.raw, letter?.raw],
  );
  assert.deepEqual(ledgerOf(morning), before);
  configure({ ...morning, smtpUrl: "smtp://127.0.0.1:1" }, "");
  const offline = await morning.run(["digest", "again", id]);
  assert.deepEqual([offline.status, offline.stdout], [75, ""]);
  assert.match(
    offline.stderr,
    /^pkm: g\w+ by mail to ada@example\.org: 127\.0\.0\.1: [^]*try: pkm digest again g\w+\n$/,
  );
  const other = await morning.run(["digest", "--limit", "1"]);
  const screen = (await morning.run(["digest", "list", "--ids", "--limit", "1"])).stdout.trim();
  assert.equal(other.status, 0);
  const refused = await morning.run(["digest", "again", screen]);
  assert.equal(refused.status, 3);
  assert.match(refused.stderr, /did not go by mail\n +try: pkm show g\w+\n$/);
});

test("with one source broken the letter goes all the same: status 5 and one line that names it, once", async (t) => {
  const morning = await settled(t, { hasBox: true });
  await morning.run(daily);
  morning.publish("quiet", null);
  morning.publish("loud", titlesOf("loud", 1));
  nextDay(morning);
  const ran = await morning.run(daily);
  assert.equal(ran.status, 5);
  assert.equal(ran.stdout, "");
  assert.match(ran.stderr, /^s\w+ quiet: .* answered 500, .*; since [\d-]+; try: pkm seek check http:\S+\n$/);
  assert.equal(morning.letters().length, 2);
  assert.match(morning.letters()[1]?.text ?? "", /^CARE\r?\ns\w+ +quiet\r?\n.*500/m);
  nextDay(morning);
  assert.ok(isSilent(await morning.run(daily)), "the digest has said it");
});

test("offline, or with no mail server there, it is try-later, and nothing counts as shown", async (t) => {
  const morning = await settled(t, { hasBox: true });
  morning.config('[mail]\nfrom = "ada@example.org"\nto = "ada@example.org"\nsmtp = "smtp://127.0.0.1:1"\n');
  const ran = await morning.run(daily);
  assert.deepEqual([ran.status, ran.stdout], [75, ""]);
  assert.match(ran.stderr, /^digest by mail to ada@example\.org: 127\.0\.0\.1: .*; its items wait\n$/);
  assert.deepEqual(ledgerOf(morning), { fetched: 9, shown: 0, held: 9, dropped: 0 });
});

test("killed at each step of the mail server's, then run again: each story once, none never", async (t) => {
  const morning = await settled(t, { hasBox: true });
  let fetched = 9;
  for (const stage of smtpStages) {
    morning.publish("loud", titlesOf("loud", 1));
    fetched += 1;
    nextDay(morning);
    const killed = await morning.run(daily, { at: stage });
    assert.ok(killed.status === null || stage === "answered", `${stage}: it was killed, or was done before`);
    nextDay(morning);
    assert.equal((await morning.run(daily)).status, 0, stage);
  }
  await toTheEnd(morning);
  assertOnce(morning, fetched);
});

test(`killed at ${randomKills} moments at random, day after day: each story once, none never`, async (t) => {
  const morning = await settled(t, { hasBox: true });
  await toTheEnd(morning);
  let fetched = 9;
  const whole = await timed(() => morning.run(daily));
  for (let round = 0; round < randomKills; round += 1) {
    morning.publish("loud", titlesOf("loud", 2));
    fetched += 2;
    nextDay(morning);
    await morning.run(daily, { afterMs: whole * (0.3 + Math.random()) });
    if (round % 3 === 2) await toTheEnd(morning);
  }
  await toTheEnd(morning);
  assertOnce(morning, fetched);
});

test("without a mailbox to look into it is not sent again, and the next one says so", async (t) => {
  const morning = await settled(t, { hasBox: false });
  await morning.run(daily, { at: "stored" });
  assert.ok(isSilent(await morning.run(daily)));
  assert.equal(morning.letters().length, 2);
  assert.ok([...storiesIn(morning).values()].every((times) => times === 1));
  assert.match(
    morning.letters()[1]?.text ?? "",
    /^CARE\r?\ng\w+ +the digest of \d{4}-\d\d-\d\d\r?\n +it may not have reached ada@example\.org/m,
  );
  const [, id = ""] = /^(g\w+) +the digest of/m.exec(morning.letters()[1]?.text ?? "") ?? [];
  assert.match((await morning.run(["show", id])).stdout, /Story \d+ of/);
});

test("with when-unsure = again the same letter goes out once more, under the Message-ID it had", async (t) => {
  const morning = await settled(t, { hasBox: false });
  configure(morning, 'when-unsure = "again"\n');
  await morning.run(daily, { at: "stored" });
  assert.equal(morning.letters().length, 1);
  assert.ok(isSilent(await morning.run(daily)));
  const [first, again, next] = morning.letters().toSorted((a, b) => (a.subject < b.subject ? 1 : -1));
  assert.equal(again?.messageId, first?.messageId);
  assert.equal(again?.text, first?.text);
  assert.notEqual(next?.messageId, first?.messageId);
  const times = [...storiesIn(morning).values()];
  assert.deepEqual([times.filter((each) => each === 2).length, times.filter((each) => each === 1).length], [5, 4]);
  assert.doesNotMatch(next?.text ?? "", /may not have reached/);
});

test("a doubtful letter is looked for in an mbox file: found it is not sent again, not come it is", async (t) => {
  const morning = await settled(t, { hasBox: false });
  const mbox = join(morning.home, "mbox");
  configure(morning, `box = "${mbox}"\n`);
  const keep = (): void => {
    const letters = morning.letters().map(({ raw }) => raw.replaceAll("\r\n", "\n").replaceAll(/^From /gm, ">From "));
    writeFileSync(
      mbox,
      letters.map((raw) => `From ada@example.org Thu Nov 26 07:00:00 2026\n${raw}\n`).join(""),
      "latin1",
    );
  };
  await morning.run(daily, { at: "stored" });
  keep();
  assert.ok(isSilent(await morning.run(daily)));
  keep();
  assert.deepEqual(
    [...storiesIn(morning).values()],
    Array.from({ length: 9 }, () => 1),
  );
  assert.doesNotMatch(morning.letters()[1]?.text ?? "", /may not have reached/);

  morning.publish("loud", titlesOf("loud", 1));
  nextDay(morning);
  await morning.run(daily, { at: "stored" });
  // The server took it and lost it.
  const lost = readdirSync(join(morning.box, "new")).toSorted().at(-1) ?? "";
  rmSync(join(morning.box, "new", lost));
  assert.equal(morning.letters().length, 2);
  // A story that quotes the header of the letter is not the letter.
  const db = storeOf(morning);
  const id = String(db.prepare("SELECT message_id FROM digest_mail ORDER BY rowid DESC LIMIT 1").pluck().get());
  db.close();
  const quoting = `From bo Thu Nov 26 07:00:00 2026\nMessage-ID: <another@example.org>\n\nMessage-ID: ${id}\n\n`;
  writeFileSync(mbox, quoting);
  const early = await morning.run(daily);
  assert.deepEqual([early.status, early.stdout], [75, ""]);
  assert.match(early.stderr, /it has not come yet, and may still be on its way\n +try: pkm digest --mail\n$/);
  nextDay(morning);
  assert.ok(isSilent(await morning.run(daily)));
  assert.equal(morning.letters().length, 3);
  assert.equal(storiesIn(morning).size, 10);
  // A box that is gone can not be looked into.
  rmSync(mbox);
  assert.ok(isSilent(await morning.run(daily)));
});

test("two at once: one letter for each story, and nobody fails", async (t) => {
  const morning = await settled(t, { hasBox: true });
  const both = await Promise.all([morning.run(daily), morning.run(daily)]);
  assert.ok(both.every(isSilent), JSON.stringify(both));
  assertOnce(morning, 9);
});

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

/** Runs until there is nothing new any more. */
async function toTheEnd(morning: Morning): Promise<void> {
  for (let count = 0; count < 20; count += 1) {
    nextDay(morning);
    const before = morning.letters().length;
    const ran = await morning.run(daily);
    assert.equal(ran.status, 0, ran.stderr);
    if (morning.letters().length === before && ledgerOf(morning).held === 0) return;
  }
  assert.fail("there is no end to it");
}

function assertOnce(morning: Morning, fetched: number): void {
  const stories = storiesIn(morning);
  assert.deepEqual(
    [...stories].filter(([, times]) => times !== 1),
    [],
    "twice in the mailbox",
  );
  const ledger = ledgerOf(morning);
  assert.equal(ledger.fetched, fetched);
  assert.equal(ledger.shown + ledger.held + ledger.dropped, ledger.fetched);
  assert.equal(ledger.held, 0);
  assert.equal(stories.size, fetched, "never shown");
}

test("a digest of what a query finds is no digest of everything: what fails is not named anew after it", async (t) => {
  const morning = await settled(t, { hasBox: true });
  morning.publish("quiet", null);
  nextDay(morning);
  assert.equal((await morning.run(daily)).status, 5);
  assert.equal((await morning.run(["digest", "Story", "--limit", "1"])).status, 0);
  nextDay(morning);
  assert.ok(isSilent(await morning.run(daily)));
});
