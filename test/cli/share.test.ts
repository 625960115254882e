// The share commands over real channels: a note to a community by mail, feedback, and out to a site.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import assert from "node:assert/strict";
import { PkmError } from "../../src/base/errors.ts";
import { checkNames } from "../../src/share/preflight.ts";
import { channels } from "../../src/channels/all.ts";
import type { Context } from "../../src/cli/context.ts";
import type { Report } from "../../src/ui/report.ts";
import { openMailServer } from "../channels/mail/servers.ts";
import { openBench, type Bench } from "../share/bench.ts";
import { fieldsOf, play, valueOf } from "./play.ts";

interface Set {
  bench: Bench;
  context: Context;
  run: (...argv: readonly string[]) => Promise<Report>;
  share: string;
  note: string;
}

/** A note staged for a community of one that is reached by a folder, and a site to publish to. */
async function onBench(act: (set: Set) => Promise<void>): Promise<void> {
  const bench = await openBench();
  try {
    const context: Context = {
      ...bench.context,
      channel: async (kind) => {
        const entry = channels.find((each) => each.kind === kind);
        if (entry === undefined) throw new PkmError("usage", `there is no channel kind ${kind}`);
        return entry.load();
      },
    };
    const run = (...argv: readonly string[]): Promise<Report> => play(context, argv);
    await run("community", "add", "Bench Circle");
    await run("people", "add", "Ines", "--mail", "ines@bench.example");
    await run("community", "member", "Bench Circle", "Ines");
    await run(
      "community",
      "channel",
      "Bench Circle",
      "file",
      "--exposure",
      "closed",
      "--dir",
      join(bench.folder, "circle"),
    );
    await run(
      "network",
      "add",
      "garden",
      "--channel",
      "site",
      "--dir",
      join(bench.folder, "garden"),
      "--base-url",
      "https://garden.example/",
    );
    const note = bench.note("Half a minute", "First text.\n");
    const { ids } = await run("share", "stage", note, "--with", "Bench Circle", "--ask", "Where not?", "--until", "7d");
    await act({ bench, context, run, share: ids[0] ?? "", note });
  } finally {
    bench.close();
  }
}

async function refused(act: Promise<unknown>, pattern: RegExp, kind: string): Promise<PkmError> {
  let error: PkmError | null = null;
  await assert.rejects(act, (thrown) => {
    assert.ok(thrown instanceof PkmError, String(thrown));
    assert.match(thrown.message, pattern);
    assert.equal(thrown.kind, kind);
    error = thrown;
    return true;
  });
  return error ?? assert.fail();
}

/** One text field of every object in an answer, wherever it stands. */
function all(report: Report, field: string): readonly string[] {
  const found = JSON.stringify(valueOf(report)).matchAll(new RegExp(`"${field}":"([^"]*)"`, "g"));
  return [...found].map(([, value = ""]) => value);
}

/** One point comes in, is accepted, and version 2 takes it up. */
async function takeUpFeedback({ run, share, note }: Pick<Set, "run" | "share" | "note">): Promise<void> {
  const added = await run(
    "share",
    "feedback",
    share,
    "add",
    "--from",
    "Ines",
    "--via",
    "coffee",
    "-m",
    "What about code?",
  );
  const wanted = ["id", "from", "via", "round", "received", "text", "about", "state", "why", "consent"];
  assert.deepEqual(
    wanted.filter((name) => !fieldsOf(added).includes(name)),
    [],
  );
  const point = added.ids[0] ?? "";
  assert.deepEqual((await run("share", "feedback", share)).ids, [point]);
  await refused(run("share", "feedback", share, "decline", point), /needs its reason/, "usage");
  await run("share", "feedback", share, "accept", point);
  const revised = await run("share", "revise", note, "-m", "Second text.");
  assert.match(revised.words[0] ?? "", /v2: pkm share publish/);
}

test("to send to nobody goes with nothing that would send", () =>
  onBench(async ({ run, share, bench }) => {
    await refused(run("share", "send", "--due", "--reflect"), /--due sends what is due/, "usage");
    await refused(run("share", "send", share, "--reflect", "--at", "7d"), /--reflect sends nothing/, "usage");
    assert.ok(!existsSync(join(bench.folder, "circle")));
  }));

