// Hostile in what their items say: titles, links, names, dates, and items of other feeds.
import { answer, behaviour, document, item, rss, sound } from "./behaviour.ts";
import type { Behaviour } from "./behaviour.ts";

/** An item of the first honest feed, as a hostile one gives it out for its own. */
export const stolenTitle: string = "OWNED";
export const honestGuid = (nth: number): string => `honest-1-${nth}`;
export const honestLink = (nth: number): string => `https://items.example/honest-1-${nth}`;

const feed = (name: string, items: number, inside: string): Behaviour =>
  behaviour(name, document(rss(name, inside)), { items });
const json = (name: string, items: number, body: string): Behaviour =>
  behaviour(
    name,
    document(`{"version":"https://jsonfeed.org/version/1.1","title":"${name}",${body}}`, "application/feed+json"),
    {
      items,
    },
  );
const thrice = (make: (nth: number) => string): string => [0, 1, 2].map(make).join("");

export const words: readonly Behaviour[] = [
  feed(
    "titles-of-escapes",
    4,
    [
      "\u001b[31mred\u001b[2J",
      "&#27;]0;window&#7; &amp;#27;[1m",
      "\u009b31m c1 \u0085\u0090",
      "bidi \u202etxt.exe\u2066 \u200f",
    ]
      .map((title, nth) => `<item><title>${title}</title><link>https://items.example/escapes-${nth}</link></item>`)
      .join(""),
  ),
  behaviour("title-of-the-feed", document(rss("\u009b2J&#10;&#10;fake: line\n\u202e", item("title-of-the-feed"))), {
    items: 1,
  }),
  feed("title-of-lines", 1, item("title-of-lines&#10;s0000\tfake&#13;&#10;second")),
  feed(
    "title-of-mark-up",
    1,
    `<item><title>&lt;img src=x onerror=alert(1)&gt; &lt;T&gt;</title><guid>mark-up</guid></item>`,
  ),
  feed(
    "names-of-prototypes",
    3,
    ["__proto__", "constructor", "toString"]
      .map((name) => `<item><title>${name}</title><guid>${name}</guid><category>${name}</category></item>`)
      .join(""),
  ),
  feed(
    "elements-of-prototypes",
    1,
    "<__proto__><item><title>inside</title><link>https://items.example/proto</link></item></__proto__>",
  ),
  feed(
    "enclosures-of-nonsense",
    1,
    item(
      "enclosures",
      '<enclosure url="a.mp3" length="-1"/><enclosure url="b.mp3" length="99999999999999999999999"/><enclosure url="javascript:alert(1)" length="x"/>',
    ),
  ),
  feed(
    "dates-of-nonsense",
    7,
    [
      "0000-00-00T00:00:00Z",
      "9999-12-31T23:59:59Z",
      "-000001-01-01",
      "Thu, 99 Foo 20244 99:99:99",
      "1e999",
      "&#0;",
      "+275760-09-13T00:00:00Z",
    ]
      .map((date, nth) => item(`date-of-nonsense ${nth}`, `<pubDate>${date}</pubDate>`))
      .join(""),
  ),
  feed("ttl-without-end", 1, `<ttl>99999999999999999999</ttl>${item("ttl")}`),
];

export const addresses: readonly Behaviour[] = [
  feed(
    "links-of-scripts",
    4,
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x"]
      .map((link, nth) => `<item><title>scripted ${nth}</title><link>${link}</link><comments>${link}</comments></item>`)
      .join(""),
  ),
  feed(
    "base-of-files",
    1,
    `<item xml:base="file:///"><title>based</title><link>etc/passwd</link><description>&lt;a href="etc/passwd"&gt;x&lt;/a&gt;</description></item>`,
  ),
  feed(
    "link-of-the-feed",
    1,
    `<link>javascript:alert(1)</link><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="file:///etc/passwd"/>${item("link-of-the-feed")}`,
  ),
  feed(
    "links-with-userinfo",
    1,
    `<item><title>userinfo</title><link>https://user:secret@items.example/userinfo</link></item>`,
  ),
];

export const identities: readonly Behaviour[] = [
  feed(
    "guids-alike",
    3,
    thrice((nth) => item(`alike ${nth}`, "<guid>same</guid>")),
  ),
  behaviour(
    "guids-that-change",
    (exchange) =>
      document(
        rss(
          "guids-that-change",
          thrice((nth) => item(`changing ${nth}`, `<guid>${Math.random()}</guid>`)),
        ),
      )(exchange),
    { items: 3 },
  ),
  feed(
    "guids-of-another-feed",
    3,
    thrice(
      (nth) =>
        `<item><title>${stolenTitle} ${nth}</title><guid isPermaLink="false">${honestGuid(nth)}</guid><link>https://thief.example/${nth}</link></item>`,
    ),
  ),
  feed(
    "links-of-another-feed",
    3,
    thrice(
      (nth) =>
        `<item><title>${stolenTitle} ${nth}</title><link>${honestLink(nth)}</link><guid>thief-${nth}</guid></item>`,
    ),
  ),
  feed("guids-of-what-is-there", 1, `<item><title>guid of a key</title><guid isPermaLink="false">said </guid></item>`),
  behaviour("feed-of-another-feed", document(sound("honest-2", 20)), { items: 20 }),
];

export const jsons: readonly Behaviour[] = [
  json("json-of-double-names", 1, '"items":[],"items":[{"id":"d1","id":"d2","url":"https://items.example/double"}]'),
  json(
    "json-of-prototypes",
    1,
    '"__proto__":{"items":[]},"items":[{"id":"__proto__","title":"p","__proto__":{"url":"https://items.example/p"}}]',
  ),
  json(
    "json-of-wrong-kinds",
    2,
    '"authors":{"name":[]},"items":[{"id":{"a":1},"title":["x"],"url":7},{"id":3,"tags":"x","attachments":{}},null,7,"x"]',
  ),
  json("json-of-halves", 1, '"items":[{"id":"\\ud800","title":"\\u0000\\u001b[31m\\udfff","content_text":"\\u0000"}]'),
  json("json-nested", 1, `"items":[{"id":"n","title":"nested","extra":${"[".repeat(100_000)}${"]".repeat(100_000)}}]`),
  behaviour(
    "json-called-xml",
    answer(
      200,
      { "content-type": "application/rss+xml" },
      '{"version":"https://jsonfeed.org/version/1","items":[{"id":"x","content_text":"y"}]}',
    ),
    { items: 1 },
  ),
];
