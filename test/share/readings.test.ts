// What must not leave is found in a text as its readers see it, whatever stands between its words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plainForm } from "../../src/share/channel.ts";
import { addFeedback } from "../../src/share/reply.ts";
import { stage } from "../../src/share/stage.ts";
import { troublesOf } from "../../src/share/troubles.ts";
import { shareCase } from "./case.ts";
import { onBench, plain, refused, sendAll } from "./circle.ts";

test("words said in confidence are found with mark-up between them, and a name across tags", () =>
  onBench(async (bench, { place, ines, note }) => {
    const { desk } = bench;
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    const text = "I would rather leave the team than sit at that table.";
    addFeedback(desk, { share, person: ines, via: "coffee", text, about: null, consent: "private" });
    const other = bench.community("Other Circle");
    bench.member(other, "Kai");
    for (const said of [
      "I would <em>rather</em> leave the <b>team</b> than sit at that table",
      "I would [rather leave](https://example.org/a_(b)) the team than [sit][1] at that table",
      "I would rather[^1] leave the team&nbsp;than sit at that table",
      "I would ra**ther** leave the te&shy;am than sit at that table",
    ]) {
      const quoting = bench.note("Quoting", `Somebody said: ${said}.\n`);
      const made = await stage(desk, { note: quoting, place: other, ...plain });
      await refused(() => sendAll(bench, made.share), /private: .*leave the team than sit at that table/);
    }
    const naming = bench.note("Naming", "So <i>In</i>es said it.\n");
    const made = await stage(desk, { note: naming, place: other, ...plain });
    await refused(() => sendAll(bench, made.share), /names: Ines/);
  }));

test("a page inside a private network that pkm would cite stops the letter; one that the author typed is told", () => {
  const none = { cited: [], ways: [], people: [], places: [], rest: null, feedback: [], leaves: [], privateTexts: [] };
  const audience = { exposure: "world", people: [], unknown: [] } as const;
  const release = { kind: "publication", place: "c2k9", audience, questions: [], form: plainForm } as const;
  const inside = { title: "Who goes in March", url: "http://wiki.corp/march", author: null };
  const stopsOf = (citations: readonly (typeof inside)[], body: string): readonly boolean[] =>
    (
      troublesOf({
        shareCase: shareCase({}),
        release: { ...release, citations },
        version: { title: "T", body },
        changes: [],
        grounds: none,
      }).get("links") ?? []
    ).map(({ stops }) => stops);
  assert.deepEqual(stopsOf([inside], "Text."), [true]);
  assert.deepEqual(stopsOf([], "See http://wiki.corp/march."), [false]);
  assert.deepEqual(stopsOf([{ ...inside, url: "https://public.example/" }], "Text."), []);
});
