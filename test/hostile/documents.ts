// Hostile in the document itself: entities, depth, size, encodings, and what is no feed.
import { behaviour, document, item, rss, sound } from "./behaviour.ts";
import type { Behaviour } from "./behaviour.ts";

const megabyte = 1024 * 1024;
/** A feed whose document is made when it is asked for. */
const feed = (name: string, items: number, make: () => string | Uint8Array): Behaviour =>
  behaviour(name, document(make), { items });
const withDoctype = (name: string, doctype: string, body: string): string =>
  `<!DOCTYPE rss ${doctype}>${rss(name, item(name, `<description>${body}</description>`))}`;

const laughs = [
  '<!ENTITY lol "lol">',
  ...Array.from({ length: 9 }, (_, nth) => `<!ENTITY lol${nth + 1} "${`&lol${nth === 0 ? "" : nth};`.repeat(10)}">`),
].join("");

export const entities: readonly Behaviour[] = [
  feed("billion-laughs", 1, () => withDoctype("billion-laughs", `[${laughs}]`, "&lol9;")),
  feed("quadratic-entity", 1, () =>
    withDoctype("quadratic-entity", `[<!ENTITY a "${"a".repeat(50_000)}">]`, "&a;".repeat(50_000)),
  ),
  feed("short-entity-many-times", 1, () =>
    withDoctype("short-entity", `[<!ENTITY a "${"a".repeat(250)}">]`, "&a;".repeat(1_000_000)),
  ),
  feed("entity-of-a-file", 1, () =>
    withDoctype("entity-of-a-file", '[<!ENTITY x SYSTEM "file:///etc/passwd">]', "[&x;]"),
  ),
  feed("doctype-of-a-file", 1, () => withDoctype("doctype-of-a-file", 'SYSTEM "file:///etc/passwd"', "x")),
  feed("parameter-entity", 1, () =>
    withDoctype("parameter-entity", '[<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p; %q;]', "&q;"),
  ),
  feed("processing-instruction", 1, () => `<?xml-stylesheet href="file:///etc/passwd"?>${sound("instruction", 1)}`),
];

export const sizes: readonly Behaviour[] = [
  feed("entries-60000", 50_000, () =>
    rss("entries-60000", Array.from({ length: 60_000 }, (_, nth) => item(`many ${nth}`)).join("")),
  ),
  feed("entry-of-15-MB", 1, () =>
    rss("entry-of-15-MB", item("long", `<description>${"long ".repeat(3 * megabyte)}</description>`)),
  ),
  feed("title-of-a-megabyte", 1, () => rss("long title", `<item><title>${"wide ".repeat(200_000)}</title></item>`)),
  feed("tags-of-12-MB", 1, () =>
    rss("tags", item("tags", `<description>${"<b>x</b>".repeat(1.5 * megabyte)}</description>`)),
  ),
  feed("references-of-12-MB", 1, () =>
    rss("references", item("references", `<description>${"&lt;p&gt;".repeat(1.5 * megabyte)}</description>`)),
  ),
  feed("deep", 1, () =>
    rss("deep", item("deep", `<description>${"<div>".repeat(500_000)}x${"</div>".repeat(500_000)}</description>`)),
  ),
  feed("deep-around", 2, () => `${"<a>".repeat(500_000)}${sound("deep-around", 2)}`),
  feed("scopes-in-scopes", 1, () =>
    rss(
      "scopes",
      item("scopes") +
        Array.from(
          { length: 400 },
          (_, at) => `<x${Array.from({ length: 200 }, (__, nth) => ` xmlns:p${at}n${nth}="b"`).join("")}>`,
        ).join("") +
        '<i xmlns:q="b"/>'.repeat(300_000),
    ),
  ),
  feed("a-base-for-all", 1, () =>
    rss(
      "base",
      item("base", `<description><![CDATA[${"<a href=b>".repeat(300_000)}]]></description>`),
      ` xml:base="http://x.example/${"a".repeat(megabyte)}/"`,
    ),
  ),
  feed("space-in-an-address", 1, () =>
    rss("space", item("space", `<description><![CDATA[<a href=${" ".repeat(4 * megabyte)}#]]></description>`)),
  ),
  feed("guid-of-4-MB", 1, () => rss("guid", item("long guid", `<guid>${"g".repeat(4 * megabyte)}</guid>`))),
  feed("date-of-a-megabyte", 1, () =>
    rss("date", item("long date", `<pubDate>${"Mon, 01 Jan 2024 ".repeat(60_000)}</pubDate>`)),
  ),
  feed("address-of-a-megabyte", 1, () =>
    rss(
      "address",
      `<item><title>long address</title><link>https://items.example/${"a".repeat(megabyte)}</link></item>`,
    ),
  ),
];

const latin = (text: string): Uint8Array => Buffer.from(text, "latin1");

export const encodings: readonly Behaviour[] = [
  behaviour("charset-that-lies", document(sound("chàrset-that-lies", 2), "text/xml; charset=utf-16"), { items: 2 }),
  behaviour("charset-unknown", document(sound("charset-unknown", 2), "text/xml; charset=x-klingon"), { items: 2 }),
  behaviour("charset-of-controls", document(sound("charset-of-controls", 2), "text/xml; charset=\u009b[2J"), {
    items: 2,
  }),
  feed("latin-1-called-utf-8", 2, () => latin(`<?xml version="1.0" encoding="utf-8"?>${sound("café", 2)}`)),
  feed("utf-7", 2, () => `<?xml version="1.0" encoding="utf-7"?>${sound("+ADw-script+AD4-", 2).slice(22)}`),
  feed("ebcdic", 2, () => `<?xml version="1.0" encoding="ebcdic-cp-us"?>${sound("ebcdic", 2).slice(22)}`),
  feed("utf-16-without-mark", 2, () => Buffer.from(sound("utf-16-without-mark", 2), "utf16le")),
  feed("nul-bytes", 2, () => sound("nul-bytes", 2).replaceAll("said", "s\0a\0i\0d")),
  feed("bytes-that-are-no-characters", 2, () =>
    Buffer.concat([Buffer.from(sound("no-characters", 2)), Buffer.from([0xff, 0xfe, 0xc0, 0x80])]),
  ),
];

const other = (name: string, make: () => string | Uint8Array, broken: RegExp): Behaviour =>
  behaviour(name, document(make, "application/rss+xml"), { broken });

export const strangers: readonly Behaviour[] = [
  other(
    "feed-inside-a-page",
    () => `<!doctype html><html><body><pre>${sound("quoted", 2).replaceAll("<", "&lt;")}</pre></body></html>`,
    /a web page/,
  ),
  other("svg", () => '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', /XML of another kind/),
  other("opml", () => '<opml version="2.0"><body><outline text="|rm"/></body></opml>', /XML of another kind/),
  other("zip", () => Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0]), /a binary file/),
  other("plain-text", () => "\u001b[2Jnothing here", /plain text/),
  other("json-of-another-kind", () => '{"__proto__":{"items":[]},"constructor":1}', /JSON of another kind/),
  other("json-deep", () => "[".repeat(5 * megabyte), /JSON of another kind|plain text/),
  other("json-of-five-million-things", () => `[${"{},".repeat(5_000_000)}{}]`, /JSON of another kind/),
  other("json-cut-off", () => '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1"', /./),
];
