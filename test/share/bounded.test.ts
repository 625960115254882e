// What is bounded stays: its words in other notes, and what a note that begins anew has been through.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scanNotes } from "../../src/sense/scan.ts";
import { clearPublication } from "../../src/share/publish.ts";
import { addFeedback } from "../../src/share/reply.ts";
import { send } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import { withdraw } from "../../src/share/withdraw.ts";
import { bringItems, plantSource } from "../store/bring.ts";
import type { Bench } from "./bench.ts";
import { onBench, plain, refused, sendAll } from "./circle.ts";

/** A note in the context Family. */
function familyNote({ note, store, vault }: Bench, body: string): string {
  const id = note("Letter", body);
  const path = store.shares.notePath(id) ?? "";
  const inFamily = [{ key: "context", add: ["Family"], remove: [] }] as const;
  store.notes.put(vault.edit(path, inFamily, vault.read(path).hash), id);
  return id;
}

test("words of a bounded context do not stand in a note of another", () =>
  onBench(async (bench, { place }) => {
    const { desk, store } = bench;
    store.contexts.bound("Family");
    const secret = "the blue house by the water will be sold in the spring";
    const letter = familyNote(bench, `I hear that ${secret}.\n`);
    const note = bench.note("Moving", `An example of mine, which is long enough: ${secret}.\n`);
    const { share } = await stage(desk, { note, place, ...plain });
    await refused(() => sendAll(bench, share), new RegExp(`private: “${secret}” stands in the note ${letter}`));
    assert.equal(bench.far.landed.length, 0);
  }));

test("words of a bounded note that was put into another one and deleted do not leave in that one", () =>
  onBench(async (bench, { place }) => {
    const { desk, store, vault } = bench;
    store.contexts.bound("Family");
    const secret = "the blue house by the water will be sold in the spring";
    const letter = familyNote(bench, `I hear that ${secret}.\n`);
    const note = bench.note("Moving", `An example of mine, which is long enough: ${secret}.\n`);
    rmSync(join(vault.root, store.shares.notePath(letter) ?? ""));
    scanNotes(vault, store);
    const { share } = await stage(desk, { note, place, ...plain });
    await refused(() => sendAll(bench, share), new RegExp(`private: “${secret}” stands in the note ${letter}`));
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

test("what an item of a bounded context says does not stand in a note, though nothing was marked in it", () =>
  onBench(async (bench, { place }) => {
    const { desk, store } = bench;
    const secret = "the blue house by the water will be sold in the spring";
    store.contexts.bound("Family");
    const item = (key: string, source: string): string => {
      const text = `From home: ${secret}, says ${key}.`;
      bringItems(store, source, [{ key, title: "News", text, published: "2026-11-01T08:00:00.000Z" }]);
      return store.refs.find(key, ["item"]);
    };
    const saved = item("https://page.example/1", plantSource(store, "https://page.example/feed"));
    const note = bench.note("Moving", `An example of mine, which is long enough: ${secret.toUpperCase()}.\n`);
    const { share } = await stage(desk, { note, place, ...plain });
    const told = async (ref: string): Promise<void> =>
      refused(() => sendAll(bench, share), new RegExp(`private: “${secret}” stands in the item ${ref} `, "i"));
    store.contexts.add(saved, ["family"]);
    await told(saved);
    store.contexts.remove(saved, ["family"]);
    const source = plantSource(store, "https://family.example/feed");
    const brought = item("https://family.example/1", source);
    store.contexts.add(source, ["Family"]);
    await told(brought);
    store.contexts.add(place, ["Family"]);
    await sendAll(bench, share);
    assert.equal(bench.far.landed.length, 1, "inside the line they may be said");
  }));

test("a share that is withdrawn and begun anew has been where it was, and was spoken about by whom it was", () =>
  onBench(async (bench, { place, note }) => {
    const { desk, store } = bench;
    const team = bench.community("Forge");
    store.communities.setNorms(team, { ...store.communities.get(team), attribution: "named", isBounded: true });
    const kai = bench.member(team, "Kai");
    const first = await stage(desk, { note, place: team, ...plain });
    await sendAll(bench, first.share);
    addFeedback(desk, {
      share: first.share,
      person: kai,
      via: "call",
      text: "shorter",
      about: null,
      consent: "private",
    });
    await withdraw(desk, first.share);
    bench.edit(note, "Kai told me of a shorter way, and I have tried it out for some weeks now.\n");
    const staging = { note, place, ...plain };
    await refused(() => stage(desk, staging), /bounded: it would leave the community Forge, which is bounded/);
    const { share } = await stage(desk, { ...staging, anyway: "Forge knows" });
    await refused(() => sendAll(bench, share), /names: Kai \(p\w+\) gave feedback and has not agreed to be named/);
    assert.equal(bench.far.landed.length, 1);
  }));

test("words that one closed place may have are let out to no other for that", () =>
  onBench(async (bench, { place }) => {
    const { desk, store } = bench;
    const circle = bench.community("Family Circle");
    bench.member(circle, "Kai");
    store.contexts.bound("Family");
    store.contexts.add(circle, ["Family"]);
    const secret = "the blue house by the water will be sold in the spring";
    const letter = familyNote(bench, `I hear that ${secret}.\n`);
    const note = bench.note("Moving", `An example of mine, which is long enough: ${secret}.\n`);
    await sendAll(bench, (await stage(desk, { note, place: circle, ...plain })).share);
    assert.equal(bench.far.landed.length, 1);
    const { share } = await stage(desk, { note, place, ...plain, anyway: "they know each other" });
    await refused(() => sendAll(bench, share), new RegExp(`private: “${secret}” stands in the note ${letter}`));
  }));

test("what was tried out with a bounded team stands in no other note elsewhere, but for what is public or cited", () =>
  onBench(async (bench, { place }) => {
    const { desk, store } = bench;
    const team = bench.community("Forge");
    store.communities.setNorms(team, { ...store.communities.get(team), attribution: "named", isBounded: true });
    bench.member(team, "Kai");
    const cited =
      "> They say that long tables make people talk to each other.\n\nFrom [Why a long table matters](<https://a.example/1>)";
    const secret = "we are going to sell the old workshop in the spring";
    const open = "a public sentence of mine that everybody has read before";
    const known = bench.note("Known", `So it is: ${open}. And some more words of my own here.\n`);
    const garden = bench.network("garden");
    const cleared = await clearPublication(desk, { share: null, note: known, networks: [garden], anyway: "a try" });
    await send(desk, cleared.share, cleared.releases);
    const plans = bench.note("Plans", `This year ${secret}, and ${open}.\n\n${cited}\n`);
    await sendAll(bench, (await stage(desk, { note: plans, place: team, ...plain })).share);
    const fine = bench.note("Fine", `Some words of my own about ${open}, at some length.\n\n${cited}\n`);
    await sendAll(bench, (await stage(desk, { note: fine, place, ...plain })).share);
    assert.equal(bench.far.landed.length, 3);
    const note = bench.note("Letter", `Dear all, I hear that ${secret}, which is sad.\n`);
    const { share } = await stage(desk, { note, place, ...plain });
    await refused(() => sendAll(bench, share), new RegExp(`private: “${secret}” stands in the note ${plans}`));
    await sendAll(bench, (await stage(desk, { note, place: team, ...plain })).share);
    assert.equal(bench.far.landed.length, 4, "the team has it");
  }));