test("the whole chain by commands, with the contract's field names", () =>
  onBench(async ({ bench, run, share, note }) => {
    assert.equal((await run("share", "preview", share)).ids[0], share);
    const refusal = await refused(run("share", "publish", share, "--to", "garden"), /asked: .*answered: /, "not-yet");
    assert.deepEqual(refusal.mend[0], `pkm share send ${share}`);
    assert.match(refusal.mend.at(-1) ?? "", /--anyway/);
    const sent = await run("share", "send", share);
    assert.deepEqual(
      ["id", "channel", "to", "state", "version", "part", "uri", "url", "hash", "attempts", "at", "error"].filter(
        (name) => !fieldsOf(sent).includes(name),
      ),
      [],
    );
    assert.deepEqual([sent.outcome, sent.complaints], [null, []]);
    await takeUpFeedback({ run, share, note });
    const before = await run("share", "preview", share, "--to", "garden");
    const published = await run("share", "publish", share, "--to", "garden");
    assert.deepEqual(all(published, "hash"), all(before, "hash"));
    const [page = ""] = readdirSync(join(bench.folder, "garden")).filter((name) => name.startsWith("half"));
    const bytes = readFileSync(join(bench.folder, "garden", page));
    assert.equal(createHash("sha256").update(bytes).digest("hex"), all(published, "hash")[0]);
    assert.equal(all(published, "url")[0], `https://garden.example/${page}`);
    const view = await run("share", share);
    const contract = [
      "id",
      "kind",
      "note",
      "state",
      "versions",
      "rounds",
      "feedback",
      "published",
      "gate",
      "overrides",
    ];
    assert.deepEqual(
      contract.filter((name) => !fieldsOf(view).includes(name)),
      [],
    );
    assert.match(JSON.stringify(valueOf(view)), /"state":"published"/);
    const log = await run("share", "log");
    assert.equal(log.ids.length, 2);
    await run("share", "withdraw", share);
    assert.equal(existsSync(join(bench.folder, "garden", page)), false, "the page goes away");
    assert.deepEqual(all(await run("share", "log"), "state"), ["retracted", "retracted"]);
    assert.match(JSON.stringify(valueOf(await run("share"))), /"state":"withdrawn"/);
  }));

test("preview in the contract's shape, with the bytes that send writes", () =>
  onBench(async ({ bench, run, share }) => {
    const preview = await run("share", "preview", share);
    assert.deepEqual(fieldsOf(preview), ["audience", "channels", "preflight", "refusals", "share", "version"]);
    assert.deepEqual(all(preview, "name"), ["Ines"]);
    assert.deepEqual(all(preview, "check"), [...checkNames]);
    assert.match(JSON.stringify(valueOf(preview)), /"refusals":\[\]/);
    await run("share", "send", share);
    const [file = ""] = readdirSync(join(bench.folder, "circle"));
    const bytes = readFileSync(join(bench.folder, "circle", file));
    assert.match(JSON.stringify(valueOf(preview)), new RegExp(`"bytes":${bytes.length},`));
    assert.equal(all(preview, "hash")[0], createHash("sha256").update(bytes).digest("hex"));
    assert.ok(preview.layout.kind === "text" && preview.layout.text.includes(bytes.toString().trimEnd()));
  }));

test("mail: the previewed bytes are those that the server gets, and an outage keeps them", async (t: TestContext) => {
  const server = await openMailServer(t);
  await onBench(async ({ bench, run }) => {
    const note = bench.note("By mail", "A line.\n\n.A line that begins with a dot\n\u{1F375} tea\n");
    await run("community", "add", "List");
    const mail = [
      "--to",
      "list@bench.example",
      "--from",
      "Me <me@bench.example>",
      "--smtp",
      `smtp://127.0.0.1:${server.port}`,
    ];
    await run("community", "channel", "List", "mail", "--exposure", "members", ...mail);
    const { ids } = await run("share", "stage", note, "--with", "List");
    const preview = await run("share", "preview", ids[0] ?? "");
    const sent = await run("share", "send", ids[0] ?? "");
    assert.deepEqual(all(sent, "state"), ["sent"]);
    assert.equal(server.taken.length, 1);
    const landed = server.taken[0]?.bytes ?? new Uint8Array();
    assert.equal(createHash("sha256").update(landed).digest("hex"), all(preview, "hash")[0]);
    assert.deepEqual(all(await run("share", "send", ids[0] ?? ""), "state"), [], "nothing is left to send");
    assert.equal(server.taken.length, 1);
  });
});

