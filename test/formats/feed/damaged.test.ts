// Documents that are not well-formed: read all the same, and their faults named with a line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { atom, codesOf, entryAt, feedOf, fixture, rss } from "./fixture.ts";

const item = (title: string, more = ""): string =>
  `<item><title>${title}</title><link>https://a.example/${title}</link>${more}</item>\n`;
const titles = (text: string): (string | null)[] => feedOf(text).entries.map(({ title }) => title);

interface Fault {
  fault: string;
  text: string;
  titles: (string | null)[];
  codes: string[];
}

const faults: readonly Fault[] = [
  {
    fault: "bare ampersand",
    text: rss(item("R&D & AT&T;")),
    titles: ["R&D & AT&T;"],
    codes: ["bare-ampersand", "undefined-entity"],
  },
  {
    fault: "entities of HTML",
    text: rss(item("caf&eacute;&nbsp;&hellip;")),
    titles: ["café …"],
    codes: ["undefined-entity"],
  },
  {
    fault: "bare less-than",
    text: rss(item("1 < 2 <3 and a<<b")),
    titles: ["1 < 2 <3 and a<<b"],
    codes: ["bare-less-than"],
  },
  {
    fault: "words after a less-than",
    text: rss(item("if a <b c then") + item("d")),
    titles: ["if a <b c then", "d"],
    codes: ["bare-less-than"],
  },
  {
    fault: "entry left open",
    text: rss(`<item><title>a</title>${item("b")}${item("c")}`),
    titles: ["a", "b", "c"],
    codes: ["not-well-formed"],
  },
  {
    fault: "entry in an entry",
    text: rss(`<item><title>a</title>${item("inner")}</item>${item("b")}`),
    titles: ["a", "b"],
    codes: ["nested-entry"],
  },
  {
    fault: "title left open",
    text: rss(`<item><title>a</item>${item("b")}`),
    titles: ["a", "b"],
    codes: ["not-well-formed"],
  },
  {
    fault: "stray closing tags",
    text: rss(`${item("a")}</p></item>${item("b")}`),
    titles: ["a", "b"],
    codes: ["not-well-formed"],
  },
  {
    fault: "channel closed early",
    text: rss(`${item("a")}</channel></rss>${item("b")}`),
    titles: ["a", "b"],
    codes: ["not-well-formed"],
  },
  {
    fault: "no closing tags at the end",
    text: rss(item("a")).replace("</channel></rss>", ""),
    titles: ["a"],
    codes: ["truncated"],
  },
  {
    fault: "cut in a tag",
    text: `${rss(item("a")).replace("</channel></rss>", "")}<item><title>b</ti`,
    titles: ["a", "b"],
    codes: ["truncated"],
  },
  {
    fault: "cut in CDATA",
    text: `${rss(item("a")).replace("</channel></rss>", "")}<item><title><![CDATA[b`,
    titles: ["a", "b"],
    codes: ["truncated"],
  },
  {
    fault: "text before",
    text: `Notice: x in y.php on line 3\n${rss(item("a"))}`,
    titles: ["a"],
    codes: ["text-before-root"],
  },
  {
    fault: "HTML before",
    text: `<br />\n<b>Warning</b>: x<br />\n${rss(item("a"))}`,
    titles: ["a"],
    codes: ["text-before-root"],
  },
  { fault: "space before", text: `\n\n  ${rss(item("a"))}`, titles: ["a"], codes: [] },
  {
    fault: "HTML around",
    text: `<html><body><pre>${rss(item("a"))}</pre></body></html>`,
    titles: ["a"],
    codes: ["text-before-root"],
  },
  {
    fault: "junk behind",
    text: `${rss(item("a"))}<!-- 0.3 s --><script>if (1 < 2 && 3) x()</script>`,
    titles: ["a"],
    codes: [],
  },
  {
    fault: "no quotes",
    text: "<rss version=2.0><channel><item><title type=text>a</title></item></channel></rss>",
    titles: ["a"],
    codes: [],
  },
  {
    fault: "attribute twice",
    text: rss(`<item a="1" a="2"><title>a</title></item>`),
    titles: ["a"],
    codes: ["not-well-formed"],
  },
  { fault: "upper case", text: rss(item("a")).toUpperCase(), titles: ["A"], codes: [] },
  { fault: "declaration left open", text: rss(item("a")).replace("?>", ">"), titles: ["a"], codes: [] },
  {
    fault: "prefix not declared",
    text: rss("<item><dc:title>a</dc:title></item>"),
    titles: ["a"],
    codes: ["missing-namespace"],
  },
  {
    fault: "Atom without namespace",
    text: "<feed><entry><title>a</title></entry></feed>",
    titles: ["a"],
    codes: ["missing-namespace"],
  },
  {
    fault: "entities of its own",
    text: `<!DOCTYPE rss [<!ENTITY co "Acme &#38; Co">]>${rss(item("&co;"))}`,
    titles: ["Acme & Co"],
    codes: [],
  },
  {
    fault: "tag left open",
    text: rss(`<item\n<title>a</title></item>${item("b")}`),
    titles: ["a", "b"],
    codes: ["not-well-formed"],
  },
  {
    fault: "unreadable date",
    text: rss(item("a", "<pubDate>yesterday</pubDate>")),
    titles: ["a"],
    codes: ["bad-date"],
  },
];

