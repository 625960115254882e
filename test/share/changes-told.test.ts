// What a later round and a report say of the changes: nothing that never arrived, that does not leave, or that must not.
import { test } from "node:test";
import assert from "node:assert/strict";
import { answer } from "../../src/share/answering.ts";
import { addFeedback } from "../../src/share/reply.ts";
import { stageReports } from "../../src/share/report.ts";
import { revise } from "../../src/share/revise.ts";
import { send } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import type { Bench } from "./bench.ts";
import { onBench, plain, refused, sendAll } from "./circle.ts";

const kept = "A workshop needs a long table more than a plan.\n";
const regretted = "The board wants to close the north room.\n";

function staged({ desk }: Bench, share: string): string {
  const id = desk.releases.ofShare(share).at(-1)?.deliveries[0]?.id ?? "";
  return Buffer.from(desk.releases.bytes(id)).toString();
}

test("what was taken out of a version that never arrived is not told of", () =>
  onBench(async (bench, { place }) => {
    const { desk, far } = bench;
    const note = bench.note("Tables", `${kept}\n${regretted}`);
    const { share } = await stage(desk, { note, place, ...plain });
    far.trouble = () => ({ kind: "rejected", message: "too long for us" });
    await sendAll(bench, share);
    far.trouble = null;
    bench.edit(note, kept);
    await stage(desk, { note, place, ...plain });
    assert.doesNotMatch(staged(bench, share), /north room/);
    await sendAll(bench, share);
    assert.equal(far.landed.length, 1);
    bench.edit(note, `${kept}\nMore.\n`);
    await stage(desk, { note, place, ...plain });
    assert.match(staged(bench, share), /"since":2,"lines":\["New: More\."\]/);
  }));

test("a comment of the note is no change, in a round or a report", () =>
  onBench(async (bench, { place, ines }) => {
    const { desk } = bench;
    const note = bench.note("Tables", kept);
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    const { feedback } = addFeedback(desk, {
      share,
      person: ines,
      via: "coffee",
      text: "Say more.",
      about: null,
      consent: "private",
    });
    bench.edit(note, `${kept}\nMore. <!-- for me: ${regretted.trim()} -->\n\n<!--\n${regretted}-->\n`);
    revise(desk, { share, body: null, takesUp: [feedback.id] });
    await stageReports(desk, { share, opening: "" });
    assert.match(staged(bench, share), /- New: More\./);
    assert.doesNotMatch(staged(bench, share).replace(/"body":"[^"]*<!--/, ""), /north room/);
    await stage(desk, { note, place, ...plain });
    const lines = /"changes":(\{[^}]*\})/.exec(staged(bench, share))?.[1] ?? "";
    assert.match(lines, /New: More\./);
    assert.doesNotMatch(lines, /north room|for me/);
  }));

test("what a report says of the newest version passes the checks that the version would", () =>
  onBench(async (bench, { place, ines }) => {
    const { desk } = bench;
    const other = bench.community("Other Circle");
    bench.member(other, "Ada Lind");
    const note = bench.note("Tables", kept);
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    const said = { share, person: ines, via: "coffee", text: "Say more.", about: null, consent: "private" } as const;
    const { feedback } = addFeedback(desk, said);
    bench.edit(note, `${kept}\nAda Lind wants to close the north room.\n`);
    revise(desk, { share, body: null, takesUp: [feedback.id] });
    const { releases } = await stageReports(desk, { share, opening: "" });
    await refused(() => send(desk, share, releases), /names: Ada Lind .* has not agreed/);
    answer(desk, { share, check: "names", place, passage: null, word: "she did" });
    assert.equal((await send(desk, share, releases))[0]?.delivery.state, "confirmed");
  }));

test("an opening of a report is held against what was said elsewhere in confidence", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk } = bench;
    const other = bench.community("Other Circle");
    const ada = bench.member(other, "Ada Lind");
    const words = "I would rather leave the team than sit at that table again";
    const there = await stage(desk, { note: bench.note("Elsewhere", kept), place: other, ...plain });
    await sendAll(bench, there.share);
    const rest = { via: "coffee", about: null, consent: "private" } as const;
    addFeedback(desk, { share: there.share, person: ada, text: words, ...rest });
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    addFeedback(desk, { share, person: ines, text: "Say more.", ...rest });
    const { releases } = await stageReports(desk, { share, opening: `Somebody said: ${words}.` });
    await refused(() => send(desk, share, releases), /private: .*rather leave the team/);
  }));
