// The pre-flight over a real store: what stops a release, how it is answered, and how long an answer holds.
import { test } from "node:test";
import assert from "node:assert/strict";
import { findingsOf } from "../../src/share/clearance.ts";
import { answer } from "../../src/share/answering.ts";
import { openCase } from "../../src/share/desk.ts";
import type { CheckName, PreflightRules } from "../../src/share/preflight.ts";
import { clearPublication } from "../../src/share/publish.ts";
import { addFeedback, closeRounds, decide } from "../../src/share/reply.ts";
import { revise } from "../../src/share/revise.ts";
import { send } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import type { Bench } from "./bench.ts";
import { hide } from "./hidden.ts";
import { onBench, plain, refused, sendAll } from "./circle.ts";

const anyway = "they know";

/** What each check says of the newest release of the share. */
function results({ desk }: Bench, share: string): Readonly<Partial<Record<CheckName, string>>> {
  const release = desk.releases.ofShare(share).at(-1) ?? assert.fail("no release");
  const findings = findingsOf(desk, openCase(desk, share), release);
  assert.equal(findings.length, 11);
  return Object.fromEntries(findings.map(({ check, result }) => [check, result]));
}

test("a name of another community stops it until a word lets it stand, for that version and place alone", () =>
  onBench(async (bench, { place }) => {
    const { desk } = bench;
    const other = bench.community("Other");
    bench.member(other, "Zoe Marsh");
    const note = bench.note("A talk", "Zoe Marsh said that long tables are a way of teaching, and I doubt it.\n");
    const { share } = await stage(desk, { note, place, ...plain });
    assert.equal(results(bench, share).names, "trips");
    await refused(() => sendAll(bench, share), /names: Zoe Marsh \(p\w+\) is of Other and has not agreed/);
    await refused(() => answer(desk, { share, check: "names", place: null, passage: null, word: " " }), /-m/, "usage");
    answer(desk, { share, check: "names", place: null, passage: null, word: "Zoe said yes" });
    assert.equal(results(bench, share).names, "answered");
    const change = bench.store.changes.latest();
    assert.match(change?.summary ?? "", /answered names of d\w+ for Bench Circle/);
    bench.store.changes.undo(change?.no ?? 0);
    await refused(() => sendAll(bench, share), /names: /);
    answer(desk, { share, check: "names", place: null, passage: null, word: "Zoe said yes" });
    await sendAll(bench, share);
    assert.equal(bench.far.landed.length, 1);
    bench.edit(note, "Zoe Marsh said that long tables are a way of teaching, and now I agree with it.\n");
    await stage(desk, { note, place, ...plain });
    await refused(() => sendAll(bench, share), /names: Zoe Marsh/);
    assert.equal(bench.far.landed.length, 1, "an edit makes the word void");
    const third = bench.community("Third");
    answer(desk, { share, check: "names", place: third, passage: "Zoe Marsh", word: "there too" });
    await refused(() => sendAll(bench, share), /names: Zoe Marsh/);
    answer(desk, { share, check: "names", place, passage: "Zoe Marsh", word: "she is glad of it" });
    await sendAll(bench, share);
    assert.equal(bench.far.landed.length, 2);
  }));

test("what was said in a round does not stand elsewhere word for word, until the passage is allowed", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk } = bench;
    const network = bench.network("garden");
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    const text = "First text. In our house the mistakes are hidden until it is too late.";
    const reply = { share, person: ines, via: "coffee", text, about: null, consent: "private" } as const;
    const { feedback } = addFeedback(desk, reply);
    decide(desk, { share, id: feedback.id, verdict: "accepted", why: null });
    const leak = "the mistakes are hidden until it is too late";
    revise(desk, { share, body: `First text. In some houses ${leak}.`, takesUp: null });
    const publishing = { share, note, networks: [network], anyway: null };
    const refusal =
      /private: “the mistakes are hidden until it is too late” stands in the feedback f\w+ \(verbatim only\)/;
    await refused(() => clearPublication(desk, publishing), refusal);
    await refused(() => clearPublication(desk, { ...publishing, anyway: "because" }), refusal);
    const blanket = { share, check: "private", place: network, passage: null, word: "it is fine" } as const;
    await refused(() => answer(desk, blanket), /passage by passage/, "usage");
    answer(desk, { ...blanket, passage: "hidden until it is too late" });
    await refused(() => clearPublication(desk, publishing), refusal);
    answer(desk, { ...blanket, passage: `${leak}, she said` });
    await clearPublication(desk, publishing);
    assert.equal(results(bench, share).private, "answered");
    await stage(desk, { note, place, ...plain });
    assert.equal(results(bench, share).private, "ok", "in the round it was said in it is no secret");
  }));

