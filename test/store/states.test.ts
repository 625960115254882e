// What two machines tell each other of feedback, while one of them learns another name or address of its giver.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { addFeedback } from "../../src/share/reply.ts";
import { stage } from "../../src/share/stage.ts";
import type { Store } from "../../src/store/store.ts";
import { openBench } from "../share/bench.ts";
import { plain, sendAll } from "../share/circle.ts";

/** Two homes that were one when Ines gave feedback on a share. */
async function twoHomes(t: TestContext): Promise<{ one: Store; other: Store; share: string; ines: string }> {
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), "pkm-states-")));
  const [first = "", second = ""] = folders;
  const bench = await openBench({ folder: first });
  const place = bench.community("Circle");
  const ines = bench.member(place, "Ines");
  const { share } = await stage(bench.desk, { note: bench.note("Tables", "First text.\n"), place, ...plain });
  await sendAll(bench, share);
  addFeedback(bench.desk, { share, person: ines, via: "call", text: "shorter", about: null, consent: "private" });
  bench.close();
  cpSync(first, second, { recursive: true });
  const homes = [await openBench({ folder: first }), await openBench({ folder: second })];
  t.after(() => {
    for (const home of homes) home.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const [one, other] = homes.map(({ store }) => store);
  assert.ok(one !== undefined && other !== undefined);
  return { one, other, share, ines };
}

/** One takes in what the other tells. */
function hear(to: Store, from: Store): void {
  from.changes.record("take state down", () => from.states.catchUp());
  to.changes.record("merged state", () => to.states.merge([...from.states.registers()]));
}

const acts: Readonly<Record<string, (store: Store, ines: string) => void>> = {
  "another address": (store, ines) => store.people.edit(ines, { mail: "ines@elsewhere.example" }),
  "another name, and no address": (store, ines) => store.people.edit(ines, { name: "Ines Aalto", mail: null }),
  "somebody else after all": (store, ines) => {
    const { id } = store.people.add({ name: "I. Aalto", mail: "aalto@bench.example", handles: [] });
    store.people.merge(ines, id);
  },
};

for (const [how, act] of Object.entries(acts)) {
  test(`${how}: what was said is there on both machines, once`, async (t) => {
    const { one, other, share, ines } = await twoHomes(t);
    hear(other, one);
    hear(one, other);
    one.changes.record(how, () => act(one, ines));
    for (let round = 0; round < 3; round += 1) {
      hear(other, one);
      hear(one, other);
      for (const store of [one, other])
        assert.deepEqual(
          store.feedback.ofShare(share).map(({ text }) => text),
          ["shorter"],
        );
    }
    const [said] = other.feedback.ofShare(share);
    other.changes.record("declined", () => other.feedback.decide(said?.id ?? "", "declined", "it is short"));
    hear(one, other);
    assert.equal(one.feedback.ofShare(share).length, 1);
  });
}

test("feedback that was taken back on one machine goes from the other too", async (t) => {
  const { one, other, share } = await twoHomes(t);
  hear(other, one);
  one.changes.undo(one.changes.latest()?.no ?? 0);
  hear(other, one);
  assert.deepEqual(other.feedback.ofShare(share), []);
});

test("a decision is not overturned by what was said before it under a former name of the giver", async (t) => {
  const { one, other, share, ines } = await twoHomes(t);
  for (const store of [one, other]) store.people.edit(ines, { mail: null });
  hear(other, one);
  hear(one, other);
  one.people.edit(ines, { mail: "ines@elsewhere.example" });
  const [said] = one.feedback.ofShare(share);
  one.changes.record("accepted", () => one.feedback.decide(said?.id ?? "", "accepted", null));
  hear(one, other);
  assert.deepEqual(
    one.feedback.ofShare(share).map(({ state }) => state),
    ["accepted"],
  );
  hear(other, one);
  assert.equal(other.feedback.ofShare(share).length, 1);
});

test("a line around a context is drawn on both machines, and taken away on both", async (t) => {
  const { one, other } = await twoHomes(t);
  one.changes.record("bounded", () => one.contexts.bound("Family"));
  hear(other, one);
  assert.deepEqual([...other.contexts.bounded()], ["family"]);
  other.changes.record("unbounded", () => other.contexts.unbound("family"));
  hear(one, other);
  assert.deepEqual([...one.contexts.bounded()], []);
  hear(other, one);
  assert.deepEqual([...other.contexts.bounded()], []);
});
