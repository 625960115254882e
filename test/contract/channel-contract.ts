// What every channel promises, held against its real far end.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test, type TestContext } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import type { ChannelAddress } from "../../src/people/community.ts";
import type {
  Channel,
  ChannelWorld,
  DeliveredPart,
  Letter,
  Receipt,
  SendOutcome,
  WirePart,
  Posted,
} from "../../src/share/channel.ts";
import { noWorld } from "../channels/no-world.ts";
import { cuttingWorld, type Cut } from "../servers/cutting.ts";
import { hostileLetters, letterWith } from "./letters.ts";

/** A place that a channel reaches, opened for one test. */
export interface FarEnd {
  address: ChannelAddress;
  /** The bytes of every copy of a letter that stands there now. */
  standing(): Promise<Uint8Array[]>;
  /** The way out to a far end of the net; left out where there is none. */
  world?: ChannelWorld;
  /** Of each copy that stands, in order, which one it goes on from: 0-based, null for a first. */
  parents?(): Promise<readonly (number | null)[]>;
  /** Why this one can take nothing back, although others of its kind can. */
  keeps?: string;
}

export interface ContractCase {
  load(): Promise<Channel>;
  open(t: TestContext): Promise<FarEnd>;
  /** How many sentences of 64 letters are sure to make a thread; 100 where it is left out. */
  threadSentences?: number;
  /** Asserts that the bytes are one whole thing of their kind, and nothing of the letter broke out; the count of what was checked. */
  checkForm(bytes: Uint8Array, letter: Letter): number;
}

export const world: ChannelWorld = {
  now: () => new Date("2026-11-23T08:00:00.000Z"),
  secret: () => "not used",
  ...noWorld,
};

/** Runs the whole suite over one channel. */
export function channelContract(kind: string, subject: ContractCase): void {
  test(`${kind}: the same letter makes the same bytes, whatever happened before`, (t) => sameBytes(t, subject));
  test(`${kind}: wire ids differ by share, release and version, and by nothing else`, (t) => distinctIds(t, subject));
  test(`${kind}: delivered bytes are the prepared bytes`, (t) => sameAtFarEnd(t, subject));
  test(`${kind}: nothing but the letter's public fields is in the bytes`, (t) => noCanary(t, subject));
  for (const [name, letter] of Object.entries(hostileLetters)) {
    test(`${kind}: ${name} neither break the form nor get lost`, (t) => hostile(t, { subject, letter }));
  }
  test(`${kind}: what it says of itself is what it has`, (t) => sayings(t, subject));
  test(`${kind}: unknown and missing settings are refused by name`, (t) => settings(t, subject));
  test(`${kind}: delivering twice leaves one copy where that is promised`, (t) => twice(t, subject));
  test(`${kind}: what arrived is found again, and what did not is not`, (t) => found(t, subject));
  test(`${kind}: the parts of a thread hang together`, (t) => hanging(t, subject));
  for (const cut of ["before it arrives", "after it was taken"] as const) {
    test(`${kind}: a line cut ${cut} neither doubles nor loses a post`, (t) => cutOff(t, { subject, cut }));
  }
  test(`${kind}: retracting twice is success where it can retract`, (t) => retracted(t, subject));
}

async function sameBytes(t: TestContext, subject: ContractCase): Promise<void> {
  const [channel, { address }] = [await subject.load(), await subject.open(t)];
  const first = channel.prepare(letterWith(), address);
  channel.prepare(letterWith({ title: "Another", releaseId: "r9z9" }), address);
  assert.deepEqual(channel.prepare(letterWith(), address), first);
  assert.ok(first.length > 0);
  assert.deepEqual(channel.validate(first, address), []);
  assert.deepEqual(
    first.map(({ part }) => part),
    first.map((_part, index) => index + 1),
  );
}

async function distinctIds(t: TestContext, subject: ContractCase): Promise<void> {
  const [channel, { address }] = [await subject.load(), await subject.open(t)];
  const ids = new Set<string>();
  let made = 0;
  for (const shareId of ["d4k2", "d4k3"]) {
    for (const releaseId of [`${shareId}r1`, `${shareId}r2`]) {
      for (const version of [1, 2, 12]) {
        const [one] = channel.prepare(letterWith({ shareId, releaseId, version }), address);
        const [other] = channel.prepare(letterWith({ shareId, releaseId, version, body: "other" }), address);
        assert.equal(one?.wireId, other?.wireId);
        ids.add(one?.wireId ?? "");
        made += 1;
      }
    }
  }
  assert.equal(made, 12);
  assert.equal(ids.size, made);
  for (const id of ids) assert.match(id, /^[\x21-\x7e]+$/);
}

