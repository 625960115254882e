// Servers that are silent, endless, broken or lying: each is one failure, in time, and harms no other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { asFailed, eventually, plain, serveBytes, serveRaw, testWeb } from "./loopback.ts";

const ok = "HTTP/1.1 200 OK\r\n";

interface Hostile {
  name: string;
  /** What the server sends once it was asked. */
  bytes: string | Buffer;
  ending: "end" | "stay" | "reset";
  code: string;
}

const hostiles: readonly Hostile[] = [
  { name: "is silent", bytes: "", ending: "stay", code: "timeout" },
  { name: "ends without a word", bytes: "", ending: "end", code: "reset" },
  { name: "resets without a word", bytes: "", ending: "reset", code: "reset" },
  { name: "stops in the status line", bytes: "HTTP/1.1 20", ending: "stay", code: "timeout" },
  { name: "stops in the headers", bytes: `${ok}Content-Type: text/x`, ending: "stay", code: "timeout" },
  { name: "ends in the headers", bytes: `${ok}Content-Type: text/x`, ending: "end", code: "reset" },
  { name: "stops in the body", bytes: `${ok}Content-Length: 100\r\n\r\n<rss>`, ending: "stay", code: "timeout" },
  { name: "says more than it sends", bytes: `${ok}Content-Length: 100\r\n\r\n<rss>`, ending: "end", code: "reset" },
  { name: "resets in the body", bytes: `${ok}Content-Length: 100\r\n\r\n<rss>`, ending: "reset", code: "reset" },
  {
    name: "ends between chunks",
    bytes: `${ok}Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n`,
    ending: "end",
    code: "reset",
  },
  {
    name: "ends within a chunk",
    bytes: `${ok}Transfer-Encoding: chunked\r\n\r\n50\r\n<rss>`,
    ending: "end",
    code: "reset",
  },
  {
    name: "garbles a chunk's size",
    bytes: `${ok}Transfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n0\r\n\r\n`,
    ending: "end",
    code: "bad-response",
  },
  {
    name: "names a chunk of 2^64 bytes",
    bytes: `${ok}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n<rss>`,
    ending: "stay",
    code: "bad-response",
  },
  {
    name: "says a length that is none",
    bytes: `${ok}Content-Length: many\r\n\r\n<rss>`,
    ending: "stay",
    code: "bad-response",
  },
  {
    name: "says a negative length",
    bytes: `${ok}Content-Length: -1\r\n\r\n<rss>`,
    ending: "stay",
    code: "bad-response",
  },
  {
    name: "says two lengths",
    bytes: `${ok}Content-Length: 5\r\nContent-Length: 6\r\n\r\n<rss>`,
    ending: "stay",
    code: "bad-response",
  },
  {
    name: "says a length and chunks",
    bytes: `${ok}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n0\r\n\r\n`,
    ending: "stay",
    code: "bad-response",
  },
  {
    name: "says it sends 1 TB",
    bytes: `${ok}Content-Length: 1099511627776\r\n\r\n<rss>`,
    ending: "stay",
    code: "too-large",
  },
  { name: "speaks another protocol", bytes: "SSH-2.0-OpenSSH_9.9\r\n", ending: "stay", code: "bad-response" },
  { name: "speaks HTTP/0.9", bytes: "<rss></rss>", ending: "end", code: "bad-response" },
  {
    name: "sends random bytes",
    bytes: Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 167) % 256)),
    ending: "end",
    code: "bad-response",
  },
  { name: "sends a NUL in a header", bytes: `${ok}X: a\u0000b\r\n\r\n`, ending: "end", code: "bad-response" },
  { name: "sends a status of two digits", bytes: "HTTP/1.1 20 OK\r\n\r\n", ending: "end", code: "bad-response" },
  {
    name: "sends one header of 1 MB",
    bytes: `${ok}X: ${"a".repeat(1_000_000)}\r\n\r\n`,
    ending: "stay",
    code: "too-large",
  },
  { name: "sends 50,000 headers", bytes: `${ok}${"X-A: b\r\n".repeat(50_000)}\r\n`, ending: "stay", code: "too-large" },
  {
    name: "switches protocols unasked",
    bytes: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
    ending: "stay",
    code: "bad-response",
  },
  {
    name: "only ever says continue",
    bytes: "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000),
    ending: "stay",
    code: "timeout",
  },
  {
    name: "cuts its gzip short",
    bytes: Buffer.concat([
      Buffer.from(`${ok}Content-Encoding: gzip\r\n\r\n`),
      gzipSync("<rss>".repeat(500)).subarray(0, 25),
    ]),
    ending: "end",
    code: "bad-encoding",
  },
  {
    name: "cuts its brotli short",
    bytes: Buffer.concat([
      Buffer.from(`${ok}Content-Encoding: br\r\n\r\n`),
      brotliCompressSync("abcdefghijklmnopq<rss>").subarray(0, 10),
    ]),
    ending: "end",
    code: "bad-encoding",
  },
  {
    name: "calls plain text gzip",
    bytes: `${ok}Content-Encoding: gzip\r\n\r\n<rss></rss>`,
    ending: "end",
    code: "bad-encoding",
  },
  {
    name: "calls plain text brotli",
    bytes: `${ok}Content-Encoding: br\r\n\r\n<rss></rss>`,
    ending: "end",
    code: "bad-encoding",
  },
  {
    name: "calls plain text deflate",
    bytes: `${ok}Content-Encoding: deflate\r\n\r\n<rss></rss>`,
    ending: "end",
    code: "bad-encoding",
  },
  {
    name: "encodes in what was not asked for",
    bytes: `${ok}Content-Encoding: zstd\r\n\r\n<rss></rss>`,
    ending: "end",
    code: "bad-encoding",
  },
  {
    name: "encodes many times over",
    bytes: `${ok}Content-Encoding: gzip, gzip, gzip, gzip\r\n\r\n<rss></rss>`,
    ending: "end",
    code: "bad-encoding",
  },
];

