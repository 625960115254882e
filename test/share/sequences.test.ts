// Random sequences of commands against channels that keep every byte: nothing too wide, nothing twice, nothing unseen.
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import { openCase } from "../../src/share/desk.ts";
import { gateOf } from "../../src/share/gate.ts";
import { clearPublication, planPublication } from "../../src/share/publish.ts";
import { hasArrived } from "../../src/share/release.ts";
import { addFeedback, closeRounds, decide } from "../../src/share/reply.ts";
import { resolve } from "../../src/share/resolve.ts";
import { revise } from "../../src/share/revise.ts";
import { openReleases, send } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import { withdraw } from "../../src/share/withdraw.ts";
import { openBench, type Bench, type Far } from "./bench.ts";

/** More runs and another seed on demand: PKM_RUNS=2000 PKM_SEED=7. */
const runs = Number(process.env["PKM_RUNS"] ?? 100);
const seed = Number(process.env["PKM_SEED"] ?? 5);

const command = fc.constantFrom(
  "stage",
  "stage open",
  "stage anyway",
  "send",
  "send",
  "preview public",
  "publish",
  "publish",
  "publish anyway",
  "edit",
  "add",
  "accept",
  "decline",
  "close",
  "revise",
  "revise text",
  "withdraw",
  "join",
  "leave person",
  "leave place",
  "undo",
  "undo",
  "wait",
  "trouble",
  "fair",
  "resolve sent",
  "resolve retry",
);

type CommandName = typeof command extends fc.Arbitrary<infer Value> ? Value : never;

interface World {
  bench: Bench;
  place: string;
  open: string;
  network: string;
  note: string;
  people: string[];
  texts: number;
  /** How often each thing happened, so that the test can tell that it tested something. */
  seen: Map<string, number>;
}

function count(world: World, what: string): void {
  world.seen.set(what, (world.seen.get(what) ?? 0) + 1);
}

interface Moment {
  world: World;
  /** The note's share, or null while it has none. */
  share: string | null;
}

/** Commands that need a share, and do nothing without one. */
const onShare: Readonly<Partial<Record<CommandName, (world: World, share: string) => unknown>>> = {
  send: ({ bench: { desk } }, share) =>
    send(
      desk,
      share,
      openReleases(desk.releases.ofShare(share)).map(({ id }) => id),
    ),
  "preview public": ({ bench: { desk }, network }, share) => planPublication(desk, { share, network }),
  add: ({ bench: { desk }, people }, share) => {
    const [person = ""] = people;
    return addFeedback(desk, { share, person, via: "mail", text: "SECRET FEEDBACK", about: null, consent: "private" });
  },
  accept: (world, share) => decideLast(world, share, "accepted"),
  decline: (world, share) => decideLast(world, share, "declined"),
  close: ({ bench: { desk } }, share) => closeRounds(desk, share),
  revise: ({ bench: { desk } }, share) => revise(desk, { share, body: null, takesUp: null }),
  "revise text": (world, share) =>
    revise(world.bench.desk, { share, body: `Text ${(world.texts += 1)}.`, takesUp: null }),
  withdraw: ({ bench: { desk } }, share) => withdraw(desk, share),
  "resolve sent": resolveTruly,
  "resolve retry": resolveTruly,
};

const anywhere: Readonly<Partial<Record<CommandName, (world: World) => unknown>>> = {
  stage: ({ bench, note, place }) => stage(bench.desk, { note, place, questions: [], until: null, anyway: null }),
  "stage open": ({ bench, note, open }) =>
    stage(bench.desk, { note, place: open, questions: [], until: null, anyway: null }),
  "stage anyway": ({ bench, note, open }) =>
    stage(bench.desk, { note, place: open, questions: [], until: null, anyway: "they asked" }),
  edit: (world) => world.bench.edit(world.note, `Text ${(world.texts += 1)}.\n`),
  join: ({ bench, people, place }) => people.push(bench.member(place, `Person ${people.length}`)),
  "leave person": ({ bench, people, place }) => bench.store.communities.setMember(place, people.at(-1) ?? "", "left"),
  "leave place": ({ bench, open }) => bench.store.communities.leave(open),
  undo: ({ bench: { store } }) => {
    const change = store.changes.latest();
    if (change !== null && store.changes.files(change.no).length === 0) store.changes.undo(change.no);
  },
  wait: ({ bench }) => bench.wait(60_000),
  trouble: ({ bench, texts }) => (bench.far.trouble = troubles[texts % troubles.length] ?? null),
  fair: ({ bench }) => (bench.far.trouble = null),
};

async function perform({ world, share }: Moment, name: CommandName): Promise<void> {
  await anywhere[name]?.(world);
  if (share !== null) await onShare[name]?.(world, share);
  if (name === "publish" || name === "publish anyway")
    await publish({ world, share }, name === "publish" ? null : "it can not wait");
}

async function publish({ world, share }: Moment, anyway: string | null): Promise<void> {
  const { bench, note, network } = world;
  const cleared = await clearPublication(bench.desk, { share, note, networks: [network], anyway });
  await send(bench.desk, cleared.share, cleared.releases);
}

