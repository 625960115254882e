// Random sequences of commands on a store on disk, with channels that keep every byte: nothing too wide, nothing twice,
// nothing that was not previewed, and no private word.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import { openCase } from "../../src/share/desk.ts";
import { gateOf } from "../../src/share/gate.ts";
import { openBench } from "./bench.ts";
import { hiddenSecret, hide } from "./hidden.ts";
import { judge, judgeEnd, shownOf } from "./judge.ts";
import { command, count, countStops, openings, perform, type CommandName, type World } from "./moves.ts";

/** More runs and another seed on demand: PKM_RUNS=2000 PKM_SEED=7. */
const runs = Number(process.env["PKM_RUNS"] ?? 30);
const seed = Number(process.env["PKM_SEED"] ?? 5);

type OpenWorld = World & { close(): void };

/** A world on disk, with private words in every place that has some. */
async function openWorld(retry: "idempotent" | "lookup" | "never", seen: World["seen"]): Promise<OpenWorld> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-sequence-"));
  const bench = await openBench({ folder, secret: hiddenSecret });
  const place = bench.community("Bench Circle", { retry, parts: 2 });
  const other = bench.community("Other", { retry });
  const team = bench.community("Forge", { retry });
  bench.member(team, "Kai");
  const { norms, attribution, rhythm } = bench.store.communities.get(team);
  bench.store.communities.setNorms(team, { norms, attribution, rhythm, isBounded: true });
  return {
    bench,
    place,
    other,
    team,
    open: bench.community("Open", { retry, exposure: "members" }),
    network: bench.network("garden", { retry }),
    note: bench.note("Half a minute", "Text 0.\n"),
    people: [bench.member(place, "Ines"), bench.member(place, "Bo")],
    hidden: hide(bench, { other }),
    texts: 0,
    seen,
    close() {
      bench.close();
      for (const file of ["pkm.db", "pkm.db-wal"]) {
        const store = readIfThere(join(folder, file));
        assert.ok(!store.includes(hiddenSecret), `${file} holds a secret`);
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readIfThere(path: string): Buffer {
  return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
}

test("no random sequence of commands sends too wide, twice, or what was not previewed", async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc
        .tuple(fc.constantFrom(...openings), fc.array(command, { minLength: 8, maxLength: 24 }))
        .map((parts) => parts.flat()),
      fc.constantFrom("idempotent", "lookup", "never"),
      async (names, retry) => {
        const world = await openWorld(retry, seen);
        try {
          for (const name of names) await step(world, name);
          judgeEnd(world);
        } finally {
          world.close();
        }
      },
    ),
    // Each opening is played once by itself, whatever chance makes of the rest.
    { numRuns: runs, seed, examples: openings.map((names) => [[...names], "lookup"]) },
  );
  const expected = ["closed", "members", "published anyway", "published when cleared", "reported", "let out by a word"];
  for (const what of [...expected, "stopped: private", "stopped: names", "stopped: links", "refused", "done"]) {
    assert.ok((seen.get(what) ?? 0) > 0, `never seen: ${what}`);
  }
});

async function step(world: World, name: CommandName): Promise<void> {
  const { desk, far } = world.bench;
  const share = desk.shares.ofNote(world.note)?.id ?? null;
  const shareCase = share === null ? null : openCase(desk, share);
  const before = {
    landed: far.landed.length,
    mayPublish: shareCase !== null && gateOf(shareCase).isOpen,
    isWithdrawn: shareCase?.share.withdrawn !== null && shareCase !== null,
    share,
    shown: shownOf(world.bench),
  };
  try {
    await perform({ world, share }, name);
    count(world, "done");
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    count(world, "refused");
    countStops(world, thrown.message);
  }
  await judge(world, before);
}
