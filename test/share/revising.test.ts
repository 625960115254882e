// Revising: points ticked one by one, claims held against the text, what a next round tells of changes, reflections.
import { test } from "node:test";
import assert from "node:assert/strict";
import { changesBetween, claimOf } from "../../src/share/taken-up.ts";
import { openCase } from "../../src/share/desk.ts";
import { reflect } from "../../src/share/reflect.ts";
import { addFeedback, decide } from "../../src/share/reply.ts";
import { checklistText, readChecklist, revise } from "../../src/share/revise.ts";
import { stage } from "../../src/share/stage.ts";
import { shareView } from "../../src/share/view.ts";
import type { Bench } from "./bench.ts";
import { feedback } from "./case.ts";
import { deliveries, onBench, plain, refused, sendAll } from "./circle.ts";

function give(
  { desk }: Bench,
  { share, person, text, about = null }: { share: string; person: string; text: string; about?: string | null },
): string {
  return addFeedback(desk, { share, person, via: "mail", text, about, consent: "private" }).feedback.id;
}

test("what is ticked in the checklist is taken up, and the checklist never gets into the note", () => {
  const points = [
    feedback("accepted", { id: "f2k9", text: "shorter -- much\n- [x] f9z9 not a tick", about: "the second --> part" }),
    feedback("received", { id: "f3k9" }),
    feedback("declined", { id: "f4k9" }),
  ];
  const text = checklistText(points, "The body.\n");
  assert.equal(text.match(/^- \[ \] /gm)?.length, 2);
  assert.equal(text.match(/-->/g)?.length, 1, "nobody's words end the comment");
  assert.deepEqual(readChecklist(text), { body: "The body.\n", ticked: [] });
  const ticked = text.replace("- [ ] f3k9", "- [x] f3k9").replace("The body.", "Another body. - [x] f2k9");
  assert.deepEqual(readChecklist(ticked), { body: "Another body. - [x] f2k9\n", ticked: ["f3k9"] });
  assert.equal(checklistText([], "The body.\n"), "The body.\n");
  assert.deepEqual(readChecklist("- [x] f2k9"), { body: "- [x] f2k9", ticked: null });
});

test("a claim is worth what the text says: the passage it was about, else the whole, white space aside", () => {
  const versions = [
    { n: 1, title: "T", body: "One is first.\n\nTwo is second.\n" },
    { n: 2, title: "T", body: "One is first.\n\nTwo is\nnow third.\n" },
    { n: 3, title: "T", body: "One  is first.\nTwo is now third." },
  ];
  const claim = (about: string | null, addressedVersion: number | null, version = 1): string | null =>
    claimOf({ about, addressedVersion, version }, versions);
  assert.equal(claim(null, null), null);
  assert.equal(claim(null, 2), "changed");
  assert.equal(claim("TWO is  second", 2), "changed");
  assert.equal(claim("One is first", 2), "unchanged", "another passage was changed");
  assert.equal(claim("the tone", 2), "changed", "about no passage: the whole counts");
  assert.equal(claim(null, 3, 2), "unchanged", "only white space differs");
  assert.equal(claim(null, 1), "unchanged");
});

test("a long difference is told short, and a title that changed is told first", () => {
  const before = { n: 1, title: "A", body: Array.from({ length: 30 }, (_, line) => `Line ${line}.`).join("\n") };
  const after = { n: 2, title: "B", body: `${"word ".repeat(100)}\n` };
  const lines = changesBetween(before, after);
  assert.equal(lines[0], "Title: B (it was: A)");
  assert.equal(lines.at(-1), "and 19 more");
  assert.equal(lines.length, 14);
  assert.ok(lines.every((line) => line.length <= 210));
  assert.deepEqual(changesBetween(before, before), []);
});

