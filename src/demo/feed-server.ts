// Serves the bundled feed documents on loopback, as their generators would: with ETag, 304 and the right types.
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { sha256 } from "../base/hash.ts";

/** Addresses and the documents behind them. The documents are shipped as they stand under src/. */
const documents: Readonly<Record<string, { file: string; type: string }>> = {
  "/workshop": { file: "workshop.html", type: "text/html; charset=UTF-8" },
  "/workshop/feed/": { file: "wordpress.xml", type: "application/rss+xml; charset=UTF-8" },
  "/ledger/rss/": { file: "ghost.xml", type: "application/rss+xml; charset=utf-8" },
  "/@tove.rss": { file: "mastodon.xml", type: "application/rss+xml; charset=utf-8" },
  "/third-table/feed.xml": { file: "podcast.xml", type: "text/xml" },
};
const folder = new URL("../../src/demo/feeds/", import.meta.url);

/** The paths a demo adds; the first is a page that names its feed. */
export const demoPaths: readonly string[] = ["/workshop", "/ledger/rss/", "/@tove.rss", "/third-table/feed.xml"];

export interface FeedServer {
  /** "http://127.0.0.1:PORT". */
  origin: string;
  close(): Promise<void>;
}

/** So that two runs print the same addresses; where it is taken, any other will do. */
const preferredPort = 47816;

/** Starts the server on a loopback port. */
export async function serveDemoFeeds(): Promise<FeedServer> {
  const server = createServer(answer);
  await listen(server, preferredPort).catch(() => listen(server, 0));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the demo server has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => done());
  });
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const document = documents[request.url ?? ""];
  if (document === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    return;
  }
  const body = readFileSync(new URL(document.file, folder));
  const etag = `"${sha256(body).slice(0, 16)}"`;
  if (request.headers["if-none-match"] === etag) response.writeHead(304, { etag }).end();
  else response.writeHead(200, { "content-type": document.type, etag }).end(body);
}
