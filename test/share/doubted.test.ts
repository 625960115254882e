// A copy of a home with a round that waits: it may have left from the other home, and nothing here sends it a second time.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { resolve } from "../../src/share/resolve.ts";
import { send } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import { stageReports } from "../../src/share/report.ts";
import { clearPublication } from "../../src/share/publish.ts";
import { addFeedback } from "../../src/share/reply.ts";
import { openDatabase } from "../../src/store/database.ts";
import { doubtWaiting } from "../../src/store/doubted.ts";
import { openBench, type Bench } from "./bench.ts";
import { deliveries, plain, refused, sendAll } from "./circle.ts";

/** Runs `act` on a bench whose store is in a file, with what puts all that waits there in doubt. */
async function inCopy(act: (bench: Bench, doubt: () => void) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-doubted-"));
  const bench = await openBench({ folder });
  try {
    await act(bench, () => {
      const db = openDatabase(join(folder, "pkm.db"));
      doubtWaiting(db, bench.desk.clock.now().toISOString());
      db.close();
    });
  } finally {
    bench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A round that waits, staged in the home that the bench is a copy of from then on. */
async function waiting(bench: Bench, doubt: () => void): Promise<{ share: string; place: string; note: string }> {
  const place = bench.community("Bench Circle", { retry: "never" });
  bench.member(place, "Ines");
  const note = bench.note("Half a minute", "First text.\n");
  const { share } = await stage(bench.desk, { note, place, ...plain });
  doubt();
  return { share, place, note };
}

test("a round that may have left is not staged anew, until somebody says what became of it", () =>
  inCopy(async (bench, doubt) => {
    const { share, place, note } = await waiting(bench, doubt);
    const again = (): Promise<unknown> => stage(bench.desk, { note, place, ...plain });
    await refused(again, /v1 may have gone to Bench Circle from the home that this one is a copy of/);
    const [doubted] = deliveries(bench, share);
    assert.deepEqual([doubted?.state, deliveries(bench, share).length], ["pending", 1]);
    resolve(bench.desk, doubted?.id ?? "", "retry");
    await again();
    await sendAll(bench, share);
    assert.equal(bench.far.landed.length, 1);
  }));

test("what was said to have arrived is not staged anew, and another text is", () =>
  inCopy(async (bench, doubt) => {
    const { share, place, note } = await waiting(bench, doubt);
    resolve(bench.desk, deliveries(bench, share)[0]?.id ?? "", "sent");
    await refused(() => stage(bench.desk, { note, place, ...plain }), /v1 has gone to Bench Circle already/);
    assert.notEqual(bench.desk.releases.ofShare(share)[0]?.sent ?? null, null, "the ledger and the trace have it");
    bench.edit(note, "Second text.\n");
    await stage(bench.desk, { note, place, ...plain });
    await sendAll(bench, share);
    assert.equal(bench.far.landed.length, 1);
  }));

test("undo does not forget what may have left", () =>
  inCopy(async (bench, doubt) => {
    const { share } = await waiting(bench, doubt);
    const [staged] = bench.store.changes.list(1);
    assert.equal(staged?.staysBecause, "what it made may have left from another home");
    assert.equal(bench.store.changes.latest(), null);
    assert.throws(() => bench.store.changes.undo(staged.no), /something made later leans on it/);
    assert.equal(deliveries(bench, share).length, 1);
  }));

test("a publication that may have left is not frozen anew in another form", () =>
  inCopy(async (bench, doubt) => {
    const network = bench.network("Garden", { retry: "lookup" });
    const note = bench.note("Half a minute", "First text.\n");
    const publish = (form: { warning?: string }): Promise<unknown> =>
      clearPublication(bench.desk, { share: null, note, networks: [network], anyway: "a try", form });
    await publish({});
    doubt();
    await refused(() => publish({ warning: "long" }), /v1 may have gone to Garden/);
    await publish({});
    bench.wait(60_000);
    const share = bench.desk.shares.list()[0]?.id ?? "";
    await send(
      bench.desk,
      share,
      bench.desk.releases.ofShare(share).map(({ id }) => id),
    );
    assert.deepEqual([bench.far.asked, bench.far.landed.length], [1, 1]);
  }));

test("a report that may have left is not frozen anew", () =>
  inCopy(async (bench, doubt) => {
    const { desk } = bench;
    const place = bench.community("Bench Circle");
    const ines = bench.member(place, "Ines");
    const note = bench.note("Half a minute", "First text.\n");
    const { share } = await stage(desk, { note, place, ...plain });
    await sendAll(bench, share);
    addFeedback(desk, { share, person: ines, via: "coffee", text: "say more", about: null, consent: "private" });
    await stageReports(desk, { share, opening: "" });
    doubt();
    await refused(() => stageReports(desk, { share, opening: "Once more." }), /v1 may have gone to Bench Circle/);
  }));