async function sameAtFarEnd(t: TestContext, subject: ContractCase): Promise<void> {
  const [channel, far] = [await subject.load(), await subject.open(t)];
  const parts = channel.prepare(letterWith(), far.address);
  await deliverAll(channel, parts, far);
  assert.deepEqual(
    (await far.standing()).map(hash),
    parts.map(({ bytes }) => hash(bytes)),
  );
}

async function noCanary(t: TestContext, subject: ContractCase): Promise<void> {
  const [channel, { address }] = [await subject.load(), await subject.open(t)];
  const hidden = { notePath: "Canary/path.md", feedback: "Canary feedback" };
  const letter = { ...letterWith({ body: "open [[Canary note|words]] <!-- Canary comment -->" }), ...hidden };
  const parts = channel.prepare(letter, address);
  assert.ok(parts.length > 0);
  const texts = parts.map(({ bytes, wireId }) => `${wireId}\n${Buffer.from(bytes).toString("utf8")}`);
  for (const text of texts) assert.doesNotMatch(text, /canary/i);
  assert.match(texts.join("\n"), /open words/);
}

async function hostile(t: TestContext, { subject, letter }: { subject: ContractCase; letter: Letter }): Promise<void> {
  const [channel, far] = [await subject.load(), await subject.open(t)];
  const all = channel.prepare(letter, far.address);
  for (const { bytes } of all) assert.ok(subject.checkForm(bytes, letter) > 0);
  // What holds for so many parts of a thread holds for hundreds, and servers take their time.
  const parts = all.slice(0, partsDelivered);
  await deliverAll(channel, parts, far);
  const standing = await far.standing();
  assert.deepEqual(
    standing.map(hash),
    parts.map(({ bytes }) => hash(bytes)),
  );
  const checked = standing.map((bytes) => subject.checkForm(bytes, letter));
  assert.ok(checked.length > 0 && checked.every((count) => count > 0));
}

async function sayings(t: TestContext, subject: ContractCase): Promise<void> {
  const [channel, { address }] = [await subject.load(), await subject.open(t)];
  const { capabilities } = channel;
  assert.equal(channel.kind, address.kind);
  assert.equal(channel.retract !== undefined, capabilities.canDelete);
  const here = channel.capabilitiesAt?.(address) ?? capabilities;
  assert.ok(channel.lookup !== undefined || here.retry !== "lookup");
  assert.ok(channel.fetchFeedback !== undefined || !here.canReadReplies);
  assert.ok(capabilities.exposures.includes(address.exposure));
  let told = 0;
  for (const exposure of capabilities.exposures) {
    if (!isAllowed(() => channel.check(address.settings, exposure))) continue;
    const { people, unknown } = channel.audience({ ...address, exposure });
    assert.ok(people.length + unknown.length > 0, `an audience for ${exposure}`);
    told += 1;
  }
  assert.ok(told > 0);
}

function isAllowed(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (thrown) {
    assert.ok(thrown instanceof PkmError && thrown.kind === "usage");
    return false;
  }
}

async function settings(t: TestContext, subject: ContractCase): Promise<void> {
  const [channel, { address }] = [await subject.load(), await subject.open(t)];
  channel.check(address.settings);
  const isUsage = (flag: string) => (error: unknown) =>
    error instanceof PkmError && error.kind === "usage" && error.message.includes(`--${flag}`);
  assert.throws(() => channel.check({ ...address.settings, nonsense: "1" }), isUsage("nonsense"));
  const required = channel.settings.filter(({ isRequired }) => isRequired);
  assert.ok(required.length > 0);
  for (const { name } of required) {
    const without = Object.fromEntries(Object.entries(address.settings).filter(([key]) => key !== name));
    assert.throws(() => channel.check(without), isUsage(name));
  }
}

async function twice(t: TestContext, subject: ContractCase): Promise<void> {
  const [channel, far] = [await subject.load(), await subject.open(t)];
  const parts = channel.prepare(letterWith(), far.address);
  const rounds = channel.capabilities.retry === "idempotent" ? 2 : 1;
  for (let round = 0; round < rounds; round += 1) {
    await deliverAll(channel, parts, far);
  }
  assert.equal((await far.standing()).length, parts.length);
}

