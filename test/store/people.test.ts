// People in the store: authors matched to them, figures that open into rows, merging and splitting that undo takes back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accountKinds } from "../../src/people/account.ts";
import type { Store } from "../../src/store/store.ts";
import { stocked } from "../sense/stocked.ts";

const item = (title: string, author?: string) => ({
  title,
  html: `<p>${title}</p>`,
  ...(author === undefined ? {} : { author }),
});

/** The people of each item, by title. */
function whose(store: Store, ids: readonly string[]): readonly (readonly string[])[] {
  store.origins.catchUp();
  return store.items.some(ids).map(({ people }) => people);
}

test("authors are matched to people by any name; an ambiguous or unknown one stays unknown", (t) => {
  const { store, items, revise } = stocked(t);
  const ids = items(
    item("a", "Inés Aalto"),
    item("b", "ines@bench.example (I. Aalto)"),
    item("c", "Ada Lovelace and Ines Aalto"),
    item("d", "Jan"),
    item("e", "Somebody Else"),
    item("f", "admin"),
    item("g"),
  );
  const add = (name: string, mail: string | null, handles: readonly string[] = []): string =>
    store.people.add({ name, mail, handles }).id;
  const ines = add("Ines Aalto", "ines@bench.example");
  const ada = add("Ada Lovelace", null);
  add("Jan", null);
  const other = add("Jan Other", null, ["@jan"]);
  assert.deepEqual(whose(store, ids), [[ines], [ines], [ada, ines].toSorted(), [], [], [], []]);

  store.changes.record("edit", () => store.people.edit(other, { handles: [] }));
  assert.equal(whose(store, ids)[3]?.length, 1, "only one Jan is left");
  store.changes.undo(store.changes.latest()?.no ?? 0);
  assert.deepEqual(whose(store, ids)[3], [], "undo makes it ambiguous again");

  revise(ids[4] ?? "", item("e", "Ada Lovelace"));
  assert.deepEqual(whose(store, ids)[4], [ada], "an item whose author changed is looked at again");
});

test("a source that is a person's gives them what names no author, and makes them followed", (t) => {
  const { store, items } = stocked(t);
  const ids = items(item("own"), item("guest", "A Guest"));
  const { id } = store.people.add({ name: "Ines", mail: null, handles: [] });
  store.changes.record("own", () => store.people.ownSource(id, "https://letters.example/feed.xml"));
  store.origins.catchUp();
  assert.equal(store.accounts.of(id).came, 1, "the guest's is not theirs");
  assert.deepEqual(
    store.accounts.receipts(id, "came", 0).map(({ ref }) => ref),
    [ids[0]],
  );
  const { step, evidence, sources } = store.people.get(id);
  assert.deepEqual([step, sources.length], ["followed", 1]);
  assert.equal(evidence.at(-1)?.ref, sources[0], "with the source as its evidence");
  store.changes.undo(store.changes.latest()?.no ?? 0);
  assert.equal(store.people.get(id).step, "seen");
});

test("every figure is the number of the rows that open it", (t) => {
  const { store, items, clock } = stocked(t);
  const [kept = "", marked = ""] = items(item("kept", "Ines"), item("marked", "Ines"), item("other", "Jo"));
  const { id } = store.people.add({ name: "Ines", mail: null, handles: [] });
  store.items.mark(kept, "kept");
  store.annotations.add({ item: marked, version: 1, quote: null, comment: "why" });
  store.annotations.add({ item: marked, version: 1, quote: null, comment: "again" });
  const at = clock.now().toISOString();
  store.people.recordContact(id, { at, what: "a comment", ref: null, way: "gave" });
  store.people.recordContact(id, { at, what: "an answer", ref: marked, way: "got" });
  store.origins.catchUp();
  const account = store.accounts.of(id);
  assert.deepEqual(account, {
    came: 2,
    kept: 1,
    annotated: 2,
    cited: 0,
    shared: 0,
    asked: 0,
    answered: 0,
    "taken-up": 0,
    gave: 1,
    got: 1,
  });
  for (const kind of accountKinds) assert.equal(store.accounts.receipts(id, kind, 0).length, account[kind], kind);
  assert.equal(store.accounts.receipts(id, "annotated", 1).length, 1);
});

test("two entries become one, and undo and redo know every row of it", (t) => {
  const { store, items } = stocked(t);
  const ids = items(item("a", "Ines Aalto"), item("b", "iaalto"));
  const ines = store.people.add({ name: "Ines Aalto", mail: null, handles: ["@ines"] }).id;
  const other = store.people.add({ name: "iaalto", mail: "i@bench.example", handles: ["@iaalto@far.example"] }).id;
  const place = store.communities.add({
    kind: "community",
    name: "Bench",
    domain: null,
    goals: [],
    norms: [],
    attribution: "none",
  }).id;
  store.communities.setMember(place, other, "core");
  store.people.setStep(other, "co-member", { what: "member of Bench", ref: place });
  store.people.ownSource(other, "https://letters.example/feed.xml");
  const before = [store.people.get(ines), store.people.get(other), store.communities.get(place).members];
  const dump = (): unknown => [store.people.list(), store.communities.get(place).members, whose(store, ids)];
  const apart = dump();

  store.changes.record("merge", () => store.people.merge(other, ines));
  const merged = dump();
  const one = store.people.get(ines);
  assert.deepEqual(store.people.get(other), one, "the former id still leads there");
  assert.equal(store.people.list().length, 1);
  assert.deepEqual([one.step, one.sources.length], ["co-member", 1]);
  assert.deepEqual(one.handles, ["i@bench.example", "@ines", "iaalto", "@iaalto@far.example"]);
  assert.deepEqual(
    store.communities.get(place).members.map(({ person, degree }) => [person, degree]),
    [[ines, "core"]],
  );
  assert.deepEqual(whose(store, ids), [[ines], [ines]]);
  assert.equal(store.refs.find("iaalto", ["person"]), ines);

  const { no = 0 } = store.changes.latest() ?? {};
  store.changes.undo(no);
  assert.deepEqual(dump(), apart);
  assert.deepEqual([store.people.get(ines), store.people.get(other), store.communities.get(place).members], before);
  store.changes.redo(no);
  assert.deepEqual(dump(), merged);
});

test("one entry becomes two: items go along with the names", (t) => {
  const { store, items } = stocked(t);
  const ids = items(item("a", "Ines Aalto"), item("b", "iberg"));
  const ines = store.people.add({ name: "Ines Aalto", mail: "i@bench.example", handles: ["@iberg", "@ines"] }).id;
  assert.deepEqual(whose(store, ids), [[ines], [ines]]);
  const other = store.changes.record("split", () =>
    store.people.split(ines, { name: "Ines Berg", mail: "i@bench.example", handles: ["@iberg"], sources: [] }),
  );
  assert.deepEqual(whose(store, ids), [[ines], [other]]);
  assert.deepEqual(store.people.get(ines).handles, ["@ines"]);
  assert.deepEqual(store.people.get(other).handles, ["i@bench.example", "@iberg"]);
  store.changes.undo(store.changes.latest()?.no ?? 0);
  assert.deepEqual(whose(store, ids), [[ines], [ines]]);
  assert.equal(store.people.list().length, 1);
});