test("every hostile answer is one failure that names the host, and leaves no connection", async (t) => {
  const web = testWeb(t, { limits: { timeoutMs: 1_000 } });
  let checked = 0;
  const check = async ({ name, bytes, ending, code }: Hostile): Promise<void> => {
    const server = await serveBytes(t, bytes, ending);
    const startedMs = performance.now();
    const outcome = asFailed(await web.fetch(plain(`${server.origin}/feed`)));
    assert.equal(outcome.code, code, `${name}: ${outcome.message}`);
    assert.match(outcome.message, /127\.0\.0\.1:\d+/, name);
    assert.match(outcome.message, /^\S.*[^.\n]$/, name);
    assert.ok(performance.now() - startedMs < 3_000, name);
    assert.ok(await eventually(() => server.standing() === 0), `${name}: a connection stayed`);
    checked += 1;
  };
  await Promise.all(hostiles.map(check));
  assert.equal(checked, 34);
});

test("a drip that never ends is cut off at the limit", async (t) => {
  const { origin } = await serveRaw(t, (socket) => {
    socket.write(`${ok}Content-Length: 100000\r\n\r\n`);
    const timer = setInterval(() => socket.write("x"), 20);
    socket.on("close", () => clearInterval(timer));
  });
  const outcome = asFailed(await testWeb(t, { limits: { timeoutMs: 500 } }).fetch(plain(origin)));
  assert.equal(outcome.code, "timeout");
  assert.match(outcome.message, /did not end its answer within 0\.5 s$/);
});

test("headers that drip without end are cut off at the limit", async (t) => {
  const { origin } = await serveRaw(t, (socket) => {
    socket.write(ok);
    const timer = setInterval(() => socket.write("X: y\r\n"), 20);
    socket.on("close", () => clearInterval(timer));
  });
  assert.equal(asFailed(await testWeb(t, { limits: { timeoutMs: 500 } }).fetch(plain(origin))).code, "timeout");
});

test("an error page that drips does not hold the error up", async (t) => {
  const server = await serveRaw(t, (socket) => {
    socket.write("HTTP/1.1 404 Not Found\r\nContent-Length: 100000\r\n\r\n");
    const timer = setInterval(() => socket.write("x"), 50);
    socket.on("close", () => clearInterval(timer));
  });
  const startedMs = performance.now();
  assert.equal(
    asFailed(await testWeb(t, { limits: { timeoutMs: 20_000 } }).fetch(plain(server.origin))).code,
    "not-found",
  );
  assert.ok(performance.now() - startedMs < 3_000);
  assert.ok(await eventually(() => server.standing() === 0));
});

test("a port where nobody listens refuses, and a name that does not exist is not found", async (t) => {
  const web = testWeb(t, {
    lookup: (hostname, _options, callback) =>
      callback(Object.assign(new Error("no"), { code: hostname === "down.example" ? "EAI_AGAIN" : "ENOTFOUND" }), []),
  });
  const refused = asFailed(await web.fetch(plain("http://127.0.0.1:1/")));
  assert.deepEqual(
    [refused.code, refused.message, refused.status],
    ["refused", "127.0.0.1:1 refused the connection", null],
  );
  const unknown = asFailed(await web.fetch(plain("http://nobody.example/feed")));
  assert.deepEqual([unknown.code, unknown.message], ["name-not-found", "there is no host named nobody.example"]);
  assert.equal(asFailed(await web.fetch(plain("http://down.example/feed"))).code, "offline");
});

test("a lookup or a handshake that hangs ends at the limit for connecting", async (t) => {
  const hangs = testWeb(t, { lookup: () => undefined, limits: { connectTimeoutMs: 200 } });
  const lookup = asFailed(await hangs.fetch(plain("http://hangs.example/")));
  assert.deepEqual([lookup.code, lookup.message], ["timeout", "no connection to hangs.example within 0.2 s"]);
  const silent = await serveBytes(t, "", "stay");
  const handshake = asFailed(await hangs.fetch(plain(silent.origin.replace("http:", "https:"))));
  assert.equal(handshake.code, "timeout");
  assert.match(handshake.message, /^no connection to 127\.0\.0\.1:\d+ within 0\.2 s$/);
  assert.ok(await eventually(() => silent.standing() === 0));
});
