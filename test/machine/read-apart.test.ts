// A refresh whose documents are read in a thread of their own leaves the store as one that reads them itself.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test, type TestContext } from "node:test";
import { readFeed } from "../../src/formats/read-feed.ts";
import { openReadApart } from "../../src/machine/read-apart.ts";
import { chooseSources } from "../../src/seek/choose.ts";
import { refresh, type ReadApart, type Refreshed } from "../../src/seek/refresh.ts";
import { rss, stories } from "../seek/documents.ts";
import { openFlow, status, type Flow } from "../seek/flow.ts";

const feeds = 45;

async function planted(t: TestContext): Promise<Flow> {
  const flow = await openFlow(t);
  for (let at = 0; at < feeds; at += 1) {
    const path = `/${at}.xml`;
    flow.routes.set(path, documentOf(at));
    flow.store.sources.revive(flow.store.sources.plant({ url: flow.origin + path, foundAt: null }), {
      filter: "naive",
      person: null,
      tags: [],
      contexts: [],
    });
  }
  return flow;
}

function documentOf(at: number) {
  if (at === 3) return status(500);
  if (at === 4) return "<html><body>a page</body></html>";
  return rss(`feed-${at}`, stories(`feed-${at}`, 1 + (at % 5)));
}

function refreshed(flow: Flow, apart?: () => Promise<ReadApart>): Promise<Refreshed> {
  const { polls } = chooseSources({ ids: [], isForced: true, now: flow.clock.now() }, flow.store.sources);
  const { web, store, clock } = flow;
  return refresh(polls, {
    web,
    reader: () => Promise.resolve(readFeed),
    ...(apart === undefined ? {} : { apart }),
    store,
    clock,
  });
}

/** What was read, without what the port of the server is in. */
function storedIn({ storeFile, origin }: Flow): unknown {
  const db = new DatabaseSync(storeFile, { readOnly: true });
  const rows = db
    .prepare(
      `SELECT s.url AS source, i.key, i.title, i.minutes, i.sorted, v.details, v.summary_bytes, v.html_bytes, v.text_bytes, a.entry, a.hash
       FROM item i JOIN item_version v ON v.item_no = i.no JOIN source s ON s.id = i.source
       JOIN arrival a ON a.source = i.source AND a.item = i.id ORDER BY s.url, i.key`,
    )
    .all();
  db.close();
  return JSON.parse(JSON.stringify(rows).replaceAll(origin, "http://feeds.example"));
}

const tallyOf = ({ due, fetched, unchanged, broken, ...brought }: Refreshed): readonly unknown[] => [
  due,
  fetched,
  unchanged,
  brought.new,
  brought.updated,
  ...broken.map(({ code }) => code).toSorted(),
];

test("what is read apart is stored as what is read here", async (t) => {
  const [here, there] = [await planted(t), await planted(t)];
  const told = await refreshed(here);
  assert.deepEqual(tallyOf(await refreshed(there, async () => openReadApart())), tallyOf(told));
  assert.equal(told.new, 126);
  assert.deepEqual(storedIn(there), storedIn(here));
  const items = there.store.items.newest(200);
  assert.equal(items.length, 126);
  for (const { id } of items) assert.equal(there.store.items.body(id).html, here.store.items.body(id).html, id);
  // A second time nothing has changed, by the hash of each body.
  assert.equal((await refreshed(there, async () => openReadApart())).unchanged, 43);
});

test("a thread that ends before its time loses nothing", async (t) => {
  const flow = await planted(t);
  const program = new URL("ending-thread.ts", import.meta.url);
  const told = await refreshed(flow, async () => openReadApart(program));
  assert.deepEqual([told.new, told.broken.length], [126, 2]);
});

test("a thread is opened once many documents came, where the servers need not have sent them", async (t) => {
  const flow = await planted(t);
  const opened: number[] = [];
  let asked = 0;
  for (const [path, answer] of flow.routes)
    flow.routes.set(path, (request, response) => {
      asked += 1;
      response.setHeader("ETag", `"${asked > feeds ? "second" : "first"}"`);
      if (typeof answer === "function") answer(request, response);
      else response.end(answer);
    });
  const apart = async (): Promise<ReadApart> => {
    opened.push(asked);
    return openReadApart();
  };
  assert.equal((await refreshed(flow, apart)).new, 126);
  assert.equal(opened.length, 1, "none of them can say that nothing changed");
  const began = asked;
  await refreshed(flow, apart);
  const [, second = 0] = opened;
  assert.ok(second - began >= 38, `opened after ${second - began} answers`);
});
