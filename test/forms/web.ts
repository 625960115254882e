// The web that the sessions of every command see: a few sites behind an HTTP proxy on loopback, so that their addresses stay.
import { createServer } from "node:http";

interface Site {
  type: string;
  body: string;
}

const rss = (title: string, home: string, items: string): Site => ({
  type: "application/rss+xml; charset=utf-8",
  body: `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${title}</title><link>${home}</link>${items}</channel></rss>`,
});

const item = (
  url: string,
  { title, by, day, words }: { title: string; by: string; day: string; words: string },
): string =>
  `<item><title>${title}</title><link>${url}</link><guid>${url}</guid><dc:creator>${by}</dc:creator><pubDate>${day}</pubDate><description><![CDATA[${words}]]></description></item>`;

const bench = "http://bench.example";
const essay = `${bench}/2026/11/long-tables`;

/** Words in several scripts and widths: Latin, Japanese, Arabic, joined emoji. */
const sites: Readonly<Record<string, Site>> = {
  [`${bench}/`]: {
    type: "text/html; charset=utf-8",
    body: '<!doctype html><title>The Slow Workshop</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"><p>A workshop.',
  },
  [`${bench}/feed.xml`]: rss(
    "The Slow Workshop",
    `${bench}/`,
    item(essay, {
      title: "Why a long table matters more than a good plan",
      by: "Mirela Ostrow",
      day: "Tue, 24 Nov 2026 08:00:00 GMT",
      words:
        '<p>A workshop needs a long table more than it needs a plan. People who can see each other work ask the person beside them, half a minute ahead. <a href="http://atlas.example/hidden-work">Others measured it</a>.</p>',
    }) +
      item(`${bench}/2026/11/sharpening`, {
        title: "Sharpening 🪚 as a habit: 十分間の砥石",
        by: "Mirela Ostrow",
        day: "Mon, 23 Nov 2026 08:00:00 GMT",
        words: "<p>Ten minutes with a stone before the day begins.</p>",
      }),
  ),
  "http://hanako.example/feed.xml": rss(
    "山田花子の実践ノート",
    "http://hanako.example/",
    item("http://hanako.example/1", {
      title: "共同体で学ぶということ：長い机の話",
      by: "山田 花子",
      day: "Tue, 24 Nov 2026 09:00:00 GMT",
      words: `<p>長い机は計画より大切だ。<a href="${essay}">Mirela の話</a>を読んで考えた。</p>`,
    }) +
      item("http://hanako.example/2", {
        title: "👩🏽‍🔧 道具を研ぐ",
        by: "山田 花子",
        day: "Sun, 22 Nov 2026 09:00:00 GMT",
        words: "<p>毎朝、十分間だけ研ぐ。</p>",
      }),
  ),
  "http://atlas.example/feed.xml": rss(
    "Atlas of Work",
    "http://atlas.example/",
    item("http://atlas.example/hidden-work", {
      title: "What hidden work costs a team",
      by: "Ravi Menon",
      day: "Mon, 23 Nov 2026 10:00:00 GMT",
      words:
        "<p>Half of all teams lose a day a week to work that nobody sees. The table was never the matter: trust was.</p>",
    }) +
      item("http://atlas.example/workshop", {
        title: "ورشة عمل صغيرة",
        by: "Ravi Menon",
        day: "Sat, 21 Nov 2026 10:00:00 GMT",
        words: "<p>A small workshop, with a long table.</p>",
      }),
  ),
  [`${bench}/essay`]: {
    type: "text/html; charset=utf-8",
    body: `<!doctype html><html lang="en"><title>On the third space</title><meta name="author" content="Ines Aalto"><article><h1>On the third space</h1>${"<p>Between work and the open network lies a third space, where half an idea may be said aloud. It is small, it is known, and it forgives.</p>".repeat(4)}</article></html>`,
  },
};

export interface StageWeb {
  /** For http_proxy. */
  proxy: string;
  close(): Promise<void>;
}

/** Serves the sites to whoever asks through it; what it does not know is 404. */
export async function serveStageWeb(): Promise<StageWeb> {
  const server = createServer((request, response) => {
    const site = sites[request.url ?? ""];
    if (site === undefined) response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    else response.writeHead(200, { "content-type": site.type, etag: '"1"' }).end(site.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    proxy: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