async function retracted(t: TestContext, subject: ContractCase): Promise<void> {
  const [channel, far] = [await subject.load(), await subject.open(t)];
  if (channel.retract === undefined) return assert.equal(channel.capabilities.canDelete, false);
  const parts = channel.prepare(letterWith(), far.address);
  const delivered = (await deliverAll(channel, parts, far)).toReversed();
  const away = far.world ?? world;
  if (far.keeps !== undefined) {
    for (const part of delivered) assert.equal((await channel.retract(part, far.address, away)).kind, "rejected");
    return assert.equal((await far.standing()).length, parts.length, far.keeps);
  }
  for (const part of delivered) assertSent(await channel.retract(part, far.address, away));
  for (const part of delivered) assertSent(await channel.retract(part, far.address, away));
  return assert.equal((await far.standing()).length, 0);
}

async function found(t: TestContext, subject: ContractCase): Promise<void> {
  const [channel, far] = [await subject.load(), await subject.open(t)];
  if (channel.lookup === undefined) return assert.notEqual(channel.capabilities.retry, "lookup");
  const [there] = channel.prepare(letterWith({ createdAt: new Date().toISOString() }), far.address);
  const other = { title: "Another", releaseId: "r9z9", createdAt: new Date().toISOString() };
  const [absent] = channel.prepare(letterWith(other), far.address);
  assert.ok(there && absent);
  const [delivered] = await deliverAll(channel, [there], far);
  const since = new Date(Date.now() - 60_000).toISOString();
  const away = far.world ?? world;
  const receipt = await channel.lookup({ ...there, since }, far.address, away);
  assert.equal(receipt?.uri, delivered?.uri);
  return assert.equal(await channel.lookup({ ...absent, since }, far.address, away), null);
}

async function cutOff(t: TestContext, { subject, cut }: { subject: ContractCase; cut: Cut }): Promise<void> {
  const [channel, far] = [await subject.load(), await subject.open(t)];
  if (far.world === undefined) return;
  const createdAt = new Date().toISOString();
  const [part] = channel.prepare(letterWith({ createdAt }), far.address);
  assert.ok(part);
  const broken = await channel.deliver(part, far.address, await cuttingWorld(t, far.world, cut));
  assert.equal(broken.kind, "unknown", JSON.stringify(broken));
  const found = (await channel.lookup?.({ ...part, since: createdAt }, far.address, far.world)) ?? null;
  if (channel.lookup !== undefined) assert.equal(found !== null, cut === "after it was taken");
  if (found === null) assertSent(await channel.deliver(part, far.address, far.world));
  assert.equal((await far.standing()).length, 1);
}

const partsDelivered = 20;
const sentence = "One sentence of a text that goes on, and on, for quite a while. ";

async function hanging(t: TestContext, subject: ContractCase): Promise<void> {
  const [channel, far] = [await subject.load(), await subject.open(t)];
  const parts = channel.prepare(letterWith({ body: sentence.repeat(subject.threadSentences ?? 100) }), far.address);
  if (far.parents === undefined) return assert.equal(parts.length, 1);
  assert.ok(parts.length > 1, "it was to be a thread");
  await deliverAll(channel, parts, far);
  return assert.deepEqual(
    await far.parents(),
    parts.map((_part, index) => (index === 0 ? null : index - 1)),
  );
}

/** Delivers the parts in order, each with what it goes on from, as the outbox does. */
async function deliverAll(
  channel: Channel,
  parts: readonly WirePart[],
  { address, world: away = world }: FarEnd,
): Promise<readonly DeliveredPart[]> {
  const delivered: (DeliveredPart & Posted)[] = [];
  for (const part of parts) {
    const [root, parent] = [delivered[0], delivered.at(-1)];
    const thread = root === undefined || parent === undefined ? {} : { thread: { root, parent } };
    const { uri, url } = assertSent(await channel.deliver({ ...part, ...thread }, address, away));
    delivered.push({ ...part, uri, url });
  }
  return delivered;
}

function assertSent(outcome: SendOutcome): Receipt {
  assert.ok(outcome.kind === "sent", JSON.stringify(outcome));
  return outcome.receipt;
}

function hash(bytes: WirePart["bytes"]): string {
  return createHash("sha256").update(bytes).digest("hex");
}
