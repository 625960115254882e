// What a send makes of every answer of the far end.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PkmError } from "../../src/base/errors.ts";
import type { Channel, SendOutcome } from "../../src/share/channel.ts";
import { settleMs } from "../../src/share/outbox.ts";
import type { Delivery } from "../../src/share/release.ts";
import { resolve } from "../../src/share/resolve.ts";
import { openReleases, send, type Sent } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import { openBench, recordingChannel, type Bench, type Far } from "./bench.ts";

interface Staged {
  bench: Bench;
  share: string;
  go(): Promise<readonly Sent[]>;
  now(): readonly Delivery[];
}

async function staged(
  setup: Parameters<Bench["community"]>[1],
  act: (staged: Staged) => Promise<void>,
  channel?: (retry: "idempotent" | "lookup" | "never") => Channel,
): Promise<void> {
  const bench = await openBench(channel === undefined ? {} : { channel });
  try {
    const place = bench.community("Bench Circle", setup);
    bench.member(place, "Ines");
    const note = bench.note("Half a minute", "First text.\n");
    const { share } = await stage(bench.desk, { note, place, questions: [], until: null, anyway: null });
    const releases = (): ReturnType<typeof bench.desk.releases.ofShare> => bench.desk.releases.ofShare(share);
    await act({
      bench,
      share,
      go: () =>
        send(
          bench.desk,
          share,
          openReleases(releases()).map(({ id }) => id),
        ),
      now: () => releases().flatMap(({ deliveries }) => deliveries),
    });
  } finally {
    bench.close();
  }
}

const answers: readonly { outcome: SendOutcome; state: string; code: string; goesLater: boolean }[] = [
  { outcome: { kind: "held", message: "who are you", hint: "pkm" }, state: "pending", code: "auth", goesLater: true },
  { outcome: { kind: "later", message: "busy", retryAt: null }, state: "pending", code: "later", goesLater: true },
  { outcome: { kind: "rejected", message: "no" }, state: "failed", code: "rejected", goesLater: false },
];

test("held, later and rejected keep the text, and only the first two go again by themselves", async () => {
  for (const { outcome, state, code, goesLater } of answers) {
    await staged({}, async ({ bench, go, now }) => {
      bench.far.trouble = () => outcome;
      await go();
      assert.deepEqual([now()[0]?.state, now()[0]?.error?.code, now()[0]?.attempts], [state, code, 1]);
      const stays = goesLater ? null : "what it made was sent and refused";
      assert.equal(bench.store.changes.list(1)[0]?.staysBecause, stays, "what was tried for good stays in the ledger");
      bench.far.trouble = null;
      await go();
      assert.equal(bench.far.landed.length, goesLater ? 1 : 0, outcome.kind);
    });
  }
  assert.equal(answers.length, 3);
});

test("a retry time is waited for", () =>
  staged({}, async ({ bench, go, now }) => {
    bench.far.trouble = () => ({ kind: "later", message: "too many", retryAt: "2026-11-23T08:10:00.000Z" });
    await go();
    bench.far.trouble = null;
    const [waiting] = await go();
    assert.match(waiting?.why ?? "", /wait until/);
    assert.equal(bench.far.landed.length, 0);
    bench.wait(600_000);
    await go();
    assert.equal(now()[0]?.state, "confirmed");
  }));

test("lost answers: idempotent sends again, lookup asks first, never waits for the person", async () => {
  await staged({ retry: "idempotent" }, async ({ bench, go, now }) => {
    bench.far.trouble = () => "lost";
    await go();
    assert.equal(now()[0]?.state, "unknown");
    bench.far.trouble = () => ({ kind: "later", message: "busy", retryAt: null });
    await go();
    assert.equal(now()[0]?.state, "unknown", "a busy far end does not tell that the first try was lost");
    bench.far.trouble = null;
    await go();
    assert.deepEqual([now()[0]?.state, bench.far.landed.length], ["confirmed", 1]);
  });
  await staged({ retry: "lookup" }, async ({ bench, go, now }) => {
    bench.far.trouble = () => "lost";
    await go();
    bench.far.trouble = null;
    const [early] = await go();
    assert.match(early?.why ?? "", /on its way/);
    assert.equal(bench.far.asked, 0);
    bench.wait(settleMs);
    await go();
    assert.deepEqual([now()[0]?.state, bench.far.landed.length, bench.far.asked], ["confirmed", 1, 1]);
  });
  await staged({ retry: "lookup" }, async ({ bench, go, now }) => {
    bench.far.trouble = () => ({ kind: "unknown", message: "reset" });
    await go();
    bench.far.trouble = null;
    bench.wait(settleMs);
    await go();
    assert.deepEqual(
      [now()[0]?.state, bench.far.landed.length],
      ["confirmed", 1],
      "not there when asked: it goes again",
    );
  });
  await staged({ retry: "never" }, async ({ bench, share, go, now }) => {
    bench.far.trouble = () => "lost";
    await go();
    bench.far.trouble = null;
    bench.wait(86_400_000);
    const [stuck] = await go();
    assert.match(stuck?.mend ?? "", /pkm share resolve x\w+ --sent\|--retry/);
    assert.equal(bench.far.landed.length, 1);
    const id = now()[0]?.id ?? "";
    resolve(bench.desk, id, "sent");
    assert.equal(now()[0]?.state, "sent");
    assert.throws(() => resolve(bench.desk, id, "retry"), PkmError);
    assert.equal(bench.desk.releases.ofShare(share).length, 1);
  });
});

