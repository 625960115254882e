// The scanner sees in any document, damaged or not, what htmlparser2's tokenizer sees; and takes time linear in its length.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Tokenizer } from "htmlparser2";
import { scanHtml, scanXml, silent } from "../../../src/formats/feed/scan.ts";

/** What was told of a document, pieces of text that follow on each other as one. */
class Told {
  readonly lines: string[] = [];
  #text = "";
  #tag: string[] = [];

  text(text: string): void {
    this.#text += text;
  }

  say(line: string): void {
    if (this.#text !== "") this.lines.push(`text ${this.#text}`);
    this.#text = "";
    this.lines.push(line);
  }

  open(name: string): void {
    this.#tag = [name];
  }

  attribute(name: string, value: string): void {
    this.#tag.push(`${name}=${value}`);
  }

  openEnd(at: number, isSelfClosed: boolean): void {
    this.say(`open ${this.#tag.join(" ")}${isSelfClosed ? "/" : ""} at ${at}`);
  }

  end(): readonly string[] {
    this.say("end");
    return this.lines;
  }
}

function scanned(text: string, isXml: boolean): readonly string[] {
  const told = new Told();
  let attribute = "";
  const slice = (start: number, end: number): string => text.slice(start, end);
  (isXml ? scanXml : scanHtml)(text, {
    ...silent,
    onText: (start, end) => told.text(slice(start, end)),
    onCdata: (start, end) => told.say(`cdata ${slice(start, end)}`),
    onDeclaration: (start, end) => told.say(`declaration ${slice(start, end)}`),
    onOpenName: (start, end) => {
      told.open(slice(start, end));
      return true;
    },
    onAttributeName: (start, end) => {
      attribute = slice(start, end);
      return true;
    },
    onAttributeValue: (start, end) => told.attribute(attribute, slice(start, end)),
    onOpenEnd: (at, isSelfClosed) => told.openEnd(at, isSelfClosed),
    onClose: (start, end) => told.say(`close ${slice(start, end)}`),
  });
  return told.end();
}

function tokenized(text: string, isXml: boolean): readonly string[] {
  const told = new Told();
  const ignore = (): void => {};
  let attribute = { name: "", value: "" };
  const slice = (start: number, end: number): string => text.slice(start, end);
  const tokenizer = new Tokenizer(
    { xmlMode: isXml, decodeEntities: false },
    {
      ontextentity: ignore,
      onattribentity: ignore,
      oncomment: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
      ontext: (start, end) => told.text(slice(start, end)),
      oncdata: (start, end, offset) => told.say(`cdata ${slice(start, end - offset)}`),
      ondeclaration: (start, end) => {
        if (isXml) told.say(`declaration ${slice(start, end)}`);
      },
      onopentagname: (start, end) => told.open(slice(start, end)),
      onattribname: (start, end) => void (attribute = { name: slice(start, end), value: "" }),
      onattribdata: (start, end) => void (attribute.value = slice(start, end)),
      onattribend: () => told.attribute(attribute.name, attribute.value),
      onopentagend: (at) => told.openEnd(at, false),
      onselfclosingtag: (at) => told.openEnd(at, true),
      onclosetag: (start, end) => told.say(`close ${slice(start, end)}`),
    },
  );
  tokenizer.write(text);
  tokenizer.end();
  return told.end();
}

const pieces =
  `< > / </ <a <b\u0020 p = " ' <!-- --> --!> - <![CDATA[ ]]> ] <? ?> ? x 1 <!DOCTYPE\u0020x> <script> </script> <title>
  </title\u0020 é &amp; href /> <style </style> <plaintext> <TextArea\u0020a='>'> </TEXTAREA> <iframe/> </iframe> <é <_`
    .split(/[\n ]+/)
    .map((piece) => piece.replaceAll("\u0020", " "));
/** Closes whatever may be open: what the end of a document cuts through is told apart in another test. */
const ending = `"'>-->]]>?></script></style></title ></textarea ></iframe >`;
const damaged = fc
  .array(fc.constantFrom(...pieces, " ", "\n"), { maxLength: 12 })
  .map((parts) => parts.join("") + ending)
  // In XML the tokenizer takes "<!>" for the beginning of a declaration; here it is an empty one.
  .filter((text) => !text.includes("<!>"));

for (const isXml of [true, false]) {
  test(`${isXml ? "XML" : "HTML"} is scanned as a tokenizer sees it`, () => {
    fc.assert(
      fc.property(damaged, (text) => assert.deepEqual(scanned(text, isXml), tokenized(text, isXml))),
      { numRuns: 5000 },
    );
  });
}

test("of what a document begins and does not end, text and CDATA are told", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["a <", "text a <"],
    ["a </", "text a </"],
    ["a <b", "text a "],
    ["a <b c", "text a "],
    ["a <b c='d", "text a "],
    ["a <!-- b", "text a "],
    ["a <? b", "text a "],
    ["a <![CDATA[b", "text a |cdata b"],
  ];
  for (const [text, told] of cases) {
    assert.equal(scanned(text, true).slice(0, -1).join("|"), told, text);
  }
});

test("a document full of beginnings takes no longer for each than one that ends them", () => {
  const count = 200_000;
  for (const begun of [
    "<!--",
    "<a b='",
    '<a b="',
    "<![CDATA[",
    "<?",
    "<a ",
    "</a ",
    "<!--!>--!>",
    "<script>",
    "<!a ",
  ]) {
    const text = begun.repeat(count);
    const started = performance.now();
    for (const isXml of [true, false]) scanned(text, isXml);
    const tookMs = performance.now() - started;
    assert.ok(tookMs < 10_000, `${begun} took ${tookMs.toFixed(0)} ms`);
  }
});
