// Address books: what old and new programs write is read, and what is written is read again.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readVcards, writeVcards } from "../../src/formats/vcard.ts";
import { handlesWith, personOfCard, type Card } from "../../src/people/card.ts";
import { plainLine } from "../../src/base/plain.ts";

const bytes = (...lines: readonly string[]): Uint8Array => Buffer.from(`${lines.join("\r\n")}\r\n`);

test("vCard 4.0 with folded lines, groups, parameters and escapes", () => {
  const cards = readVcards(
    bytes(
      "BEGIN:VCARD",
      "VERSION:4.0",
      "FN;LANGUAGE=fi:Ines ",
      " Aalto\\, the Weaver",
      "N:Aalto;Ines;;;",
      'item1.EMAIL;TYPE="work;home":ines@bench.example',
      "EMAIL;PREF=1:mailto:ines@home.example",
      "URL:https://ines.example/a?b=c;d",
      "NICKNAME:Inni,@ines",
      "IMPP:xmpp:ines@chat.example",
      "PHOTO:data:image/png;base64,AAAA",
      "END:VCARD",
      "BEGIN:VCARD",
      "VERSION:4.0",
      "NOTE:names nobody",
      "END:VCARD",
    ),
  );
  assert.deepEqual(cards, [
    {
      name: "Ines Aalto, the Weaver",
      mails: ["ines@bench.example", "ines@home.example"],
      handles: ["Inni", "@ines", "https://ines.example/a?b=c;d", "xmpp:ines@chat.example"],
    },
  ]);
});

test("vCard 3.0 and 2.1: structured names, organisations, quoted-printable over two lines", () => {
  const cards = readVcards(
    bytes(
      "begin:vcard",
      "version:3.0",
      "n:Lind;Rosa;Maria;;",
      "email;type=internet:rosa@far.example",
      "end:vcard",
      "BEGIN:VCARD",
      "VERSION:2.1",
      "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85sa =",
      "=C3=96berg",
      "EMAIL;INTERNET:asa@far.example",
      "END:VCARD",
      "BEGIN:VCARD",
      "ORG:The Loom Guild",
      "END:VCARD",
    ),
  );
  assert.deepEqual(
    cards?.map(({ name, mails }) => [name, mails]),
    [
      ["Rosa Maria Lind", ["rosa@far.example"]],
      ["Åsa Öberg", ["asa@far.example"]],
      ["The Loom Guild", []],
    ],
  );
});

test("what is no vCard is none, and what is broken off or hostile harms nothing", () => {
  assert.equal(readVcards(bytes("name,mail", "Ines,ines@bench.example")), null);
  assert.deepEqual(readVcards(bytes("BEGIN:VCARD", "FN:Cut off")), []);
  assert.deepEqual(readVcards(bytes("BEGIN:VCARD", "FN:\u001b[31mRed\u202e", "EMAIL:a@b, c@d", "END:VCARD")), [
    { name: "Red", mails: [], handles: [] },
  ]);
  const started = performance.now();
  readVcards(bytes("BEGIN:VCARD", `FN;${'X="'.repeat(50_000)}`, `NICKNAME:${",\\".repeat(50_000)}`, "END:VCARD"));
  assert.ok(performance.now() - started < 5000);
});

test("what is written is read again, in lines of 75 bytes", () => {
  const word = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
    .map(plainLine)
    .filter((text) => text !== "");
  const card = fc.record({
    name: word,
    mails: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,9}@[a-z]{1,9}\.example$/), { maxLength: 3 }),
    handles: fc.uniqueArray(fc.oneof(word, fc.stringMatching(/^https:\/\/[a-z]{1,9}\.example\/[a-z?&=,;]{0,40}$/)), {
      maxLength: 4,
    }),
  });
  fc.assert(
    fc.property(fc.array(card, { maxLength: 5 }), (cards) => {
      const written = writeVcards(cards);
      for (const line of written.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
      const read = cards.length === 0 ? [] : readVcards(Buffer.from(written));
      const plain = (each: Card): Card => ({
        ...each,
        handles: each.handles.filter((handle) => handle !== each.name).toSorted(),
      });
      assert.deepEqual(read?.map(plain), cards.map(plain));
    }),
    { numRuns: 500 },
  );
});

test("a name that speaks of quoted-printable and ends in = swallows no line", () => {
  const card: Card = { name: "ENCODING=QUOTED-PRINTABLE:M=", mails: ["m@b.example"], handles: [] };
  assert.deepEqual(readVcards(Buffer.from(writeVcards([card]))), [card]);
});

test("white space without end is no vCard, and told so at once", () => {
  const before = process.cpuUsage();
  assert.equal(readVcards(Buffer.from("\t\n  ".repeat(20_000))), null);
  const { user } = process.cpuUsage(before);
  assert.ok(user < 1_000_000, `${user} µs`);
});

test("a page with a backslash in its address is read again as it was written", () => {
  const card: Card = { name: "Ann", mails: [], handles: ["https://a.example/\\n\\;x"] };
  assert.deepEqual(readVcards(Buffer.from(writeVcards([card]))), [card]);
});

test("a card is somebody known by mail or handle; by name only where not both have a mail address", () => {
  const known = new Map([
    ["ines@bench.example", ["p1"]],
    ["@ines", ["p1"]],
    ["Ines", ["p1"]],
    ["Bo", ["p2"]],
    ["Jan", ["p3", "p4"]],
  ]);
  const people = {
    knownAs: (text: string): readonly string[] => known.get(text) ?? [],
    hasMail: (id: string): boolean => id === "p1",
  };
  const of = (card: Partial<Card>): string | null =>
    personOfCard({ name: "Somebody", mails: [], handles: [], ...card }, people);
  assert.equal(of({ mails: ["ines@bench.example"] }), "p1");
  assert.equal(of({ name: "Bo", handles: ["@ines"] }), "p1");
  assert.equal(of({ name: "Ines" }), "p1");
  assert.equal(of({ name: "Ines", mails: ["other@far.example"] }), null, "two addresses, two people");
  assert.equal(of({ name: "Bo", mails: ["bo@far.example"] }), "p2");
  assert.equal(of({ name: "Jan" }), null, "two are called so");
  assert.deepEqual(
    handlesWith(
      ["@ines"],
      { name: "Ines", mails: ["ines@bench.example", "i@home.example"], handles: ["INES"] },
      "ines@bench.example",
    ),
    ["@ines", "i@home.example"],
  );
});

test("a card of an old telephone keeps the letters of names, whatever its bytes are", () => {
  const card = "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ren\u00e9 Stra\u00dfe\r\nEND:VCARD\r\n";
  for (const encoding of ["latin1", "utf8"] as const)
    assert.deepEqual(
      readVcards(Buffer.from(card, encoding))?.map(({ name }) => name),
      ["Ren\u00e9 Stra\u00dfe"],
      encoding,
    );
});
