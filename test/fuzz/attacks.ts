// Documents made to take a reader's time or memory: each a short piece many times over, to any length.

/** Makes a document of about `length` bytes. */
export type Attack = (length: number) => string;

const rss = (inside: string): string => `<rss version="2.0"><channel><title>t</title>${inside}</channel></rss>`;
const item = (inside: string): string => rss(`<item><title>a</title>${inside}</item>`);
const body = (html: string): string => item(`<description><![CDATA[${html}]]></description>`);
const atom = (inside: string, attributes = ""): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}><title>t</title>${inside}</feed>`;
const json = (inside: string): string => `{"version":"https://jsonfeed.org/version/1.1",${inside}}`;
const long = (length: number): string => "a".repeat(length);

/** `piece` as often as `length` takes it. */
function filled(length: number, piece: string): string {
  return piece.repeat(Math.max(1, Math.floor(length / piece.length)));
}

/** Pieces that are all different, up to `length`. */
function varied(length: number, piece: (nth: number) => string): string {
  const pieces: string[] = [];
  for (let nth = 0, sum = 0; sum < length; nth += 1) {
    const next = piece(nth);
    sum += next.length;
    pieces.push(next);
  }
  return pieces.join("");
}

/** Elements inside one another that each declare 250 prefixes, then many that declare one more. */
function nestedScopes(length: number): string {
  let open = "";
  for (let depth = 0; depth < 480 && open.length < length / 3; depth += 1)
    open += `<x${varied(2500, (nth) => ` xmlns:p${depth}n${nth}="b"`)}>`;
  return rss(open + filled(length - open.length, '<i xmlns:q="b"/>'));
}

export const attacks: Readonly<Record<string, Attack>> = {
  "closing tags of nothing, deep down": (n) => rss("<x>".repeat(500) + filled(n, "</y>")),
  "open tags of the feed's own": (n) => rss(filled(n, "<title a<")),
  "open items": (n) => rss(filled(n, "<item <")),
  "open quotes in items": (n) => rss(filled(n, '<item a="x" <')),
  "items in items": (n) => rss(filled(n / 2, "<item>") + filled(n / 2, "</item>")),
  "scopes in scopes": nestedScopes,
  "undeclared prefixes": (n) => rss(varied(n, (nth) => `<p${nth}:x/>`)),
  "groups in groups": (n) => item(filled(n, "<media:group>")),
  "children of groups": (n) => item(filled(n, `<media:group>${"<link/>".repeat(400)}</media:group>`)),
  "enclosures of groups": (n) =>
    item(
      varied(
        n,
        (nth) => `<media:group>${varied(20_000, (at) => `<media:content url="u${nth}-${at}"/>`)}</media:group>`,
      ),
    ),
  "space in an address": (n) => body(`<a href=${filled(n, " ")}#`),
  "space in many addresses": (n) => body(filled(n, `<a href=${" ".repeat(2000)}#>`)),
  "long words in srcset": (n) => body(filled(n, `<img srcset="${long(4090)} x y"><img src=q>`)),
  "commas in srcset": (n) => body(`<img srcset="${",".repeat(n)}x y"><img src=q>`),
  "a long base for many entries": (n) =>
    atom(filled(n / 2, "<entry><link href='b'/></entry>"), `xml:base="http://x.example/${long(n / 2)}/"`),
  "a base of the length that is taken": (n) =>
    atom(filled(n, "<entry><link href='b'/></entry>"), `xml:base="http://x.example/${long(2000)}/"`),
  "a base for many addresses": (n) =>
    atom(
      `<entry><content type="html">${filled(n, "&lt;a href=b>")}</content></entry>`,
      `xml:base="http://x.example/${long(2000)}/"`,
    ),
  "a base inside a body": (n) =>
    atom(
      `<entry><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml" xml:base="http://x.example/${long(2000)}/">${filled(n, "<a href='b'/>")}</div></content></entry>`,
    ),
  "a long link for many addresses": (n) =>
    rss(
      `<item><link>http://x.example/${long(n / 2)}/</link><description><![CDATA[${filled(n / 2, "<a href=b>")}]]></description></item>`,
    ),
  "a base for the feeds of a page": (n) =>
    `<html><head><base href="/${long(n / 2)}">${varied(n / 2, (nth) => `<link rel=alternate type=application/rss+xml href=a${nth}>`)}`,
  "a long name for many entries": (n) =>
    atom(`<author><name>${long(n / 2)}</name></author>${filled(n / 2, "<entry><id/></entry>")}`),
  "many names for many entries": (n) =>
    atom(
      varied(n / 2, (nth) => `<author><name>${nth}${long(300)}</name></author>`) +
        filled(n / 2, "<entry><id/></entry>"),
    ),
  "a long name for many items of JSON": (n) =>
    json(`"authors":[{"name":"${long(n / 2)}"}],"items":[${filled(n / 2, "{},")}{}]`),
  "attachments of JSON": (n) =>
    json(`"items":[{"id":"1","attachments":[${varied(n, (nth) => `{"url":"a${nth}"},`)}{}]}]`),
  "JSON in JSON": (n) => json(`"items":${"[".repeat(n / 2)}${"]".repeat(n / 2)}`),
  "many addresses in JSON": (n) =>
    json(
      `"items":[{"url":"http://x.example/${long(4000)}","content_html":${JSON.stringify(filled(n, "<a href=b>"))}}]`,
    ),
  "space in a date": (n) => item(`<pubDate>${filled(n, " ")}x</pubDate>`),
  "dates that nearly are": (n) => rss(filled(n, `<item><pubDate>1 Jan 2020 00:00${" a".repeat(30)}1</pubDate></item>`)),
  "brackets in names": (n) => item(filled(n, `<author>${"a (".repeat(160)}</author>`)),
  "colons in a duration": (n) => item(`<itunes:duration>${filled(n, ":")}</itunes:duration>`),
  "bases in bases": (n) => item(`<description>${filled(n, '<x xml:base="a/">')}`),
  "a title of tags": (n) => rss(`<item><title><![CDATA[${filled(n, "<a ")}]]></title></item>`),
  "a title of quotes": (n) => rss(`<item><title><![CDATA[${filled(n, '<a b="')}]]></title></item>`),
  "scripts in a body": (n) => body(`<script>${filled(n, "</scrip")}`),
  "comments in a body": (n) => body(filled(n, "<!--")),
  "an entity of space": (n) => `<!DOCTYPE r [<!ENTITY${filled(n, " ")}>]>${item("")}`,
  "a declaration without end": (n) => `<?xml ${filled(n, "?")}`,
  "carriage returns": (n) => filled(n, "\r"),
  braces: (n) => filled(n, "{<"),
};