test("-n sends, publishes and withdraws nothing", () =>
  onBench(async ({ bench, context, run, share }) => {
    const dry = (...argv: readonly string[]): Promise<Report> => play(context, argv, { isDryRun: true });
    await dry("share", "send", share);
    await dry("share", "publish", share, "--to", "garden", "--anyway", "because");
    await dry("share", "withdraw", share);
    await dry("share", "stage", bench.note("Other", "text"), "--with", "Bench Circle");
    await dry("share", "revise", share, "-m", "Not written.");
    assert.equal(existsSync(join(bench.folder, "circle")) || existsSync(join(bench.folder, "garden")), false);
    assert.deepEqual(all(await run("share"), "state"), ["open", "planned", "pending"]);
    assert.equal((await run("share", "log")).ids.length, 0);
    assert.match(bench.desk.note(bench.desk.shares.facts(share).share.note)?.body ?? "", /First text/);
  }));

test("revise from standard input and from the editor, whose checklist stays out of the note", () =>
  onBench(async ({ bench, context, run, share, note }) => {
    await run("share", "revise", share, "-");
    assert.equal(bench.desk.note(note)?.body, "from standard input\n");
    await run("share", "stage", note, "--with", "Bench Circle");
    await run("share", "send", share);
    await run("share", "feedback", share, "add", "--from", "Ines", "-m", "ends -->\nthe comment");
    await refused(run("share", "revise", share), /no terminal to edit in/, "not-yet");
    await play(context, ["share", "revise", share], { mayAsk: true });
    assert.equal(bench.desk.note(note)?.body.trim(), "from standard input\n\nadded in the editor");
    await refused(run("share", "revise", share, "text"), /-m, or -/, "usage");
  }));

test("an unknown giver, an outsider and a wrong verb are told apart", () =>
  onBench(async ({ run, share }) => {
    await refused(
      run("share", "feedback", share, "add", "--from", "Ines", "-m", "early"),
      /sent to nobody yet/,
      "not-yet",
    );
    await run("share", "send", share);
    const unknown = await refused(
      run("share", "feedback", share, "add", "--from", "Dia", "-m", "hm"),
      /nobody known is called Dia/,
      "not-found",
    );
    assert.deepEqual(unknown.mend, ["pkm people add Dia"]);
    await run("people", "add", "Dia");
    const outsider = await run("share", "feedback", share, "add", "--from", "Dia", "-m", "hm");
    assert.match(outsider.words[0] ?? "", /Dia is not a member/);
    await refused(run("share", "feedback", share, "like"), /not like/, "usage");
    await run("share", "feedback", share, "decline", outsider.ids[0] ?? "", "--why", "another note");
    await run("share", "feedback", share, "close");
    await refused(run("share", "feedback", share, "close"), /no round that takes answers/, "not-yet");
    assert.match(JSON.stringify(valueOf(await run("share", share))), /"outcome":"answered"/);
  }));

test("a note can be published straight away with a reason, in one undo, and never without", () =>
  onBench(async ({ bench, run }) => {
    const note = bench.note("Straight", "Out.\n");
    await refused(run("share", "publish", note, "--to", "garden"), /asked: /, "not-yet");
    assert.equal(bench.store.shares.ofNote(note), null, "a refusal opens no share");
    await refused(run("share", "publish", note, "--to", "garden", "--anyway", " "), /needs a reason/, "usage");
    const published = await run("share", "publish", note, "--to", "garden", "--anyway", "a correction");
    assert.deepEqual(all(published, "state"), ["confirmed"]);
    assert.deepEqual(all(await run("share", "log"), "override"), ["a correction"]);
  }));

test("what was held names the command that goes on, for a round and for a publication", () =>
  onBench(async ({ bench, context, run, share }) => {
    const held: Context = {
      ...context,
      channel: async (kind) => {
        const channel = await context.channel(kind);
        return { ...channel, deliver: async () => ({ kind: "held", message: "who are you", hint: "pkm" }) };
      },
    };
    const round = await play(held, ["share", "send", share]);
    assert.equal(round.outcome, "credentials");
    assert.match(round.complaints[0] ?? "", /is pending: who are you: pkm share send d/);
    const publication = await play(held, ["share", "publish", share, "--to", "garden", "--anyway", "because"]);
    const [complaint = ""] = publication.complaints;
    const again = complaint.slice(complaint.indexOf("pkm share publish")).split(" ").slice(1);
    assert.deepEqual(again.slice(0, 3), ["share", "publish", share]);
    const published = await run(...again);
    assert.deepEqual(
      [published.outcome, all(published, "state")],
      [null, ["confirmed"]],
      "the reason on record still holds",
    );
    assert.equal(bench.desk.releases.ofShare(share).flatMap(({ overrides }) => overrides).length, 1);
    assert.deepEqual(all(await run("share", "send", share), "state"), ["confirmed"]);
  }));