test("each fault costs nothing but itself, and is named", () => {
  for (const { fault, text, titles: expected, codes } of faults) {
    const feed = feedOf(text);
    assert.deepEqual(titles(text), expected, fault);
    for (const code of codes)
      assert.ok(codesOf(feed).includes(code), `${fault}: ${code} not in ${codesOf(feed).join(" ")}`);
    if (codes.length === 0) assert.deepEqual(codesOf(feed), [], fault);
  }
  assert.equal(faults.length, 26);
});

test("problems say on which line", () => {
  const feed = feedOf(rss(`\n${item("a")}<item>\n<title>b &nope; c</title>\n<pubDate>never</pubDate></item>`));
  assert.deepEqual(
    feed.problems.map(({ code, line }) => [code, line]),
    [
      ["undefined-entity", 4],
      ["bad-date", 5],
    ],
  );
});

test("a fixture cut anywhere never throws, and keeps the entries before the cut", () => {
  const whole = new TextDecoder().decode(fixture("podcast.xml"));
  const secondEntry = whole.indexOf("<title>11: Fog");
  let cuts = 0;
  for (let length = whole.indexOf("<channel>") + 9; length <= whole.length; length += 5) {
    const { entries, title } = feedOf(whole.slice(0, length));
    if (length > secondEntry) assert.deepEqual(entries.map(({ guid }) => guid).slice(0, 1), ["salt-12"]);
    if (length > whole.indexOf("</title>") + 8) assert.equal(title, "Salt Radio");
    cuts += 1;
  }
  assert.ok(cuts > 200);
});

test("names by namespace, not by prefix; foreign elements of the same name are none of the feed's", () => {
  const text = `<f:feed xmlns:f="http://www.w3.org/2005/Atom" xmlns:x="urn:x"><x:title>no</x:title><f:title>yes</f:title>
    <f:entry><x:id>no</x:id><f:id>yes</f:id><x:box><f:title>no</f:title></x:box><f:title>t</f:title></f:entry></f:feed>`;
  const feed = feedOf(text);
  assert.equal(feed.title, "yes");
  assert.equal(entryAt(feed).guid, "yes");
  assert.equal(entryAt(feed).title, "t");
});

test("a slash at the end of an unquoted value closes its element, which swallows nothing", () => {
  const { link, entries } = feedOf(
    atom(
      `<link href=https://a.example/ rel=alternate/>` +
        `<entry><link href=https://a.example/1//><link rel=enclosure href=https://a.example/1.mp3/><title>One</title></entry>`,
    ),
  );
  assert.equal(link, "https://a.example/");
  assert.deepEqual(
    entries.map((entry) => [entry.link, entry.title, entry.enclosures.map(({ url }) => url)]),
    [["https://a.example/1/", "One", ["https://a.example/1.mp3"]]],
  );
});

test("__proto__ and constructor are names like any other", () => {
  const feed = feedOf(
    rss(
      `<item __proto__="a"><__proto__>x</__proto__><constructor>y</constructor><category>__proto__</category><title>ok</title></item>`,
    ),
  );
  assert.deepEqual(entryAt(feed).tags, ["__proto__"]);
  assert.equal(entryAt(feed).title, "ok");
  assert.equal(
    feedOf('{"version":"https://jsonfeed.org/version/1","items":[{"__proto__":{"title":"x"},"id":"1"}]}').entries[0]
      ?.title,
    null,
  );
});

test("only http and https come out as links and enclosures", () => {
  const bad = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "mailto:a@b.example",
    " java\nscript:alert(1)",
    "http://",
    "vbscript:x",
  ];
  for (const href of bad) {
    const entry = entryAt(
      feedOf(
        rss(
          `<item><link>${href}</link><guid>${href}</guid><enclosure url="${href}"/><comments>${href}</comments></item>`,
        ),
        "https://a.example/f",
      ),
    );
    assert.deepEqual([entry.link, entry.enclosures, entry.comments], [null, [], null], href);
    const other = entryAt(
      feedOf(atom(`<entry><link href="${href}"/><link rel="enclosure" href="${href}"/><id>${href}</id></entry>`)),
    );
    assert.deepEqual([other.link, other.enclosures], [null, []], href);
  }
  assert.equal(bad.length, 7);
});

test("an xml:base that is no http(s) makes no address of a file", () => {
  const entry = entryAt(
    feedOf(
      atom(
        '<entry xml:base="file:///"><link href="etc/passwd"/><content type="html">&lt;a href="etc/x"&gt;</content></entry>',
      ),
    ),
  );
  assert.equal(entry.link, null);
  assert.equal(entry.html, '<a href="etc/x">');
  assert.equal(
    entryAt(feedOf(atom('<entry xml:base="javascript:x"><link href="y"/></entry>'), "https://a.example/f")).link,
    "https://a.example/y",
  );
});

test("xml:base on a body is its own; pictures in base64 are no text", () => {
  const body =
    '<description xml:base="https://b.example/d/">&lt;img src="x.png"&gt;</description><link>https://a.example/p/1</link>';
  assert.equal(entryAt(feedOf(rss(`<item>${body}</item>`))).html, '<img src="https://b.example/d/x.png">');
  assert.equal(
    entryAt(feedOf(rss(`<item>${body.replace(/ xml:base="[^"]*"/, "")}</item>`))).html,
    '<img src="https://a.example/p/x.png">',
  );
  const picture = '<entry><content type="image/png">iVBORw0KGgo=</content><summary>s</summary></entry>';
  assert.equal(entryAt(feedOf(atom(picture))).text, "s");
});
