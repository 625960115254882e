// What is asked for each row of a list is prepared once: every statement holds memory that no garbage collector sees.
import assert from "node:assert/strict";
import { test } from "node:test";
import Database from "better-sqlite3";
import { stocked } from "../sense/stocked.ts";

test("asked again, nothing of an item, a person, a source or a share is prepared again", (t) => {
  const { store, items } = stocked(t);
  const [item = ""] = items({ title: "Benches", html: "<p>Benches</p>" });
  const { id: person } = store.people.add({ name: "Ines", mail: "ines@bench.example", handles: [] });
  const asked: Readonly<Record<string, () => unknown>> = {
    item: () => store.items.some([item]),
    body: () => store.items.body(item),
    page: () => store.pages.get(item),
    echoes: () => store.echoes.others(item),
    person: () => store.people.get(person),
    "who is known as": () => store.people.knownAs("Ines"),
    "an edited person": () => store.people.edit(person, { handles: [`@${Math.random()}`] }),
    "address of a source": () => store.sources.idOf("https://letters.example/feed"),
    "releases of a share": () => store.releases.ofShare("d1"),
    "feedback on a share": () => store.feedback.ofShare("d1"),
  };
  const prepare = t.mock.method(Database.prototype, "prepare");
  for (const [what, ask] of Object.entries(asked)) {
    ask();
    const before = prepare.mock.callCount();
    ask();
    assert.equal(prepare.mock.callCount() - before, 0, what);
  }
  assert.ok(prepare.mock.callCount() > 0, "no statement was seen");
});
