// Who a release reaches, and what counts as a change of it.
import { test } from "node:test";
import assert from "node:assert/strict";
import { PkmError } from "../../src/base/errors.ts";
import type { Community, Exposure } from "../../src/people/community.ts";
import { mastodon } from "../../src/channels/mastodon/mastodon.ts";
import { audienceChanges, isEmpty, joinAudiences, lineAudience, type Line } from "../../src/share/audience.ts";
import type { Channel } from "../../src/share/channel.ts";
import { recordingChannel } from "./bench.ts";
import { at } from "./case.ts";

const channel = recordingChannel({ landed: [], trouble: null, asked: 0, retracted: [] }, "lookup");

function line(exposure: Exposure, to: readonly string[]): Line {
  return { channel, address: { id: "h2k9", kind: "lookup", exposure, settings: { to } } };
}

function place(members: readonly [name: string, degree: "active" | "left"][]): Community {
  return {
    id: "c2k9",
    kind: "community",
    name: "Bench Circle",
    domain: null,
    goals: [],
    norms: [],
    attribution: "none",
    rhythm: { perWeek: null, quiet: null },
    isBounded: false,
    created: at,
    left: null,
    channels: [],
    members: members.map(([name, degree]) => ({
      person: `p-${name}`,
      name,
      mail: `${name}@bench.example`,
      handles: [`@${name}@social.example`],
      degree,
      joined: at,
    })),
  };
}

test("one who left is known by their handle too, and where the address is all there is, only those it names get it", () => {
  const [ines, bo] = ["@Ines@social.example", "@bo@social.example"];
  for (const name of [ines, "https://social.example/@ines", "acct:ines@social.example", "mailto:INES@bench.example"]) {
    const told = line("closed", [name]);
    assert.throws(() => lineAudience(place([["ines", "left"]]), told), /ines left Bench Circle, but/, name);
  }
  const own = { instance: "https://social.example", secret: "env:TOKEN", to: ["@ines"] };
  const direct: Line = {
    channel: mastodon,
    address: { id: "h2k9", kind: "mastodon", exposure: "closed", settings: own },
  };
  assert.throws(() => lineAudience(place([["ines", "left"]]), direct), /ines left .* @ines@social\.example/);
  const { people } = lineAudience(place([["ines", "active"]]), line("closed", [ines]));
  assert.deepEqual(
    people.map(({ person }) => person),
    ["p-ines"],
  );
  const plain = line("closed", [bo]);
  const audience: Channel["audience"] = (address) => ({ ...plain.channel.audience(address), isAll: true });
  const named = lineAudience(
    place([
      ["ines", "active"],
      ["bo", "active"],
    ]),
    { ...plain, channel: { ...plain.channel, audience } },
  );
  assert.deepEqual(
    named.people.map(({ person }) => person),
    ["p-bo"],
  );
});

test("a closed channel reaches the members who stayed and whom its address names, each once", () => {
  const found = lineAudience(
    place([
      ["ines", "active"],
      ["bo", "left"],
    ]),
    line("closed", ["INES@bench.example", "cem@elsewhere.example"]),
  );
  assert.deepEqual(
    found.people.map(({ name }) => name),
    ["ines", "cem@elsewhere.example"],
  );
  assert.deepEqual(found.unknown, []);
});

test("an address that still names somebody who left is refused", () => {
  assert.throws(
    () => lineAudience(place([["bo", "left"]]), line("closed", ["bo@bench.example"])),
    (thrown) => thrown instanceof PkmError && thrown.kind === "not-yet" && /bo left Bench Circle/.test(thrown.message),
  );
});

test("an open channel says that its readers are not known, and a world-readable one that anybody is", () => {
  const members = lineAudience(place([["ines", "active"]]), line("members", []));
  assert.deepEqual([members.people.length, members.unknown.length], [0, 1]);
  const open = line("world", []);
  assert.throws(() => lineAudience(place([]), open), /the world can read .* no community/);
  const agreed = { ...place([]), channels: [{ ...open.address, agreed: at }] };
  const world = lineAudience(agreed, open);
  assert.deepEqual(lineAudience({ ...place([]), kind: "network" }, open), world);
  assert.ok(world.unknown.some((words) => words.startsWith("anybody")));
});

test("several channels reach the union at the widest exposure", () => {
  const closed = lineAudience(place([["ines", "active"]]), line("closed", ["cem@elsewhere.example"]));
  const open = lineAudience(place([["ines", "active"]]), line("members", ["cem@elsewhere.example"]));
  const joined = joinAudiences([closed, open]);
  assert.equal(joined.exposure, "members");
  assert.deepEqual(
    joined.people.map(({ name }) => name),
    ["cem@elsewhere.example", "ines"],
  );
  assert.equal(isEmpty(joined), false);
  assert.equal(isEmpty(joinAudiences([])), true);
});

test("every kind of change is named, and none is invented", () => {
  const before = joinAudiences([
    lineAudience(
      place([
        ["ines", "active"],
        ["bo", "active"],
      ]),
      line("closed", []),
    ),
  ]);
  assert.deepEqual(audienceChanges(before, before), []);
  const after = joinAudiences([
    lineAudience(
      place([
        ["ines", "active"],
        ["dia", "active"],
      ]),
      line("closed", []),
    ),
  ]);
  assert.deepEqual(audienceChanges(before, after), [
    { words: "dia would get it now", widens: true },
    { words: "bo would not get it any more", widens: false },
  ]);
  const open = joinAudiences([
    lineAudience(
      place([
        ["ines", "active"],
        ["bo", "active"],
      ]),
      line("members", []),
    ),
  ]);
  assert.equal(audienceChanges(before, open).length, 4);
  const moved = { ...before, people: before.people.map((person) => ({ ...person, address: "new@bench.example" })) };
  assert.deepEqual(
    audienceChanges(before, moved).map(({ words }) => words),
    ["bo has another address", "ines has another address"],
  );
  const widening = (one: typeof before, other: typeof before): number =>
    audienceChanges(one, other).filter(({ widens }) => widens).length;
  assert.deepEqual(
    [widening(before, open), widening(open, before)],
    [2, 2],
    "members are named in the closed one alone",
  );
});
