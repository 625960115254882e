// Pieces that readers trip over: what the mutations put in.
import type { Dictionary } from "./target.ts";

/** Trouble wherever it stands; written into documents as bytes of UTF-8. */
export const trouble: readonly string[] = [
  "javascript:alert(1)",
  "data:text/html,x",
  "file:///etc/passwd",
  "http://[::1",
  "http://user:secret@host.example:99999/",
  "https://example.org/%zz%00",
  "__proto__",
  "constructor",
  "1e999",
  "-1",
  "[[[[",
  "]}",
  "null",
  "Mon, 31 Feb 2020 25:61:61 +9999",
  "0000-00-00T00:00:00Z",
  "9999-12-31T23:59:60-14:00",
  "-271821-04-20",
  "Thu, 01 Jan 1970 00:00:00 GMT",
  "\u0000",
  "\u001b[2J\u001b]0;title\u0007",
  "\u009b31m",
  "\u202e\u2066",
  "\u2028",
  "\ufeff",
  "\ufffe",
  "\u{1f468}\u200d\u{1f469}",
  "\t\n\r \u00a0",
  "99999999999999999999",
  "0x1f",
  "\u200d\u200b\u00ad",
  "e\u0301\u0301\u0301\u0301",
  "\u05d0\u0639\u4e2d\u0e01",
  "'; DROP TABLE item; --",
  "$(id) `id` | id ; id & id",
  "../../../../etc/passwd",
  "%s%n%x",
  "=cmd|' /C calc'!A0",
  "hasOwnProperty",
  "toString",
];

/** Pieces of feeds and of pages. */
const markUp: readonly string[] = [
  ...'< > & " \' = / ]]> --> ?> <![CDATA[ <!-- <? <! </ /> &# &#x & &; <> </> <a <a< <a=< <a b <a b="'.split(" "),
  ..."&lt; &amp; &amp;lt; &#0; &#27; &amp;#27; &#155; &amp;#x9b; &#xD800; &#1114112; &#99999999; &nbsp; &unknown; &lol;".split(
    " ",
  ),
  ..."<item> </item> <entry> </entry> <channel> </channel> <rss> </rss> <feed> </feed> <rdf:RDF> <item/> <entry/>".split(
    " ",
  ),
  ...'<title> </title> <title type="html"> <link> </link> <link href="//"/> <guid> </guid> <id> </id>'.split(" "),
  ...'<description> </description> <content:encoded> </content:encoded> <content type="xhtml"> </content>'.split(" "),
  '<div xmlns="http://www.w3.org/1999/xhtml">',
  '<content type="base64" mode="base64">',
  '<feed xmlns="http://www.w3.org/2005/Atom">',
  '<feed xmlns="http://purl.org/atom/ns#">',
  '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">',
  '<?xml version="1.0" encoding="utf-16"?>',
  '<?xml version="1.0" encoding="ebcdic-cp-us"?>',
  '<?xml version="1.0" encoding="shift_jis">',
  "<!DOCTYPE rss [<!ENTITY lol \"lol\"><!ENTITY lol2 '&lol;&lol;'>",
  '<!ENTITY xxe SYSTEM "file:///etc/passwd">]>',
  ' xml:base="file:///"',
  ' xml:base="//other.example/x/"',
  ' xml:base="javascript:alert(1)"',
  ' xmlns="urn:nothing"',
  ' xmlns:a="http://www.w3.org/2005/Atom"',
  ' xmlns:media="http://search.yahoo.com/mrss/"',
  '<media:group><media:content url="a.mp4" fileSize="-1">',
  '<enclosure url="javascript:alert(1)" length="99999999999999999999" type="a"/>',
  '<a href="javascript:alert(1)">',
  '<img src="a.png" srcset="a.png 1x, b.png 2x,c.png">',
  '<base href="file:///etc/">',
  "<script>",
  "<style>",
  "<textarea>",
  "<plaintext>",
  "<pre>\n\n",
  "<!doctype html><html><head>",
  '<link rel="alternate" type="application/rss+xml" href="/feed">',
  '<link rel="self" href="data:text/xml,x"/>',
  '{"__proto__":{"items":[]}}',
  '{"version":"https://jsonfeed.org/version/1.1","items":[',
  '"items":[{"id":',
  '"\\ud800"',
  '"\\u0000\\u001b[31m"',
  "<ttl>99999999999999999999</ttl>",
  "<itunes:duration>9999999:99:99</itunes:duration>",
];

/** For feeds, lists of feeds, pages: whatever is written between < and >. */
export const markUpWords: Dictionary = { tokens: [...markUp, ...trouble], marks: ["<", "&", '"', ">"] };

/** For JSON and for JSON lines. */
export const jsonWords: Dictionary = {
  tokens: [
    ...trouble,
    ...'{ } [ ] , : " {} [] "" null true false 0 -0 1.5 1e400 "\\ud800" "\\u0000" "\\u001b[31m" "\\u202e"'.split(" "),
    '{"__proto__":{"polluted":1}}',
    '"__proto__":{"polluted":1},',
    '"constructor":{"prototype":{"polluted":1}},',
    '{"a":[[[[[[[[{"b":1}]]]]]]]]}',
    '"<img src=x onerror=alert(1)>"',
    "NaN",
    "// comment",
  ],
  marks: ['"', ":", ",", "{", "["],
};

/** Bytes that mean something to some reader. */
export const bytes: readonly number[] = [
  0, 1, 8, 9, 10, 13, 27, 32, 34, 38, 39, 45, 47, 58, 59, 60, 61, 62, 63, 91, 93, 123, 125, 127, 0x80, 0x9b, 0xc0, 0xc2,
  0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xfe, 0xff,
];

/** Content types that servers send, right or not; null for none. */
export const contentTypes: readonly (string | null)[] = [
  null,
  "application/rss+xml",
  "text/xml; charset=utf-8",
  "text/xml; charset=iso-8859-1",
  "text/html; charset=shift_jis",
  "application/json",
  "application/xml; charset=utf-16",
  "text/plain; charset=utf-7",
  'text/xml; charset="',
];