function decideLast({ bench: { desk } }: World, share: string, verdict: "accepted" | "declined"): void {
  const point = desk.feedback.ofShare(share).findLast(({ state }) => state !== "addressed");
  if (point !== undefined) decide(desk, { share, id: point.id, verdict, why: "because" });
}

/** The person looks at the far end and tells the truth. */
function resolveTruly({ bench: { desk, far } }: World, share: string): void {
  const all = desk.releases.ofShare(share).flatMap(({ deliveries }) => deliveries);
  const unknown = all.find(({ state }) => state === "unknown");
  if (unknown === undefined) return;
  const isThere = far.landed.some(({ wireId }) => wireId === unknown.wireId);
  resolve(desk, unknown.id, isThere ? "sent" : "retry");
}

const troubles: readonly NonNullable<Far["trouble"]>[] = [
  () => "lost",
  () => ({ kind: "unknown", message: "reset" }),
  () => ({ kind: "later", message: "busy", retryAt: null }),
  () => ({ kind: "rejected", message: "no" }),
  () => ({ kind: "held", message: "who are you", hint: "pkm" }),
];

/** What must hold of everything that landed in this step. */
function judge(
  world: World,
  before: { landed: number; mayPublish: boolean; isWithdrawn: boolean; share: string | null },
): void {
  const { bench, network } = world;
  const { desk, far, store } = bench;
  const fresh = far.landed.slice(before.landed);
  for (const { wireId, bytes, exposure, channel } of fresh) {
    const same = far.landed.filter((other) => other.wireId === wireId && other.channel === channel);
    assert.equal(same.length, 1, `${wireId} landed ${same.length} times`);
    const shares = desk.shares.list().map(({ id }) => id);
    const releases = shares.flatMap((share) => desk.releases.ofShare(share));
    const delivery = releases.flatMap(({ deliveries }) => deliveries).find((each) => each.wireId === wireId);
    assert.ok(delivery !== undefined, "what landed stands in the ledger");
    assert.equal(
      Buffer.from(desk.releases.bytes(delivery.id)).toString(),
      bytes,
      "the stored bytes are those that landed",
    );
    const release = releases.find(({ id }) => id === delivery.release);
    assert.ok(release !== undefined);
    assert.equal(store.communities.get(release.place).left, null, "nothing goes to a place that was left");
    assert.ok(!(before.isWithdrawn && release.share === before.share), "a withdrawn share sends nothing");
    const note = desk.note(world.note);
    assert.equal(desk.shares.facts(release.share).versions.find(({ n }) => n === release.version)?.hash, note?.hash);
    assert.doesNotMatch(bytes, /SECRET FEEDBACK/);
    if (exposure === "world") {
      assert.equal(release.place, network);
      assert.ok(before.mayPublish || release.overrides.length > 0, "wider than its gate without a reason");
      count(world, release.overrides.length > 0 ? "published anyway" : "published when cleared");
    } else {
      count(world, exposure);
    }
  }
}

/** Once all is over: each version went through each channel at most once. */
function judgeEnd({ bench: { desk, far } }: World): void {
  const keys = new Set<string>();
  for (const { id } of desk.shares.list()) {
    for (const delivery of desk.releases.ofShare(id).flatMap(({ deliveries }) => deliveries)) {
      const landed = far.landed.filter(
        ({ wireId, channel }) => wireId === delivery.wireId && channel === delivery.channel,
      );
      assert.ok(landed.length <= 1);
      if (hasArrived(delivery) && delivery.state !== "retracted")
        assert.equal(landed.length, 1, `${delivery.id} says ${delivery.state} but never landed`);
      if (landed.length === 0 || delivery.state === "retracted") continue;
      const key = `${id} v${delivery.version} ${delivery.channel} ${delivery.part}`;
      assert.ok(!keys.has(key), `${key} went twice`);
      keys.add(key);
    }
  }
}

test("no random sequence of commands sends too wide, twice, or what was not previewed", async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(command, { minLength: 8, maxLength: 30 }),
      fc.constantFrom("idempotent", "lookup", "never"),
      async (names, retry) => {
        const bench = await openBench();
        try {
          const place = bench.community("Bench Circle", { retry, parts: 2 });
          const open = bench.community("Open", { retry, exposure: "members" });
          const world: World = {
            bench,
            place,
            open,
            network: bench.network("garden", { retry }),
            note: bench.note("Half a minute", "Text 0.\n"),
            people: [bench.member(place, "Ines")],
            texts: 0,
            seen,
          };
          for (const name of names) await step(world, name);
          judgeEnd(world);
        } finally {
          bench.close();
        }
      },
    ),
    { numRuns: runs, seed },
  );
  for (const what of ["closed", "members", "published anyway", "published when cleared", "refused", "done"]) {
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
  };
  try {
    await perform({ world, share }, name);
    count(world, "done");
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    count(world, "refused");
  }
  judge(world, before);
}
