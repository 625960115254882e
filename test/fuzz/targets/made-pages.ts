// What pkm makes of hostile words: pages, feeds and text in which they are words and nothing else.
import { DomUtils, parseDocument } from "htmlparser2";
import { digestText } from "../../../src/cli/daily/digest-text.ts";
import { digestFeed } from "../../../src/formats/digest-feed.ts";
import { digestMarkdown } from "../../../src/formats/digest-markdown.ts";
import { digestPage } from "../../../src/formats/digest-page.ts";
import { drawMirror } from "../../../src/formats/mirror-page.ts";
import { publicContent } from "../../../src/formats/publish-content.ts";
import { atomFeed, jsonFeed, publishIndex, type ListedPage } from "../../../src/formats/publish-feed.ts";
import { publishPage, readPage } from "../../../src/formats/publish-page.ts";
import { publishText } from "../../../src/formats/publish-text.ts";
import { readFeed } from "../../../src/formats/read-feed.ts";
import { mirrorSides, usualDimensions } from "../../../src/seek/mirror.ts";
import { attacks, hostileDigest } from "../../formats/hostile-digest.ts";
import { markUpWords, trouble } from "../dictionary.ts";
import { textSeeds } from "../seeds.ts";
import type { Target } from "../target.ts";

const made = "2026-11-25T07:00:00.000Z";
const pieces = [
  "[a](javascript:alert(1))",
  "![x](https://a.example/x.png)",
  "[[secret|shown]]",
  "<!-- secret -->",
  "`",
  "```\n",
  "> ",
  "# ",
  "* ",
  "| a | b |\n|---|---|\n",
  "<details open ontoggle=alert(1)>",
  '<a href="',
  "<svg onload=",
  '<math><mi//xlink:href="data:x">',
  "<style>@import 'x'",
  "<base href=//x>",
  "<form action=//x>",
  "<iframe srcdoc=",
  "]]>",
  "</title>",
  "</style>",
  "</script>",
  "&lt;script&gt;",
  "&#x6A;avascript:",
  "java\nscript:alert(1)",
  "[x]: javascript:alert(1)\n",
  "<javascript:alert(1)>",
  "\\",
];

/** Controls that no document of ours holds; tab and line feed may stand. */
const unsafe = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

export const madePages: Target = {
  name: "made-pages",
  dictionary: {
    tokens: [...pieces, ...pieces, ...markUpWords.tokens, ...trouble],
    marks: ["<", "[", "`", "\n", '"', ">"],
  },
  budgetMs: (bytes) => 800 + bytes / 10,
  shortRuns: 30,
  reaches: { outcome: "made", share: 0.9 },
  open: () =>
    Promise.resolve({
      seeds: textSeeds([
        ...attacks,
        "# Small groups\n\nSee [the essay](https://example.org/pull) and ![a picture](https://example.org/p.png).\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n- [ ] one\n- [x] two <details><summary>s</summary>t</details>\n",
      ]),
      async examine(bytes) {
        // Longer texts only repeat: what takes long is found by the budget.
        const text = bytes.subarray(0, 40_000).toString("utf8");
        const documents = [...digestsOf(text), ...pagesOf(text), ...picturesOf(text)];
        const plain = await digestText(digestOf(text), { columns: 60, hasLinks: true });
        const complaints = documents.flatMap(({ name, body, form }) =>
          [...documentComplaints(body, form)].map((complaint) => `${name} ${complaint}`),
        );
        if (unsafe.test(plain)) complaints.push("the text of a digest holds control characters");
        return { complaints: [...new Set(complaints)], outcome: "made" };
      },
    }),
};

type Form = "html" | "xml" | "json" | "text";
interface Made {
  name: string;
  body: string;
  form: Form;
}

function digestOf(text: string): ReturnType<typeof hostileDigest> {
  const digest = hostileDigest();
  const words = {
    title: text.slice(0, 2000),
    from: text,
    why: [text.slice(0, 200)],
    excerpt: text,
    next: text,
    url: text.slice(0, 500),
  };
  return {
    ...digest,
    sections: digest.sections.map((section) => ({
      ...section,
      items: section.items.slice(0, 2).map((item) => ({ ...item, ...words })),
    })),
  };
}

function digestsOf(text: string): readonly Made[] {
  const digest = digestOf(text);
  return [
    { name: "a digest's page", body: digestPage(digest), form: "html" },
    { name: "a digest's feed", body: digestFeed(digest), form: "xml" },
    { name: "a digest's Markdown", body: digestMarkdown(digest), form: "text" },
  ];
}

