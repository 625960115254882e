// Places that change after a round was staged, servers that widen what they were given, and threads that hang together.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import type { Exposure } from "../../src/people/community.ts";
import type { Channel, OutgoingPart } from "../../src/share/channel.ts";
import { stage } from "../../src/share/stage.ts";
import { play } from "../cli/play.ts";
import { openBench, recordingChannel, type Bench, type Far } from "./bench.ts";
import { deliveries, plain, refused, sendAll } from "./circle.ts";

interface Set {
  bench: Bench;
  far: Far;
  /** Stages a note for a closed circle, reached in so many parts; the share. */
  staged(parts: number): Promise<string>;
}

async function onPlace(change: (channel: Channel) => Channel, act: (set: Set) => Promise<void>): Promise<void> {
  const far: Far = { landed: [], trouble: null, asked: 0, retracted: [] };
  const bench = await openBench({ channel: (retry) => change(recordingChannel(far, retry)) });
  try {
    const staged = async (parts: number): Promise<string> => {
      const place = bench.community("Bench Circle", { parts });
      bench.member(place, "Ines");
      const note = bench.note("Half a minute", "First text.\n");
      return (await stage(bench.desk, { ...plain, note, place })).share;
    };
    await act({ bench, far, staged });
  } finally {
    bench.close();
  }
}

test("a room that was opened to the world after staging is refused before the first byte, and taken when it is closed again", async () => {
  let exposure: Exposure = "closed";
  await onPlace(
    (channel) => ({ ...channel, exposureNow: async () => exposure }),
    async ({ bench, far, staged }) => {
      const share = await staged(1);
      for (exposure of ["world", "members"] as const) {
        await refused(
          () => sendAll(bench, share),
          new RegExp(`can be read by ${exposure} now, and Bench Circle was to be closed`),
        );
        await refused(() => play(bench.context, ["share", "send", share], { isDryRun: true }), /can be read by/);
        assert.deepEqual(far.landed, []);
        assert.deepEqual(
          deliveries(bench, share).map(({ state }) => state),
          ["pending"],
        );
      }
      exposure = "closed";
      await sendAll(bench, share);
      assert.equal(far.landed.length, 1);
    },
  );
});

test("where the room does not say who reads it, nothing is sent", () =>
  onPlace(
    (channel) => ({
      ...channel,
      exposureNow: async () => {
        throw new PkmError("try-later", "the server does not answer", { hint: "pkm share send" });
      },
    }),
    async ({ bench, far, staged }) => {
      const share = await staged(1);
      await refused(() => sendAll(bench, share), /the server does not answer/, "try-later");
      assert.deepEqual(far.landed, []);
    },
  ));

test("a server that makes more of the first part than it was given gets no second one", () =>
  onPlace(
    (channel) => ({
      ...channel,
      deliver: async (part, address, world) => {
        const outcome = await channel.deliver(part, address, world);
        return outcome.kind === "sent" ? { ...outcome, receipt: { ...outcome.receipt, exposure: "world" } } : outcome;
      },
    }),
    async ({ bench, far, staged }) => {
      const share = await staged(3);
      const sent = await sendAll(bench, share);
      assert.equal(far.landed.length, 1);
      assert.deepEqual(
        deliveries(bench, share).map(({ state, error }) => [state, error?.code ?? null]),
        [
          ["confirmed", "wider"],
          ["pending", null],
          ["pending", null],
        ],
      );
      assert.match(sent[1]?.why ?? "", /part 1 went out readable by more than was agreed/);
      assert.match(sent[1]?.mend ?? "", /pkm share withdraw d/);
    },
  ));

test("a later part is told where the thread begins and what stands before it; a first one is told nothing", async () => {
  const seen: OutgoingPart["thread"][] = [];
  await onPlace(
    (channel) => ({
      ...channel,
      deliver: (part, address, world) => {
        seen.push(part.thread);
        return channel.deliver(part, address, world);
      },
    }),
    async ({ bench, far, staged }) => {
      await sendAll(bench, await staged(3));
      const [first, second] = far.landed.map(({ wireId }) => ({
        uri: wireId,
        url: `https://far.example/${encodeURIComponent(wireId)}`,
      }));
      assert.deepEqual(seen, [undefined, { root: first, parent: first }, { root: first, parent: second }]);
    },
  );
});
