// Lists of sources in OPML: what is read out of one can be written as one again, and read the same.
import { isDeepStrictEqual } from "node:util";
import { cutText } from "../../../src/base/plain.ts";
import { readOpml, writeOpml, type ListedSource } from "../../../src/formats/opml.ts";
import { markUpWords } from "../dictionary.ts";
import { lineComplaints, linkComplaints } from "../sound.ts";
import { textSeeds } from "../seeds.ts";
import type { Target } from "../target.ts";

const base = "https://lists.example.org/";
const seeds = textSeeds([
  `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Work"><outline type="rss" text="Ann &amp; Bo" xmlUrl="https://ann.example/feed" htmlUrl="https://ann.example/" category="/a/b,c"/></outline>
<outline text="Talks" xmlUrl="http://talks.example/rss"/></body></opml>`,
  `<opml version="1.0"><body><outline title="one" xmlURL='https://one.example/'><outline text="in it" xmlUrl="https://two.example/"/></outline></body></opml>`,
  `\ufeff<opml version="1.1"><body><outline text="newsboat" xmlUrl="exec:~/bin/x"/><outline xmlUrl="|curl x" text="pipe"/><outline xmlUrl="filter:f:http://a.example/" /></body></opml>`,
  writeOpml([
    { url: "https://a.example/feed", site: null, title: 'A <b> & "c"', tags: ["deep", "deeper"] },
    { url: "https://b.example/feed", site: "https://b.example/", title: null, tags: [] },
  ]),
]);

export const lists: Target = {
  name: "lists",
  dictionary: {
    tokens: [
      ...markUpWords.tokens,
      "<outline ",
      "</outline>",
      ' xmlUrl="',
      ' text="',
      ' category="',
      "<opml>",
      "</body>",
    ],
    marks: markUpWords.marks,
  },
  budgetMs: (bytes) => 120 + bytes / 500,
  shortRuns: 400,
  reaches: { outcome: "list", share: 0.5 },
  open: () =>
    Promise.resolve({
      seeds,
      examine(bytes) {
        const list = readOpml(bytes);
        if (list === null) return Promise.resolve({ complaints: [], outcome: "no list" });
        const complaints = list.feeds.flatMap(({ url, title, tags }) => [
          ...linkComplaints("feed", url, base),
          ...lineComplaints("title", title),
          ...tags.flatMap((tag) => [...lineComplaints("tag", tag)]),
        ]);
        // A feed without a name is written under its address.
        const sources = list.feeds.map((feed): ListedSource => ({
          ...feed,
          title: feed.title ?? cutText(feed.url, 500),
          site: null,
        }));
        const again = readOpml(Buffer.from(writeOpml(sources)));
        const isSame = again !== null && isDeepStrictEqual(byUrl(again.feeds), byUrl(sources));
        return Promise.resolve({
          complaints: [...complaints, ...(isSame ? [] : ["reads another list than it writes"])],
          outcome: "list",
        });
      },
    }),
};

/** Folders bring the feeds into another order; each feed stays what it is. */
function byUrl(feeds: readonly { url: string; title: string | null; tags: readonly string[] }[]): readonly string[] {
  return feeds.map(({ url, title, tags }) => JSON.stringify([url, title, tags])).toSorted();
}
