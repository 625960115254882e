// What must hold of everything that landed, after each move of a random sequence and once all is over.
import assert from "node:assert/strict";
import { audienceChanges, joinAudiences, lineAudience } from "../../src/share/audience.ts";
import { openAllLines } from "../../src/share/desk.ts";
import { hasArrived, type Release } from "../../src/share/release.ts";
import type { Bench } from "./bench.ts";
import { count, type World } from "./moves.ts";

export interface Before {
  landed: number;
  mayPublish: boolean;
  isWithdrawn: boolean;
  share: string | null;
  /** What a preview would have shown of every delivery, by id. */
  shown: ReadonlyMap<string, string>;
}

/** Whom the release would reach now, as a sender works it out. */
async function audienceNow({ desk }: Bench, release: Release): Promise<Release["audience"]> {
  const place = desk.communities.get(release.place);
  const used = new Set(release.deliveries.filter(({ state }) => state !== "cancelled").map(({ channel }) => channel));
  const lines = (await openAllLines(desk, place)).filter(({ address }) => used.has(address.id));
  return joinAudiences(lines.map((line) => lineAudience(place, line)));
}

/** What must hold of everything that landed in this step. */
export async function judge(world: World, before: Before): Promise<void> {
  const { bench, network, hidden } = world;
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
    assert.deepEqual(
      audienceChanges(release.audience, await audienceNow(bench, release)),
      [],
      "the audience is the one of now",
    );
    assert.ok(far.room !== "world" || exposure === "world", "a room that the world can read got something");
    if (before.shown.has(delivery.id))
      assert.equal(bytes, before.shown.get(delivery.id), "the bytes previewed are those sent");
    hidden.judge(bench, { bytes, release });
    if (release.kind === "report") {
      count(world, "reported");
      continue;
    }
    const note = desk.note(world.note);
    assert.equal(desk.shares.facts(release.share).versions.find(({ n }) => n === release.version)?.hash, note?.hash);
    if (exposure === "world") {
      assert.equal(release.place, network);
      assert.ok(before.mayPublish || release.overrides.length > 0, "wider than its gate without a reason");
      count(world, release.overrides.length > 0 ? "published anyway" : "published when cleared");
    } else {
      count(world, exposure);
    }
    judgeBounded(world, release);
    if (bytes.includes("CANARY") || bytes.includes("Canary")) count(world, "let out by a word");
  }
}

/** What a team was asked about is elsewhere only for a reason on record. */
function judgeBounded({ bench: { desk }, team }: World, release: Release): void {
  if (release.place === team) return;
  const rounds = desk.releases
    .ofShare(release.share)
    .filter(({ place, cancelled, planned }) => place === team && cancelled === null && planned < release.planned);
  if (rounds.length === 0) return;
  const { name } = desk.communities.get(team);
  assert.ok(
    release.overrides.some(({ conditions, reason }) => conditions.includes("bounded") && reason.includes(name)),
    "it left the team without a reason that names it",
  );
}

/** Once all is over: each version went through each channel at most once. */
export function judgeEnd({ bench: { desk, far } }: World): void {
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

export function shownOf({ desk }: Bench): ReadonlyMap<string, string> {
  const deliveries = desk.shares
    .list()
    .flatMap(({ id }) => desk.releases.ofShare(id).flatMap((release) => release.deliveries));
  return new Map(deliveries.map(({ id }) => [id, Buffer.from(desk.releases.bytes(id)).toString()]));
}