function pagesOf(text: string): readonly Made[] {
  const title = text.slice(0, 300);
  const content = publicContent({
    version: 2,
    title,
    body: text,
    citations: [{ title, url: text.slice(0, 300), author: title }],
    ask: { questions: [title], until: made },
    placeName: title,
    createdAt: made,
  });
  // What a person calls their own site is theirs.
  const site = { title: "A garden & more", author: "Ann <Bee>", baseUrl: "https://garden.example/" };
  const page = publishPage(content, { shareId: "d4k2", releaseId: "r7x1" }, site);
  const facts = readPage(page);
  if (facts === null) return [{ name: "a page", body: "", form: "html" }];
  const listed: ListedPage = { ...facts, file: "d4k2.html", publishedAt: made };
  return [
    { name: "a page", body: page, form: "html" },
    { name: "an index", body: publishIndex([listed], site), form: "html" },
    { name: "a site's feed", body: atomFeed([listed], site), form: "xml" },
    { name: "a site's JSON feed", body: jsonFeed([listed], site), form: "json" },
    { name: "a text", body: publishText(content), form: "text" },
  ];
}

function picturesOf(text: string): readonly Made[] {
  const cells = [{ source: "s1", author: text.slice(0, 200), domain: text.slice(0, 100), n: 30 }];
  const facts = { title: text.slice(0, 200), filter: "naive", person: null, tags: [], kept: 0, isAsked: true } as const;
  const sides = mirrorSides(
    {
      cells: { subscribed: cells, shown: cells, opened: [], annotated: [], cited: [], shared: [] },
      sources: new Map([["s1", facts]]),
      people: new Map(),
      names: new Map(),
    },
    usualDimensions,
  );
  return [
    { name: "the mirror's page", body: drawMirror({ sides, since: null, made }, "html"), form: "html" },
    { name: "the mirror's picture", body: drawMirror({ sides, since: null, made }, "svg"), form: "text" },
  ];
}

function* documentComplaints(body: string, form: Form): Generator<string> {
  if (body === "") yield "is not there";
  const found = unsafe.exec(body)?.[0];
  if (found !== undefined) yield `holds the character ${found.charCodeAt(0)}`;
  if (!body.isWellFormed()) yield "holds half a character";
  if (form === "html") yield* pageComplaints(body);
  if (form === "xml" || form === "json") yield* feedComplaints(body, form === "xml" ? "atom" : "json");
}

const never = new Set(
  "script iframe object embed form input button textarea select base applet frame frameset img picture video audio source track svg math template slot portal dialog".split(
    " ",
  ),
);
const drawn = new Set("svg g rect text title desc style line".split(" "));

function* pageComplaints(html: string): Generator<string> {
  const isDrawn = html.includes("<svg");
  for (const { name, attribs } of DomUtils.findAll(() => true, parseDocument(html).children)) {
    if (never.has(name) && !(isDrawn && drawn.has(name))) yield `holds <${name}>`;
    for (const [attribute, value] of Object.entries(attribs)) {
      if (/^on|^src|^srcset$|^style:|^formaction$|^background$|^ping$|^xlink:/.test(attribute))
        yield `holds ${attribute} on <${name}>`;
      if (
        attribute === "href" &&
        !/^(?:https?:\/\/[^/]|mailto:|index\.html$|feed\.(?:xml|json)$|d4k2\.html$)/i.test(value)
      )
        yield `leads to ${value.slice(0, 60)}`;
    }
    if (name === "meta" && attribs["http-equiv"] !== undefined && attribs["http-equiv"] !== "Content-Security-Policy")
      yield `holds <meta http-equiv=${attribs["http-equiv"].slice(0, 40)}>`;
  }
  if (!html.includes("default-src 'none'")) yield "has no policy";
}

function* feedComplaints(body: string, format: "atom" | "json"): Generator<string> {
  const feed = readFeed(Buffer.from(body), { contentType: null, baseUrl: "https://garden.example/" });
  if (feed.format === null) {
    yield "is read as no feed";
    return;
  }
  if (feed.format !== format) yield `is read as ${feed.format}`;
  if (feed.problems.length > 0) yield `has problems: ${feed.problems.map(({ code }) => code).join()}`;
  if (feed.entries.length === 0 || feed.entries.length > 4) yield `is read as ${feed.entries.length} entries`;
}
