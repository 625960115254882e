// The process that serves the generated feeds on loopback: ETag and 304, an answer as late as asked, some feeds changed.
import { createServer } from "node:http";
import { feedDocument } from "./feed-documents.ts";

/** What the measuring process may ask for, by message. */
export interface ServerSettings {
  feeds: number;
  items: number;
  latencyMs: number;
  /** Feeds that have brought one item more since their first document: those of the lowest numbers. */
  changed: number;
}

let settings: ServerSettings = { feeds: 0, items: 0, latencyMs: 0, changed: 0 };
const documents = new Map<string, Buffer>();
const lastModified = "Mon, 02 Mar 2026 08:00:00 GMT";
let asked = 0;

function documentOf(feed: number, newer: number): Buffer {
  const key = `${feed} ${newer}`;
  const document = documents.get(key) ?? Buffer.from(feedDocument({ feed, items: settings.items, newer }));
  documents.set(key, document);
  return document;
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  asked += 1;
  const feed = Number(/^\/(\d+)\.xml$/.exec(request.url ?? "")?.[1] ?? "-1");
  const newer = feed < settings.changed ? 1 : 0;
  const etag = `"${settings.items}-${newer}"`;
  const answer = (): void => {
    if (feed < 0 || feed >= settings.feeds) response.writeHead(404).end();
    else if (request.headers["if-none-match"] === etag) response.writeHead(304, { ETag: etag }).end();
    else {
      const body = documentOf(feed, newer);
      const type = { "Content-Type": "application/xml", "Content-Length": body.length };
      // Some readers know their headers in this case alone.
      response.writeHead(200, { ...type, ETag: etag, "Last-Modified": lastModified }).end(body);
    }
  };
  if (settings.latencyMs > 0) setTimeout(answer, settings.latencyMs);
  else answer();
});

function isSettings(message: unknown): message is ServerSettings {
  return typeof message === "object" && message !== null && "feeds" in message && "changed" in message;
}

process.on("message", (message: unknown) => {
  if (!isSettings(message)) return;
  if (message.items !== settings.items) documents.clear();
  settings = message;
  let bytes = 0;
  for (let feed = 0; feed < settings.feeds; feed += 1)
    bytes += documentOf(feed, feed < settings.changed ? 1 : 0).length;
  process.send?.({ bytes, asked });
});
process.on("disconnect", () => server.close(() => process.disconnect?.()));
server.listen(0, "127.0.0.1", 511, () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address !== null ? address.port : 0 });
});