test("consent lets the words go, and the author's own draft quoted back is the author's", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk } = bench;
    bench.edit(note, "A first text that is long enough to be quoted back to me.\n");
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    const give = (text: string, consent: "private" | "no-name"): void => {
      const { feedback } = addFeedback(desk, { share, person: ines, via: "mail", text, about: null, consent });
      decide(desk, { share, id: feedback.id, verdict: "accepted", why: null });
    };
    give("> A first text that is long enough to be quoted back to me.\nShorter, please.", "private");
    give("make it a story about one bench and one morning", "no-name");
    revise(desk, {
      share,
      body: "A first text that is long enough to be quoted back to me. A story about one bench and one morning.",
      takesUp: null,
    });
    await clearPublication(desk, { share, note, networks: [bench.network("garden")], anyway: null });
    assert.equal(results(bench, share).private, "ok");
  }));

test("a team's text leaves the team only for a recorded reason, and a bounded context likewise", () =>
  onBench(async (bench, { place }) => {
    const { desk, store } = bench;
    const team = store.communities.add({
      kind: "team",
      name: "Forge",
      domain: null,
      goals: [],
      norms: [],
      attribution: "named",
    }).id;
    store.communities.addChannel(team, { kind: "lookup", exposure: "closed", settings: {}, isAgreed: false });
    bench.member(team, "Kai");
    const network = bench.network("garden");
    const note = bench.note("Plans", "What we are going to build next year, in my own words and at some length.\n");
    const { share } = await stage(desk, { note, place: team, ...plain });
    await sendAll(bench, share);
    closeRounds(desk, share);
    const publishing = { share, note, networks: [network], anyway: null };
    await refused(() => clearPublication(desk, publishing), /bounded: it would leave the team Forge/);
    await refused(() => stage(desk, { note, place, ...plain }), /bounded: it would leave the team Forge/);
    await refused(() => clearPublication(desk, { ...publishing, anyway: "they asked" }), /no reason names it/);
    const cleared = await clearPublication(desk, { ...publishing, anyway: "forge asked me to" });
    const [release] = desk.releases.ofShare(share).filter(({ id }) => cleared.releases.includes(id));
    assert.deepEqual(
      release?.overrides.map(({ conditions }) => conditions),
      [["bounded"]],
    );
    assert.equal(results(bench, share).bounded, "answered");
    store.contexts.bound("Family");
    const letter = bench.note("Letter", "A letter about the summer, with some more words of mine than are needed.\n");
    const path = store.shares.notePath(letter) ?? "";
    const file = bench.vault.edit(path, [{ key: "context", add: ["family"], remove: [] }], bench.vault.read(path).hash);
    store.notes.put(file, letter);
    await refused(() => stage(desk, { note: letter, place, ...plain }), /bounded: it would leave the context family/);
    store.contexts.add(place, ["family"]);
    await stage(desk, { note: letter, place, ...plain });
    await sendAll(bench, desk.shares.ofNote(letter)?.id ?? "");
    assert.equal(bench.far.landed.length, 2, "the circle stands in that context");
  }));

test("a community's rhythm and quiet hours hold until answered", () =>
  onBench(async (bench, { place, note }) => {
    const { desk, store } = bench;
    store.communities.setNorms(place, {
      norms: [],
      attribution: "none",
      rhythm: { perWeek: 1, quiet: null },
      isBounded: false,
    });
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    const second = bench.note("Another", "A second note in the same week, which is long enough to be one.\n");
    const next = await stage(desk, { note: second, place, ...plain });
    await refused(
      () => sendAll(bench, next.share),
      /audience-tired: it was asked once in seven days, and 1 is its rhythm/,
    );
    bench.wait(7 * 86_400_000 + 1);
    await sendAll(bench, next.share);
    assert.equal(bench.far.landed.length, 2);
    store.communities.setNorms(place, {
      norms: [],
      attribution: "none",
      rhythm: { perWeek: null, quiet: "00:00-23:59" },
      isBounded: false,
    });
    const third = await stage(desk, {
      note: bench.note("Third", "A third note, which is long enough to be one as well.\n"),
      place,
      ...plain,
    });
    await refused(() => sendAll(bench, third.share), /audience-tired: its quiet hours are/);
    answer(desk, { share: third.share, check: "audience-tired", place: null, passage: null, word: "they wait for it" });
    await sendAll(bench, third.share);
    assert.equal(bench.far.landed.length, 3);
  }));

test("a link that carries a token stops it, in the text and among what is cited", () =>
  onBench(async (bench, { place }) => {
    const note = bench.note("Feed", "Read https://reader.example/feed?token=s3cr3t as I do every day of the week.\n");
    const { share } = await stage(bench.desk, { note, place, ...plain });
    await refused(() => sendAll(bench, share), /links: https:\/\/reader.example\/feed: it carries a secret as token$/);
    assert.equal(bench.far.landed.length, 0);
  }));

