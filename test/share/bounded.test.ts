// What stands in a bounded context leaves it in no other note, word for word.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage } from "../../src/share/stage.ts";
import { bringItems, plantSource } from "../store/bring.ts";
import { onBench, plain, refused, sendAll } from "./circle.ts";

test("words of a bounded context do not stand in a note of another", () =>
  onBench(async (bench, { place }) => {
    const { desk, store } = bench;
    store.contexts.bound("Family");
    const secret = "the blue house by the water will be sold in the spring";
    const letter = bench.note("Letter", `I hear that ${secret}.\n`);
    const path = store.shares.notePath(letter) ?? "";
    store.notes.put(
      bench.vault.edit(path, [{ key: "context", add: ["Family"], remove: [] }], bench.vault.read(path).hash),
      letter,
    );
    const note = bench.note("Moving", `An example of mine, which is long enough: ${secret}.\n`);
    const { share } = await stage(desk, { note, place, ...plain });
    await refused(() => sendAll(bench, share), new RegExp(`private: “${secret}” stands in the note ${letter}`));
    assert.equal(bench.far.landed.length, 0);
  }));

test("what was written from a bounded source does not stand in a note of another, whatever the writer calls it", () =>
  onBench(async (bench, { place }) => {
    const { desk, store } = bench;
    const secret = "the blue house by the water will be sold in the spring";
    const source = plantSource(store, "https://family.example/feed");
    store.contexts.bound("Family");
    store.contexts.add(source, ["Family"]);
    const key = "https://family.example/1";
    bringItems(store, source, [{ key, title: "News", text: "From home.", published: "2026-11-01T08:00:00.000Z" }]);
    const item = store.refs.find(key, ["item"]);
    const letter = bench.note("Letter", `I hear that ${secret}.\n`);
    const path = store.shares.notePath(letter) ?? "";
    const from = [{ key: "source", add: [item], remove: [] }] as const;
    store.notes.put(bench.vault.edit(path, from, bench.vault.read(path).hash), letter);
    const note = bench.note("Moving", `An example of mine, which is long enough: ${secret}.\n`);
    const { share } = await stage(desk, { note, place, ...plain });
    await refused(() => sendAll(bench, share), new RegExp(`private: “${secret}” stands in the note ${letter}`));
    assert.equal(bench.far.landed.length, 0);
  }));
