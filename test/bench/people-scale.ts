// The commands of people and the mirror over 200,000 items of 2,000 sources and 500 people, less the start of a process.
import Database from "better-sqlite3";
import { join } from "node:path";
import { openVault } from "../../src/vault/vault.ts";
import type { Run } from "./bench.ts";
import { withStore } from "./homes.ts";
import { rowOf, type Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { timedPkm, timesOf } from "./timed-process.ts";
import { wordOf } from "./words.ts";

const rounds = 5;
const size = { sources: 2000, items: 200_000, hasSearch: true };
const peopleCount = 500;
const noteCount = 500;
const shareCount = 300;
const mostMs = 300;

const commands: readonly (readonly string[])[] = [
  ["people"],
  ["people", "show", "Person Nr7"],
  ["people", "show", "Person Nr7", "--receipts", "came", "--limit", "0"],
  ["people", "suggest"],
  ["who", wordOf(800)],
  ["who", wordOf(0)],
  ["mirror", "--since", "all"],
  ["mirror", "--since", "all", "--by", "language"],
  ["mirror", "--since", "all", "--receipts", "subscribed", "--by", "author", "--of", "Person Nr7"],
  ["mirror", "yield", "--since", "all"],
  ["mirror", "filters", "--since", "all"],
  ["mirror", "reciprocity"],
  ["mirror", "elsewhere"],
  ["attention"],
  ["seek", "echoes"],
  ["seek", "list", "--outward"],
  ["find", "kind:item", "is:new", "--outside-in"],
];

/** Every command of people and the mirror, over a store that was caught up before. */
export async function people({ bigHomes }: Run): Promise<readonly Row[]> {
  const home = await bigHomes.copyOf(size);
  await populate(home, await withStore(home, (_, path) => path));
  for (const command of commands) await timedPkm(home, ...command);
  const start = spreadOf(await timesOf(rounds, () => timedPkm(home, "--version"))).median;
  const rows: Row[] = [];
  for (const command of commands) {
    const took = await timesOf(rounds, () => timedPkm(home, ...command));
    rows.push(
      rowOf({
        what: `pkm ${command.join(" ")}, less the start`,
        values: took.map((ms) => Math.max(0, ms - start)),
        goal: { most: mostMs },
      }),
    );
  }
  bigHomes.drop(home);
  return rows;
}

/** People, notes made from items, rounds with answers, and five years of attention. */
export async function populate(home: string, file: string): Promise<void> {
  const vault = openVault({ root: join(home, "notes") });
  await withStore(home, (store) => {
    const sources = store.sources.list().slice(0, peopleCount);
    store.transact(() => {
      for (const [at, source] of sources.entries()) {
        const { id } = store.people.add({ name: `Person Nr${at}`, mail: `p${at}@far.example`, handles: [`@nr${at}`] });
        if (at % 2 === 0) store.people.ownSource(id, source.url);
        store.tags.add(source.id, [`language/${["en", "fi", "pt"][at % 3]}`]);
      }
    });
    const items = store.items.newest(2 * noteCount);
    store.transact(() => {
      for (let at = 0; at < noteCount; at += 1) {
        const id = store.ids.take("note");
        const cited = items.slice(2 * at, 2 * at + 2).map((item) => item.id);
        const text = { title: `Note ${at}`, body: `About ${wordOf(800)} and more.\n`, tags: [], contexts: [] };
        const rest = { sources: cited, kind: "idea", via: null, created: new Date().toISOString() } as const;
        store.notes.put(vault.create({ id, ...text, ...rest }), id);
      }
    });
  });
  const db = new Database(file);
  db.transaction(() => {
    db.exec(`UPDATE item SET author = CASE no % 3 WHEN 0 THEN NULL WHEN 1 THEN 'Person Nr' || (no % 700)
      ELSE 'Guest Writer' || (no % 5000) END`);
    db.exec(`INSERT INTO attention (stage, item, at) SELECT 'shown', no, fetched FROM item WHERE no % 6 = 0`);
    db.exec(`INSERT INTO attention (stage, item, at) SELECT 'opened', no, fetched FROM item WHERE no % 20 = 0`);
    db.exec("INSERT INTO horizon (item, day) SELECT no, date('now', '-10 days') FROM item WHERE no % 800 = 0");
    takeOut(db);
  })();
  db.close();
}

function takeOut(db: Database.Database): void {
  const now = new Date().toISOString();
  const [person = ""] = db.prepare<[], string>("SELECT id FROM person ORDER BY id LIMIT 1").pluck().all();
  db.prepare("INSERT INTO id (id, kind) VALUES ('c0b1', 'community')").run();
  db.prepare(
    "INSERT INTO community (id, kind, name, goals, norms, attribution, created) VALUES ('c0b1', 'community', 'C', '[]', '[]', 'none', ?)",
  ).run(now);
  const notes = db.prepare<[], string>("SELECT id FROM note ORDER BY id").pluck().all();
  const people = db.prepare<[], string>("SELECT id FROM person ORDER BY id").pluck().all();
  for (let at = 0; at < shareCount; at += 1) {
    const [share, release, feedback] = [`d0b${at}`, `r0b${at}`, `f0b${at}`];
    for (const id of [share, release, feedback]) db.prepare("INSERT INTO id (id, kind) VALUES (?, 'bench')").run(id);
    const giver = people[at % people.length] ?? person;
    const audience = JSON.stringify({
      exposure: "closed",
      people: people.slice(at, at + 12).map((each) => ({ person: each, name: each, address: null })),
      unknown: [],
    });
    db.prepare("INSERT INTO share (id, note, created) VALUES (?, ?, ?)").run(share, notes[at], now);
    db.prepare("INSERT INTO share_version (share, n, title, body, hash, created) VALUES (?, 1, 'T', 'B', 'H', ?)").run(
      share,
      now,
    );
    db.prepare(
      `INSERT INTO release (id, share, version, kind, place, audience, citations, planned, sent)
       VALUES (?, ?, 1, 'round', 'c0b1', ?, '[]', ?, ?)`,
    ).run(release, share, audience, now, now);
    db.prepare(
      `INSERT INTO feedback (id, share, release, version, person, via, received, text, consent, state)
       VALUES (?, ?, ?, 1, ?, 'mail', ?, 'a view', 'private', 'received')`,
    ).run(feedback, share, release, giver, now);
  }
}
