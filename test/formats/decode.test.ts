// Bytes to text: marks, labels that are right, wrong or missing, and damage.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeDocument } from "../../src/formats/decode.ts";

const words = "Größe, œuvre – “naïve” façade";
const declaration = (label: string): string => `<?xml version="1.0" encoding="${label}"?>`;

/** The text in an encoding of one byte a character, found by trying all 256. */
function encodeSingle(text: string, label: string): Uint8Array {
  const decoder = new TextDecoder(label);
  const bytes = new Map<string, number>();
  for (let byte = 255; byte >= 0; byte -= 1) bytes.set(decoder.decode(Uint8Array.of(byte)), byte);
  return Uint8Array.from(Array.from(text).map((char) => bytes.get(char) ?? assert.fail(`${char} is not in ${label}`)));
}

function encodeWide(
  text: string,
  { bytesPerUnit, littleEndian }: { bytesPerUnit: 2 | 4; littleEndian: boolean },
): Uint8Array {
  const units =
    bytesPerUnit === 2
      ? Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
      : Array.from(text).map((char) => char.codePointAt(0) ?? 0);
  const view = new DataView(new ArrayBuffer(units.length * bytesPerUnit));
  units.forEach((unit, at) => {
    if (bytesPerUnit === 2) view.setUint16(at * 2, unit, littleEndian);
    else view.setUint32(at * 4, unit, littleEndian);
  });
  return new Uint8Array(view.buffer);
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const codes = (bytes: Uint8Array, contentType: string | null): string[] =>
  decodeDocument(bytes, contentType).problems.map(({ code }) => code);

test("single-byte charsets by header or declaration, whichever is there", () => {
  const cases: [string, string][] = [
    ["windows-1252", words],
    ["iso-8859-1", "Größe façade"],
    ["iso-8859-2", "Žluťoučký kůň"],
    ["windows-1251", "Чужая тетрадь"],
    ["koi8-r", "Чужая тетрадь"],
    ["iso-8859-7", "Μικρό βιβλίο"],
    ["windows-1255", "מחברת קטנה"],
    ["macintosh", "Größe façade"],
  ];
  for (const [label, text] of cases) {
    const bare = encodeSingle(`<rss>${text}</rss>`, label);
    const declared = encodeSingle(declaration(label) + text, label);
    assert.equal(decodeDocument(bare, `text/xml; charset="${label}"`).text, `<rss>${text}</rss>`, label);
    assert.equal(decodeDocument(declared, null).text, declaration(label) + text, label);
    assert.deepEqual(codes(declared, `text/xml; charset=${label.toUpperCase()}`), [], label);
  }
  assert.equal(cases.length, 8);
});

test("windows-1252 is what iso-8859-1 means on the web", () => {
  assert.equal(decodeDocument(Uint8Array.of(0x93, 0x80, 0x94), "text/xml; charset=iso-8859-1").text, "“€”");
});

test("valid UTF-8 with four high bytes beats every label, and says so", () => {
  const bytes = utf8(declaration("iso-8859-1") + words);
  const { text, encoding, problems } = decodeDocument(bytes, "text/xml; charset=windows-1251");
  assert.ok(text.endsWith(words));
  assert.equal(encoding, "utf-8");
  assert.deepEqual(
    problems.map(({ code }) => code),
    ["charset-mismatch", "charset-mismatch"],
  );
});

test("a label that the bytes contradict gives way to the next", () => {
  const bytes = encodeSingle(declaration("windows-1251") + "Чужая", "windows-1251");
  const { text, encoding } = decodeDocument(bytes, "application/rss+xml; charset=utf-8");
  assert.ok(text.endsWith("Чужая"));
  assert.equal(encoding, "windows-1251");
});

test("UTF-16 and UTF-32, with a mark and without", () => {
  const document = `<?xml version="1.0"?><rss>${words} 🪵</rss>`;
  let checked = 0;
  for (const bytesPerUnit of [2, 4] as const) {
    for (const littleEndian of [true, false]) {
      for (const mark of ["", "\ufeff"]) {
        const { text, encoding } = decodeDocument(encodeWide(mark + document, { bytesPerUnit, littleEndian }), null);
        assert.equal(text, document);
        assert.equal(encoding, `utf-${bytesPerUnit * 8}${littleEndian ? "le" : "be"}`);
        checked += 1;
      }
    }
  }
  assert.equal(checked, 8);
});

test("a 16-bit label on bytes of ASCII shape is a lie", () => {
  for (const label of ["utf-16", "UTF-16LE", "utf-32", "ISO-10646-UCS-2"]) {
    const { text, encoding } = decodeDocument(utf8(`${declaration(label)}<rss/>`), `text/xml; charset=${label}`);
    assert.equal(text, `${declaration(label)}<rss/>`);
    assert.equal(encoding, "utf-8");
  }
});

test("a mark beats labels, several marks are one", () => {
  const { text, encoding } = decodeDocument(utf8(`\ufeff\ufeff<rss>${words}</rss>`), "text/xml; charset=koi8-r");
  assert.equal(text, `<rss>${words}</rss>`);
  assert.equal(encoding, "utf-8");
});

test("a strange byte in UTF-8 is read as windows-1252, the rest stays", () => {
  const bytes = Uint8Array.of(...utf8(`<rss>${words} `), 0x92, ...utf8(" é</rss>"));
  const { text, encoding } = decodeDocument(bytes, "text/xml; charset=utf-8");
  assert.equal(text, `<rss>${words} ’ é</rss>`);
  assert.equal(encoding, "utf-8");
  assert.deepEqual(codes(bytes, null), ["invalid-bytes"]);
});

test("no label and no UTF-8: windows-1252", () => {
  const { text, encoding } = decodeDocument(encodeSingle("<rss>Größe</rss>", "windows-1252"), null);
  assert.equal(text, "<rss>Größe</rss>");
  assert.equal(encoding, "windows-1252");
});

test("multi-byte charsets", () => {
  const shiftJis = Uint8Array.of(0x3c, 0x61, 0x3e, 0x93, 0xfa, 0x96, 0x7b);
  assert.equal(decodeDocument(shiftJis, "text/xml; charset=CP932").text, "<a>日本");
  const gb18030 = Uint8Array.of(0xd6, 0xd0, 0xce, 0xc4);
  assert.equal(decodeDocument(gb18030, "text/xml;charset=gb2312").text, "中文");
  const jis = Uint8Array.of(0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42);
  assert.equal(decodeDocument(jis, "text/xml; charset=iso-2022-jp").text, "日本");
});

test("unknown labels are named; control characters and carriage returns go", () => {
  assert.deepEqual(codes(utf8("<rss/>"), "text/xml; charset=klingon"), ["unknown-charset"]);
  const { text, problems } = decodeDocument(utf8("a\u0000\u0008\u001bb\r\nc\rd\te"), null);
  assert.equal(text, "ab\nc\nd\te");
  assert.deepEqual(
    problems.map(({ code }) => code),
    ["control-characters"],
  );
});

test("a declaration that JSON speaks of is not its own", () => {
  const feed = `{"title": "<?xml version='1.0' encoding='iso-8859-1'?> in cafés"}`;
  const { text, encoding, problems } = decodeDocument(utf8(feed), "application/feed+json");
  assert.deepEqual([text, encoding, problems], [feed, "utf-8", []]);
});

test("nothing at all", () => {
  assert.deepEqual(decodeDocument(new Uint8Array(), null), { text: "", encoding: "utf-8", problems: [] });
});
