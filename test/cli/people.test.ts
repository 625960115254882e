// The commands for people, communities, networks and channels.
import { test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { PkmError } from "../../src/base/errors.ts";
import { channels } from "../../src/channels/all.ts";
import type { Context } from "../../src/cli/context.ts";
import { openBench, type Bench } from "../share/bench.ts";
import { fieldsOf, play, valueOf } from "./play.ts";

type Play = (...argv: readonly string[]) => ReturnType<typeof play>;

/** A bench whose channels are the real ones. */
async function onBench(act: (set: { bench: Bench; context: Context; run: Play }) => Promise<void>): Promise<void> {
  const bench = await openBench();
  try {
    const context: Context = {
      ...bench.context,
      channel: async (kind) => {
        const entry = channels.find((each) => each.kind === kind);
        if (entry === undefined) throw new PkmError("usage", `there is no channel kind ${kind}`);
        return entry.load();
      },
      secret: (reference) => {
        if (reference === "env:MAIL_PASSWORD") return "secret";
        throw new PkmError("credentials", `${reference} can not be read`);
      },
    };
    await act({ bench, context, run: (...argv) => play(context, argv) });
  } finally {
    bench.close();
  }
}

async function refused(act: Promise<unknown>, pattern: RegExp, kind: string): Promise<readonly string[]> {
  let words: readonly string[] = [];
  await assert.rejects(act, (thrown) => {
    assert.ok(thrown instanceof PkmError, String(thrown));
    assert.match(thrown.message, pattern);
    assert.equal(thrown.kind, kind);
    words = [thrown.message, ...thrown.mend];
    return true;
  });
  return words;
}

test("people: added, listed and shown in the contract's shape, and undone", () =>
  onBench(async ({ bench, run }) => {
    const added = await run(
      "people",
      "add",
      "Ines Aalto",
      "--mail",
      "ines@bench.example",
      "--handle",
      "@ines",
      "--handle",
      "https://ines.example",
    );
    const contract = "disagrees dormant evidence handles id kind left name since sources step".split(" ");
    assert.deepEqual(fieldsOf(added), contract);
    assert.deepEqual(fieldsOf(await run("people")), contract);
    const shown = await run("people", "show", "ines@bench.example");
    assert.deepEqual(fieldsOf(shown), ["account", ...contract]);
    assert.deepEqual(valueOf(await run("people", "show", "@INES")), valueOf(shown), "found by any handle");
    assert.match(JSON.stringify(valueOf(added)), /"handles":\["ines@bench.example","@ines","https:\/\/ines.example"\]/);
    await refused(run("people", "add", "Other", "--mail", "ines@bench.example"), /is Ines Aalto's already/, "usage");
    await refused(run("people", "add", "Other", "--mail", "a@b, c@d"), /not one mail address/, "usage");
    assert.equal(bench.store.changes.latest()?.summary, "added Ines Aalto");
    bench.store.changes.undo(bench.store.changes.latest()?.no ?? 0);
    assert.deepEqual(valueOf(await run("people")), []);
  }));

test("people: edited, promoted with a reason, merged and told apart, each one change", () =>
  onBench(async ({ bench, run }) => {
    await run("people", "add", "Ines Aalto", "--mail", "ines@bench.example");
    await run("people", "add", "iaalto");
    const edited = await run(
      ..."people edit iaalto --handle @iaalto --dormant --disagrees --on 2026-11-03".split(" "),
      "--got",
      "answered my question",
      "--gave",
      "read her draft",
      "--name",
      "I. Aalto",
    );
    const text = JSON.stringify(valueOf(edited));
    assert.match(text, /"name":"I. Aalto","handles":\["iaalto","@iaalto"\]/);
    assert.match(text, /"at":"2026-11-03T12:00:00.000Z","what":"answered my question","ref":null,"way":"got"/);
    assert.match(text, /"dormant":"2026-11-23.*"disagrees":"2026-11-23/);
    assert.match(JSON.stringify(valueOf(await run("people", "--disagrees"))), /^\[\{"id":"p\w+","name":"I. Aalto"/);
    await run("people", "edit", "iaalto", "--back", "--no-disagrees");
    assert.deepEqual(valueOf(await run("people", "--disagrees")), []);
    await refused(run("people", "edit", "iaalto", "--got", "x", "--on", "2026-02-30"), /takes a day/, "usage");
    await refused(run("people", "edit", "iaalto", "--got", "x", "--on", "2027-01-01"), /has not come yet/, "usage");
    await refused(run("people", "edit", "iaalto", "--back", "--left"), /contradict/, "usage");

    await run("people", "promote", "iaalto", "--to", "in-touch", "--because", "answered twice");
    const [person] = bench.store.people.list().filter(({ step }) => step === "in-touch");
    assert.equal(person?.evidence.at(-1)?.what, "in-touch, was seen: answered twice");
    await refused(run("people", "promote", "iaalto"), /in none of your communities/, "not-yet");
    await refused(run("people", "promote", "iaalto", "--to", "in-touch"), /is in-touch already/, "usage");
    await run("community", "add", "Circle");
    await run("community", "member", "Circle", "iaalto");
    assert.equal(bench.store.people.get(person?.id ?? "").step, "co-member", "who joins my community is a co-member");

    await run("people", "merge", "iaalto", "Ines Aalto");
    assert.equal(bench.store.people.list().length, 1);
    await refused(run("people", "merge", "iaalto", "Ines Aalto"), /is Ines Aalto already/, "usage");
    const receipts = valueOf(await run("people", "show", "iaalto", "--receipts", "got"));
    assert.match(JSON.stringify(receipts), /"kind":"got","ref":null,"title":"answered my question"/);
    await refused(run("people", "split", "Ines Aalto", "Other", "--handle", "@none"), /is not known as @none/, "usage");
    await run("people", "split", "Ines Aalto", "Ines Berg", "--handle", "@iaalto");
    assert.deepEqual(
      bench.store.people.list().map(({ name, handles }) => [name, handles]),
      [
        ["Ines Aalto", ["ines@bench.example", "I. Aalto", "iaalto"]],
        ["Ines Berg", ["@iaalto"]],
      ],
    );
    assert.equal(undoAll(bench), 9);
    assert.deepEqual(bench.store.people.list(), []);
  }));

test("whom I trust to disagree is offered when a note is staged, and how many challenges are recorded is said", () =>
  onBench(async ({ bench, run }) => {
    const place = bench.community("Circle", { retry: "never" });
    const context = { ...bench.context };
    const stage = async (): Promise<readonly string[]> => {
      const report = await play(context, ["share", "stage", note, "--with", place]);
      const shown = report.layout.kind === "record" ? report.layout.fields : [];
      return [...shown.map(({ label, value }) => `${label}: ${value}`), ...report.words];
    };
    const note = bench.note("Half a minute", "First text.\n");
    const [ines, bo] = [
      bench.member(place, "Ines"),
      bench.store.people.add({ name: "Bo", mail: null, handles: [] }).id,
    ];
    const none = await stage();
    assert.ok(none.includes("challenges: no challenge recorded"), none.join("\n"));
    assert.ok(none.every((line) => !line.includes("disagree")));
    await run("people", "edit", ines, "--disagrees");
    await run("people", "edit", bo, "--disagrees");
    const offered = (await stage()).filter((line) => line.includes("disagree"));
    assert.deepEqual(offered, [
      "asked, and trusted to disagree: Ines",
      `trusted to disagree, and not asked: Bo: pkm community member ${place} ${bo}`,
    ]);
    bench.store.contexts.bound("acme");
    bench.store.contexts.add(bo, ["acme"]);
    assert.deepEqual(
      (await stage()).filter((line) => line.includes("Bo")),
      [],
      "behind a line nobody is named",
    );
    bench.store.contexts.add(place, ["Acme"]);
    assert.equal((await stage()).filter((line) => line.includes("Bo")).length, 1);
  }));

/** Takes back every change there is; how many there were. */
function undoAll({ store }: Bench): number {
  let undone = 0;
  for (let latest = store.changes.latest(); latest !== null; latest = store.changes.latest()) {
    store.changes.undo(latest.no);
    undone += 1;
  }
  return undone;
}

test("communities: members, channels and leaving, each one change to undo", () =>
  onBench(async ({ bench, context, run }) => {
    await run(
      "community",
      "add",
      "Bench Circle",
      "--domain",
      "craft",
      "--goal",
      "learn",
      "--goal",
      "teach",
      "--norm",
      "no-names",
    );
    await run("people", "add", "Ines", "--mail", "ines@bench.example");
    await run("community", "member", "bench circle", "Ines", "--degree", "core");
    const flags = "--exposure closed --to ines@bench.example --from me@bench.example --smtp smtp://127.0.0.1:2525";
    const mail = ["community", "channel", "Bench Circle", "mail", ...flags.split(" ")];
    const withChannel = await run(...mail);
    assert.deepEqual(fieldsOf(withChannel), [
      "attribution",
      "bounded",
      "channels",
      "created",
      "domain",
      "goals",
      "id",
      "kind",
      "left",
      "members",
      "name",
      "norms",
      "rhythm",
    ]);
    const text = JSON.stringify(valueOf(withChannel));
    assert.match(text, /"members":\[\{"person":"p\w+","name":"Ines","degree":"core"\}\]/);
    assert.match(
      text,
      /"channels":\[\{"id":"h\w+","kind":"mail","exposure":"closed","address":"ines@bench.example","agreed":null\}\]/,
    );
    await refused(run(...mail), /has this channel already/, "usage");
    const [channel] = bench.store.communities.list()[0]?.channels ?? [];
    assert.match(
      JSON.stringify(valueOf(await run("channel", "check", channel?.id ?? ""))),
      /"check":"settings","result":"ok"/,
    );
    await run("community", "channel", "Bench Circle", channel?.id ?? "", "--remove");
    await run("community", "member", "Bench Circle", "Ines", "--left");
    await run("community", "leave", "Bench Circle");
    const [left] = bench.store.communities.list();
    assert.deepEqual([left?.channels.length, left?.members[0]?.degree, left?.left === null], [0, "left", false]);
    assert.equal(undoAll(bench), 7);
    assert.deepEqual([bench.store.communities.list(), bench.store.people.list()], [[], []]);
    await play(context, ["community", "add", "Dry"], { isDryRun: true });
    assert.equal(bench.store.communities.list().length, 0, "-n changes nothing");
  }));

test("what the world can read is no community without a word on record", () =>
  onBench(async ({ bench, context, run }) => {
    await run("community", "add", "Archive");
    const argv = ["community", "channel", "Archive", "file", "--exposure", "world", "--dir", "public"];
    await refused(run(...argv), /what the world can read is no community/, "usage");
    assert.equal(bench.store.communities.list()[0]?.channels.length, 0);
    const person = { ...context.person, confirm: async () => true };
    await play({ ...context, person }, argv, { isYes: true });
    const [place] = bench.store.communities.list();
    assert.equal(place?.channels[0]?.exposure, "world");
    assert.match(bench.store.changes.list(1)[0]?.summary ?? "", /on your word/);
    assert.equal(
      place?.channels[0]?.settings["dir"],
      join(process.cwd(), "public"),
      "a folder is kept as an absolute path",
    );
    const not = { ...context.person, confirm: async () => false };
    await refused(
      play({ ...context, person: not }, [...argv.slice(0, -1), "other"], { mayAsk: true }),
      /no community/,
      "usage",
    );
  }));

test("networks: the world reads them, and a channel's own rules hold", () =>
  onBench(async ({ bench, run }) => {
    await refused(run("network", "add", "garden", "--channel", "site"), /--dir is missing/, "usage");
    await refused(
      run("network", "add", "garden", "--channel", "pigeon", "--dir", "x"),
      /no channel kind pigeon/,
      "usage",
    );
    await refused(
      run("network", "add", "garden", "--channel", "site", "--dir", "x", "--smtp", "smtp://h"),
      /no setting --smtp/,
      "usage",
    );
    assert.equal(bench.store.communities.list().length, 0, "a refused channel leaves no network behind");
    await run("network", "add", "garden", "--channel", "site", "--dir", "x", "--base-url", "https://garden.example/");
    assert.match(JSON.stringify(valueOf(await run("network"))), /"kind":"network".*"exposure":"world"/);
    assert.deepEqual(valueOf(await run("community")), []);
    await refused(
      run("network", "add", "Garden", "--channel", "file", "--dir", "x"),
      /is called Garden already/,
      "usage",
    );
    await run("people", "add", "Ines");
    await refused(run("community", "member", "garden", "Ines"), /is a network/, "usage");
  }));

test("channel check tells a secret that can not be read, with its own exit", () =>
  onBench(async ({ bench, run }) => {
    await run("community", "add", "Circle");
    const flags =
      "--exposure closed --to a@bench.example --from me@bench.example --smtp smtps://me@mail.example --secret";
    const mail = (secret: string): readonly string[] => [
      "community",
      "channel",
      "Circle",
      "mail",
      ...flags.split(" "),
      secret,
    ];
    const bare = await refused(run(...mail("hunter2")), /never the secret itself/, "usage");
    assert.doesNotMatch(JSON.stringify(bare), /hunter2/);
    await run(...mail("env:MAIL_PASSWORD"));
    await run(...mail("env:NOT_THERE"));
    const [good, bad] = bench.store.communities.list()[0]?.channels ?? [];
    // Its secret can be read, and nobody answers at an address that does not exist.
    assert.equal((await run("channel", "check", good?.id ?? "")).outcome, "try-later");
    const report = await run("channel", "check", bad?.id ?? "");
    assert.equal(report.outcome, "credentials");
    assert.match(report.complaints[0] ?? "", /NOT_THERE/);
    assert.doesNotMatch(JSON.stringify(report), /"secret":"secret"/);
  }));
