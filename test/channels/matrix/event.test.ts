// Matrix messages: what stands in an event, what is too long for one, and settings that name no room.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../../src/base/errors.ts";
import { contentOf, type Content } from "../../../src/channels/matrix/event.ts";
import { matrix } from "../../../src/channels/matrix/matrix.ts";
import type { ChannelSettings } from "../../../src/people/community.ts";
import { plainForm, type Letter } from "../../../src/share/channel.ts";
import { letterWith } from "../../contract/letters.ts";

const settings = { homeserver: "https://matrix.example", room: "#bench:matrix.example", secret: "env:TOKEN" };
const address = { id: "h3x1", kind: "matrix", exposure: "closed", settings } as const;

function contentsOf(letter: Partial<Letter>): readonly Content[] {
  return matrix.prepare(letterWith({ form: plainForm, ...letter }), address).map(contentOf);
}

test("a message is text and HTML, and tells nobody by name", () => {
  const [content] = contentsOf({ body: "Some *words* for @ines:matrix.example. <script>alert(1)</script>" });
  assert.ok(content);
  assert.deepEqual(content["m.mentions"], {});
  assert.match(content.body, /^Small teams learn aloud\n\nVersion 1 of a text in progress/);
  assert.match(content.formatted_body ?? "", /Some <em>words<\/em>/);
  assert.doesNotMatch(content.formatted_body ?? "", /<script/);
});

test("what is too long with its HTML goes without, and what is too long even so is refused, or made a thread", () => {
  const sentence = "A sentence of thirty-five letters. ";
  const [plain] = contentsOf({ body: sentence.repeat(1_200) });
  assert.ok(plain !== undefined && plain.formatted_body === undefined);
  const body = sentence.repeat(4_000);
  const parts = matrix.prepare(letterWith({ body, form: plainForm }), address);
  const [problem] = matrix.validate(parts, address);
  assert.match(problem?.message ?? "", /part 1 has \d+ bytes, and a message has at most 60000: shorten .* --thread$/);
  assert.equal(problem?.flag, "--thread");
  const thread = matrix.prepare(letterWith({ body, form: { ...plainForm, isThread: true } }), address);
  assert.ok(thread.length > 2);
  assert.deepEqual(matrix.validate(thread, address), []);
  const whole = contentsOf({ body })[0]?.body ?? "";
  const joined = thread.map((part) => contentOf(part).body).join(" ");
  assert.equal(joined.replace(/\s/g, ""), whole.replace(/\s/g, ""));
});

test("settings that name no room or no server are refused by name", () => {
  const refuses = (more: ChannelSettings, words: RegExp): void => {
    assert.throws(
      () => matrix.check({ ...settings, ...more }),
      (error) => error instanceof PkmError && error.kind === "usage" && words.test(error.message),
    );
  };
  refuses({ room: "bench" }, /--room takes #name:host or !id:host/);
  refuses({ homeserver: "http://matrix.example" }, /--homeserver is not encrypted/);
  refuses({ homeserver: "https://matrix.example/path" }, /--homeserver is not the address of a server/);
  matrix.check({ ...settings, room: "!oNlyAnId" });
});