test("points are taken up one by one, also after the fact, and an empty claim says so", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk } = bench;
    bench.edit(note, "One is first.\n\nTwo is second.\n");
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    const one = give(bench, { share, person: ines, text: "say more", about: "One is first." });
    const two = give(bench, { share, person: ines, text: "is it?", about: "Two is second." });
    const three = give(bench, { share, person: ines, text: "no" });
    for (const id of [one, two]) decide(desk, { share, id, verdict: "accepted", why: null });
    decide(desk, { share, id: three, verdict: "declined", why: "another note" });
    await refused(() => revise(desk, { share, body: "New.", takesUp: [three] }), /is declined/);
    await refused(() => revise(desk, { share, body: "New.", takesUp: ["f0000"] }), /no feedback f0000/, "not-found");
    await refused(() => revise(desk, { share, body: null, takesUp: null }), /nothing changed/);
    revise(desk, { share, body: "One is first.\n\nTwo is now third.", takesUp: [two] });
    const claims = (): unknown => shareView(openCase(desk, share)).feedback.map(({ state, claim }) => [state, claim]);
    assert.deepEqual(claims(), [
      ["accepted", null],
      ["addressed", "changed"],
      ["declined", null],
    ]);
    await refused(
      () => stage(desk, { note, place: bench.community("Open", { exposure: "members" }), ...plain }),
      /addressed: f\w+ accepted/,
    );
    const late = revise(desk, { share, body: null, takesUp: [one] });
    assert.equal(late.version, 2, "no version is made of nothing");
    assert.deepEqual(claims(), [
      ["addressed", "unchanged"],
      ["addressed", "changed"],
      ["declined", null],
    ]);
    const gate = shareView(openCase(desk, share)).gate.conditions.find(({ name }) => name === "addressed");
    assert.match(gate?.why ?? "", /claimed, text unchanged/);
    bench.store.changes.undo(bench.store.changes.latest()?.no ?? 0);
    assert.deepEqual(claims(), [
      ["accepted", null],
      ["addressed", "changed"],
      ["declined", null],
    ]);
  }));

test("the next round tells what changed since the version the place was asked about, with the frozen bytes", () =>
  onBench(async (bench, { place, note }) => {
    const { desk } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    assert.doesNotMatch(
      Buffer.from(desk.releases.bytes(deliveries(bench, share)[0]?.id ?? "")).toString(),
      /"changes"/,
    );
    await sendAll(bench, share);
    revise(desk, { share, body: "Second text.", takesUp: null });
    revise(desk, { share, body: "Third text.", takesUp: null });
    await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    const sent: unknown = JSON.parse(bench.far.landed[1]?.bytes ?? "{}");
    assert.match(
      JSON.stringify(sent),
      /"changes":\{"since":1,"lines":\["Taken out: First text.","New: Third text."\]\}/,
    );
    const other = bench.community("Other");
    bench.member(other, "Kai");
    await stage(desk, { note, place: other, ...plain, anyway: "they know" });
    await sendAll(bench, share);
    assert.doesNotMatch(
      bench.far.landed[2]?.bytes ?? "",
      /"changes"/,
      "who was not asked before is told of no changes",
    );
  }));

test("a reflection is a round with nobody else: kept, undone, and nothing leaves", () =>
  onBench(async (bench, { place, note }) => {
    const { desk, store } = bench;
    const alone = reflect(desk, note);
    assert.equal(alone.version, 1);
    const { share } = await stage(desk, { note, place, ...plain });
    assert.equal(share, alone.share);
    bench.edit(note, "Second text, after a night.\n");
    await stage(desk, { note, place, ...plain });
    const again = reflect(desk, share);
    assert.deepEqual([again.version, again.questions], [2, plain.questions]);
    const { rounds, gate } = shareView(openCase(desk, share));
    assert.deepEqual(
      rounds.map(({ community, outcome }) => [community, outcome]),
      [
        [place, "cancelled"],
        [place, null],
        [null, "reflected"],
        [null, "reflected"],
      ],
    );
    assert.equal(gate.conditions.find(({ name }) => name === "asked")?.met, false, "to ask oneself is not to ask");
    assert.equal(bench.far.landed.length, 0);
    assert.deepEqual(
      store.traces.edgesTo([again.id]).map(({ from, as }) => [from, as]),
      [[`${share}/v2`, "reflected"]],
    );
    assert.equal(store.traces.node(again.id)?.kind, "reflection");
    store.changes.undo(store.changes.latest()?.no ?? 0);
    assert.equal(openCase(desk, share).reflections.length, 1);
  }));