test("a wikilink that would show a folder of the vault stops it, until it has words of its own", () =>
  onBench(async (bench, { place }) => {
    const own = "Ten words of my own are what a check wants to see beside the others.\n";
    const text = `See [[diary/therapy/Bob]], [[diary/Ann|Ann]], [[Bob]], [[https://reader.example/a]], \\[[a/b]] and \`[[c/d]]\`. ${own}`;
    const { share } = await stage(bench.desk, { note: bench.note("Bench", text), place, ...plain });
    await refused(
      () => sendAll(bench, share),
      /links: \[\[diary\/therapy\/Bob\]\] would be read as it stands, folders too: \[\[diary\/therapy\/Bob\|its words\]\]$/,
    );
    assert.equal(bench.far.landed.length, 0);
  }));

test("a picture without words for it is told, and stops nothing", () =>
  onBench(async (bench, { place }) => {
    const text =
      "A bench ![](https://reader.example/a.png) and one ![a bench](b.png), ten words of my own beside them.\n";
    const { share } = await stage(bench.desk, { note: bench.note("Bench", text), place, ...plain });
    const release = bench.desk.releases.ofShare(share).at(-1) ?? assert.fail("no release");
    const links = findingsOf(bench.desk, openCase(bench.desk, share), release).find(({ check }) => check === "links");
    assert.match(JSON.stringify(links), /the picture https:\/\/reader.example\/a.png has no words/);
    assert.doesNotMatch(JSON.stringify(links), /b\.png/);
    await sendAll(bench, share);
    assert.equal(bench.far.landed.length, 1);
  }));

test("a check that is switched off says so, and one that only tells can be made to stop", () =>
  onBench(async (bench, { place }) => {
    const desk = (preflight: PreflightRules): Bench["desk"] => ({
      ...bench.desk,
      rules: { ...bench.desk.rules, preflight },
    });
    const note = bench.note("Short", "Not much.\n");
    const { share } = await stage(bench.desk, { note, place, ...plain });
    assert.equal(results(bench, share)["own-words"], "trips");
    const strict = { ...bench, desk: desk({ off: [], stop: ["own-words"] }) };
    await refused(() => sendAll(strict, share), /own-words: 2 words of your own/);
    const off = { ...bench, desk: desk({ off: ["own-words"], stop: ["own-words"] }) };
    assert.equal(results(off, share)["own-words"], "off");
    await sendAll(off, share);
    assert.equal(bench.far.landed.length, 1);
  }));

test("a round with other people is wider, and a world-readable place is no community without a word", () =>
  onBench(async (bench, { place, note }) => {
    const { desk, store } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    const other = bench.community("Other");
    bench.member(other, "Kai");
    await refused(() => stage(desk, { note, place: other, ...plain }), /answered: nobody has answered yet/);
    await stage(desk, { note, place: other, ...plain, anyway });
    await sendAll(bench, share);
    assert.equal(bench.far.landed.length, 2);
    const open = store.communities.add({
      kind: "community",
      name: "List",
      domain: null,
      goals: [],
      norms: [],
      attribution: "none",
    }).id;
    store.communities.addChannel(open, { kind: "lookup", exposure: "world", settings: {}, isAgreed: false });
    await refused(() => stage(desk, { note, place: open, ...plain, anyway }), /the world can read .* no community/);
  }));

test("an edit after clearing makes the reason void", () =>
  onBench(async (bench) => {
    const { desk } = bench;
    const note = bench.note("Talk", "What I said tonight, in my own words and at some length.\n");
    const network = bench.network("garden");
    bench.far.trouble = () => ({ kind: "held", message: "who are you", hint: "pkm" });
    const { share, releases } = await clearPublication(desk, {
      share: null,
      note,
      networks: [network],
      anyway: "tonight",
    });
    await send(desk, share, releases);
    bench.far.trouble = null;
    bench.edit(note, "What I said tonight, and what I thought of it on the way home, at some length.\n");
    await refused(() => send(desk, share, releases), /was edited since v1 was staged/);
    revise(desk, { share, body: null, takesUp: null });
    await refused(
      () => clearPublication(desk, { share, note, networks: [network], anyway: null }),
      /asked: no community/,
    );
    assert.equal(bench.far.landed.length, 0);
  }));

test("what was opened and found out is known of each cited item", () =>
  onBench(async (bench, { place }) => {
    const { desk, store } = bench;
    hide(bench, { other: place });
    const item = store.refs.find("https://letters.example/1", ["item"]);
    const note = bench.note("Cites", "A letter that I read, in my own words and at some length, as you see.\n");
    const path = store.shares.notePath(note) ?? "";
    const edit = { key: "source", add: [item], remove: [] } as const;
    store.notes.put(bench.vault.edit(path, [edit], bench.vault.read(path).hash), note);
    const { share } = await stage(desk, { note, place, ...plain });
    assert.deepEqual(
      [results(bench, share).opened, results(bench, share).checked],
      ["ok", "trips"],
      "it was commented on",
    );
    store.checks.find({ about: item, step: "investigate", bears: "supports", found: null, text: "by its author" });
    assert.equal(results(bench, share).checked, "ok");
  }));
