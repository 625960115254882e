// The bytes of a message: nodemailer's own, to the byte, and readable again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compose, composer } from "../../../src/channels/mail/compose.ts";
import { readable } from "../../../src/channels/mail/readable.ts";
import { publicContent } from "../../../src/formats/publish-content.ts";
import { publishText } from "../../../src/formats/publish-text.ts";
import { hostileLetters, letterWith } from "../../contract/letters.ts";

const settings = { to: ["Ünal <u@example.org>", "b@xn--bcher-kva.example"], from: "Mira <mira@example.org>" };

test("the bytes are those that nodemailer's own writer makes of the same message", async () => {
  const encodings = new Set<string>();
  for (const letter of [letterWith(), ...Object.values(hostileLetters)]) {
    const content = publicContent(letter);
    const text = publishText(content).replace(/\n/g, "\r\n");
    const theirs = await composer(letter, { content, text, settings }).compile().build();
    const ours = Buffer.from(compose(letter, settings)).toString("latin1");
    assert.equal(ours, theirs.toString("latin1"), letter.title);
    encodings.add(/^Content-Transfer-Encoding: (\S+)/m.exec(ours)?.[1] ?? "");
  }
  assert.deepEqual([...encodings].toSorted(), ["7bit", "base64", "quoted-printable"]);
});

test("a preview shows subject and text as the reader will see them", () => {
  let checked = 0;
  for (const letter of [letterWith({ version: 2 }), ...Object.values(hostileLetters)]) {
    const seen = readable(compose(letter, settings));
    assert.ok(seen.endsWith(`\n\n${publishText(publicContent(letter))}`), letter.title);
    assert.ok(seen.includes("\nTo: Ünal <u@example.org>, b@xn--bcher-kva.example\n"));
    checked += 1;
  }
  assert.equal(checked, Object.keys(hostileLetters).length + 1);
});

test("the date is the release's, the id tells share, release and version, and there is no Bcc and no mark of a robot", () => {
  const text = Buffer.from(compose(letterWith({ version: 3 }), settings)).toString("latin1");
  assert.match(text, /^Date: Mon, 23 Nov 2026 07:00:00 \+0000\r$/m);
  assert.match(text, /^Message-ID: <d4k2\.r7x1\.v3\.[0-9a-f]{16}@example\.org>\r$/m);
  assert.match(text, /^Subject: Small teams learn aloud \(version 3\)\r$/m);
  assert.doesNotMatch(text, /^(?:Bcc|Auto-Submitted|X-Mailer|User-Agent):/im);
});

test("two people with the same short ids have different Message-IDs", () => {
  const ids = ["mira@example.org", "ben@example.org"].map((from) => {
    const text = Buffer.from(compose(letterWith(), { ...settings, from })).toString("latin1");
    return /^Message-ID: (.+)\r$/m.exec(text)?.[1];
  });
  assert.ok(ids[0] !== undefined && ids[0] !== ids[1]);
});