test("a doubt is settled by asking even when the note was edited, but nothing new is sent", () =>
  staged({ retry: "lookup" }, async ({ bench, share, go, now }) => {
    bench.far.trouble = () => ({ kind: "unknown", message: "reset" });
    await go();
    bench.far.trouble = null;
    bench.wait(settleMs);
    bench.edit(bench.desk.shares.facts(share).share.note, "Edited meanwhile.\n");
    await assert.rejects(go, /was edited since/);
    assert.deepEqual([now()[0]?.state, bench.far.landed.length, bench.far.asked], ["pending", 0, 1]);
  }));

test("the parts of a thread go in order, and the rest waits for one that did not arrive", () =>
  staged({ parts: 3 }, async ({ bench, go, now }) => {
    bench.far.trouble = ({ part }) => (part === 2 ? { kind: "later", message: "busy", retryAt: null } : null);
    await go();
    assert.deepEqual(
      now().map(({ state }) => state),
      ["confirmed", "pending", "pending"],
    );
    bench.far.trouble = null;
    await go();
    assert.deepEqual(
      bench.far.landed.map(({ part }) => part),
      [1, 2, 3],
    );
    assert.equal(
      now().every(({ state }) => state === "confirmed"),
      true,
    );
  }));

test("a far end that shows it wider than agreed is told", () =>
  staged({}, async ({ bench, go, now }) => {
    bench.far.trouble = () => ({
      kind: "sent",
      receipt: { url: null, uri: "1", exposure: "world", isConfirmed: true, at: "2026-11-23T08:00:00.000Z" },
    });
    await go();
    assert.deepEqual([now()[0]?.state, now()[0]?.error?.code], ["confirmed", "wider"]);
  }));

test("a channel that throws leaves the delivery unknown", () =>
  staged({ retry: "never" }, async ({ bench, go, now }) => {
    bench.far.trouble = () => {
      throw new TypeError("a bug in the channel");
    };
    await go();
    assert.equal(now()[0]?.state, "unknown");
  }));

test("the ledger is never emptied: a delivery that may have left can not be removed", () =>
  staged({ retry: "never" }, async ({ bench, go, now }) => {
    bench.far.trouble = () => "lost";
    await go();
    const staging = bench.store.changes.list(10).find(({ summary }) => summary.startsWith("staged"));
    assert.ok(staging !== undefined);
    assert.throws(() => bench.store.changes.undo(staging.no), PkmError);
    assert.equal(now()[0]?.state, "unknown");
  }));

test("a channel that would now make other bytes than were previewed sends nothing", async () => {
  let look = "plain";
  const far: Far = { landed: [], trouble: null, asked: 0, retracted: [] };
  const channel = (retry: "idempotent" | "lookup" | "never"): Channel => {
    const made = recordingChannel(far, retry);
    const prepare: Channel["prepare"] = (letter, address) =>
      made.prepare(letter, { ...address, settings: { ...address.settings, look } });
    return { ...made, prepare };
  };
  await staged(
    {},
    async ({ go, now }) => {
      look = "with a footer";
      await assert.rejects(go, /would send something else than what was staged/);
      assert.deepEqual([now()[0]?.state, now()[0]?.attempts, far.landed.length], ["pending", 0, 0]);
      look = "plain";
      await go();
      assert.equal(far.landed.length, 1);
    },
    channel,
  );
});

test("a share withdrawn while a thread goes out stops before the next part", () =>
  staged({ parts: 2 }, async ({ bench, share, go, now }) => {
    bench.far.trouble = () => {
      bench.desk.shares.withdraw(share);
      return null;
    };
    const sent = await go();
    assert.match(sent[1]?.why ?? "", /was withdrawn/);
    assert.deepEqual(
      now().map(({ state }) => state),
      ["confirmed", "pending"],
    );
    assert.equal(bench.far.landed.length, 1);
  }));

test("stored bytes that are not those of their hash are not sent", () =>
  staged({}, async ({ bench, share }) => {
    const releases = { ...bench.desk.releases, bytes: () => Buffer.from("something else") };
    const waiting = releases.ofShare(share).map(({ id }) => id);
    await assert.rejects(send({ ...bench.desk, releases }, share, waiting), /stored bytes of x\w+ are damaged/);
    assert.equal(bench.far.landed.length, 0);
  }));

test("another note's file in the note's place is not taken for it", () =>
  staged({}, async ({ bench, share, go }) => {
    const { note } = bench.desk.shares.facts(share).share;
    const path = join(bench.vault.root, bench.store.shares.notePath(note) ?? "");
    writeFileSync(path, readFileSync(path, "utf8").replace(note, "n0000"));
    await assert.rejects(go, /the file of the note n\w+ is gone/);
    assert.equal(bench.far.landed.length, 0);
  }));
