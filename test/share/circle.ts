// A circle of two on the bench, and what tests of a round do with it.
import assert from "node:assert/strict";
import { PkmError } from "../../src/base/errors.ts";
import type { Delivery, Release } from "../../src/share/release.ts";
import { openReleases, send, type Sent } from "../../src/share/send.ts";
import type { Staging } from "../../src/share/stage.ts";
import { openBench, type Bench } from "./bench.ts";

/** A staging with nothing special about it. */
export const plain: Omit<Staging, "note" | "place"> = {
  questions: ["where does it not hold?"],
  until: null,
  anyway: null,
};

/** Runs `act` on a bench with a community of two, and takes the bench down. */
export async function onBench(
  act: (bench: Bench, set: { place: string; ines: string; note: string }) => Promise<void>,
): Promise<void> {
  const bench = await openBench();
  try {
    const place = bench.community("Bench Circle");
    const ines = bench.member(place, "Ines");
    bench.member(place, "Bo");
    await act(bench, { place, ines, note: bench.note("Half a minute", "First text.\n") });
  } finally {
    bench.close();
  }
}

/** Sends what is open of the share. */
export function sendAll({ desk }: Bench, share: string): Promise<readonly Sent[]> {
  return send(
    desk,
    share,
    openReleases(desk.releases.ofShare(share)).map(({ id }) => id),
  );
}

export function deliveries({ desk }: Bench, share: string): readonly Delivery[] {
  return desk.releases.ofShare(share).flatMap((release: Release) => release.deliveries);
}

/** Holds that `act` is refused with these words, and names a mend. */
export async function refused(act: () => unknown, pattern: RegExp, kind = "not-yet"): Promise<void> {
  await assert.rejects(
    async () => act(),
    (thrown) => {
      assert.ok(thrown instanceof PkmError, String(thrown));
      assert.equal(thrown.kind, kind, thrown.message);
      assert.match(thrown.message, pattern);
      assert.ok(thrown.mend.length > 0, "a refusal names its mend");
      return true;
    },
  );
}
