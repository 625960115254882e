// What honest servers answer, and what it comes to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { asFailed, asFresh, plain, serve, serveBytes, serveRaw, testWeb, textOf, userAgent } from "./loopback.ts";

const feed = "<rss><channel><title>Schöne Grüße</title></channel></rss>";

test("a document comes with its headers, and the request says who asks", async (t) => {
  let sent: Record<string, unknown> = {};
  const { origin } = await serve(t, (request, response) => {
    sent = request.headers;
    response.writeHead(200, {
      "content-type": "application/rss+xml; charset=utf-8",
      etag: 'W/"1"',
      "last-modified": "yesterday",
      "cache-control": "max-age=90",
    });
    response.end(feed);
  });
  const answer = asFresh(await testWeb(t).fetch(plain(`${origin}/feed#top`)));
  const { body, ...rest } = answer;
  assert.deepEqual(rest, {
    kind: "fresh",
    url: `${origin}/feed`,
    movedTo: null,
    etag: 'W/"1"',
    lastModified: "yesterday",
    maxAgeSeconds: 90,
    status: 200,
    contentType: "application/rss+xml; charset=utf-8",
  });
  assert.equal(new TextDecoder().decode(body), feed);
  assert.equal(sent["user-agent"], userAgent);
  assert.equal(sent["accept-encoding"], "gzip, deflate, br");
  assert.match(String(sent["accept"]), /atom\+xml/);
  assert.deepEqual(
    ["cookie", "authorization", "if-none-match", "if-modified-since"].filter((name) => name in sent),
    [],
  );
});

test("bare answers have null for what the server left out", async (t) => {
  const { origin } = await serveBytes(t, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
  const { etag, lastModified, maxAgeSeconds, contentType } = asFresh(await testWeb(t).fetch(plain(origin)));
  assert.deepEqual([etag, lastModified, maxAgeSeconds, contentType], [null, null, null, null]);
});

test("validators go back as they came, and 304 keeps those it does not renew", async (t) => {
  const { origin } = await serve(t, (request, response) => {
    const isKnown =
      request.headers["if-none-match"] === 'W/"a\u00e9"' && request.headers["if-modified-since"] === "some day";
    response.writeHead(isKnown ? 304 : 200, request.url === "/renews" ? { etag: '"b"' } : {});
    response.end();
  });
  const web = testWeb(t);
  const validators = { etag: 'W/"a\u00e9"', lastModified: "some day" };
  const kept = await web.fetch({ url: `${origin}/keeps`, ...validators });
  assert.deepEqual(kept, {
    kind: "unchanged",
    url: `${origin}/keeps`,
    movedTo: null,
    maxAgeSeconds: null,
    ...validators,
  });
  const renewed = await web.fetch({ url: `${origin}/renews`, ...validators });
  assert.deepEqual(renewed, {
    kind: "unchanged",
    url: `${origin}/renews`,
    movedTo: null,
    maxAgeSeconds: null,
    etag: '"b"',
    lastModified: "some day",
  });
});

test("304 to a request without validators, or with ones that cannot be sent, is no answer", async (t) => {
  const { origin } = await serve(t, (request, response) => {
    assert.equal(request.headers["if-none-match"], undefined);
    response.writeHead(304).end();
  });
  const web = testWeb(t);
  for (const etag of [null, "", "a\r\nX-Injected: 1", "\u4e2d"]) {
    const outcome = asFailed(await web.fetch({ url: origin, etag, lastModified: null }));
    assert.equal(outcome.code, "bad-response", String(etag));
    assert.equal(outcome.status, 304);
  }
});

test("410 is gone", async (t) => {
  const { origin } = await serve(t, (_request, response) => response.writeHead(410).end("gone"));
  assert.deepEqual(await testWeb(t).fetch(plain(`${origin}/f`)), { kind: "gone", url: `${origin}/f` });
});

test("each refusal has its code, its status and one line that names the host", async (t) => {
  const codes: Record<number, string> = {
    204: "bad-response",
    205: "bad-response",
    206: "bad-response",
    300: "bad-response",
    305: "bad-response",
    400: "client-error",
    401: "unauthorized",
    402: "client-error",
    403: "forbidden",
    404: "not-found",
    407: "unauthorized",
    418: "client-error",
    429: "rate-limited",
    451: "client-error",
    500: "server-error",
    502: "server-error",
    503: "server-error",
    599: "server-error",
    600: "bad-response",
    999: "bad-response",
  };
  const { origin, port } = await serve(t, (request, response) => {
    response.writeHead(Number(request.url?.slice(1)));
    response.end(request.url === "/204" ? undefined : "a page about it");
  });
  const web = testWeb(t);
  for (const [status, code] of Object.entries(codes)) {
    const outcome = asFailed(await web.fetch(plain(`${origin}/${status}`)));
    assert.equal(outcome.code, code, status);
    assert.equal(outcome.status, Number(status));
    assert.equal(outcome.retryAt, null);
    assert.match(outcome.message, new RegExp(`^127\\.0\\.0\\.1:${port} .*[^.]$`));
  }
  assert.equal(Object.keys(codes).length, 20);
});

test("Retry-After is read on 429 and 503, in seconds and as a date, and nowhere else", async (t) => {
  const { origin } = await serve(t, (request, response) => {
    const [, status, value = ""] = request.url?.split("/") ?? [];
    response.writeHead(Number(status), { "retry-after": decodeURIComponent(value) }).end();
  });
  const web = testWeb(t, { clock: { now: () => new Date("2024-03-01T12:00:00.000Z") } });
  const date = encodeURIComponent("Fri, 01 Mar 2024 13:00:00 GMT");
  const cases: [string, string | null][] = [
    ["429/60", "2024-03-01T12:01:00.000Z"],
    [`429/${date}`, "2024-03-01T13:00:00.000Z"],
    ["503/60", "2024-03-01T12:01:00.000Z"],
    [`503/${date}`, "2024-03-01T13:00:00.000Z"],
    ["503/whenever", null],
    ["500/60", null],
    ["404/60", null],
  ];
  for (const [path, expected] of cases)
    assert.equal(asFailed(await web.fetch(plain(`${origin}/${path}`))).retryAt, expected, path);
});

test("every content coding that is in use is undone, also one the server forgot to name", async (t) => {
  const gzipped = gzipSync(feed);
  const bodies: Record<string, [string | null, Buffer]> = {
    gzip: ["gzip", gzipped],
    upper: ["GZIP", gzipped],
    "x-gzip": ["x-gzip", gzipped],
    br: ["br", brotliCompressSync(feed)],
    zlib: ["deflate", deflateSync(feed)],
    raw: ["deflate", deflateRawSync(feed)],
    twice: ["gzip, br", brotliCompressSync(gzipped)],
    "twice-gzip": ["gzip, gzip", gzipSync(gzipped)],
    "twice-said-once": ["gzip", gzipSync(gzipped)],
    unsaid: [null, gzipped],
    members: ["gzip", Buffer.concat([gzipSync(feed.slice(0, 9)), gzipSync(feed.slice(9))])],
    garbage: ["gzip", Buffer.concat([gzipped, Buffer.from("behind")])],
    identity: ["identity", Buffer.from(feed)],
    charset: ["utf-8", Buffer.from(feed)],
    empty: ["", Buffer.from(feed)],
  };
  const { origin } = await serve(t, (request, response) => {
    const [coding, body] = bodies[request.url?.slice(1) ?? ""] ?? [null, Buffer.alloc(0)];
    if (coding !== null) response.setHeader("content-encoding", coding);
    response.end(body);
  });
  const web = testWeb(t);
  for (const name of Object.keys(bodies))
    assert.equal(textOf(asFresh(await web.fetch(plain(`${origin}/${name}`)))), feed, name);
  assert.equal(Object.keys(bodies).length, 15);
});

test("an empty body under a coding is empty", async (t) => {
  const { origin } = await serve(t, (_request, response) => response.setHeader("content-encoding", "gzip").end());
  assert.equal(asFresh(await testWeb(t).fetch(plain(origin))).body.byteLength, 0);
});

test("a body over 1 MB is read whole, plain and compressed", async (t) => {
  const large = "0123456789abcdef".repeat(200_000);
  const { origin } = await serve(t, (request, response) => {
    if (request.url === "/gzip") response.setHeader("content-encoding", "gzip").end(gzipSync(large));
    else response.end(large);
  });
  const web = testWeb(t);
  const answers = await Promise.all(
    ["gzip", "plain", "gzip", "plain", "plain"].map((path) => web.fetch(plain(`${origin}/${path}`))),
  );
  for (const answer of answers) assert.equal(textOf(asFresh(answer)), large);
});

test("HTTP/1.0, chunks, trailers and early 1xx answers are understood", async (t) => {
  const chunked = `${feed.slice(0, 5).length.toString(16)}\r\n${feed.slice(0, 5)}\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n`;
  const streams: Record<string, string> = {
    "HTTP/1.0 200 OK\r\n\r\nold": "old",
    "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nold": "old",
    "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end": "until the end",
    [`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n${chunked}`]: `${feed.slice(0, 5)}abc`,
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi": "hi",
    "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi": "hi",
    "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi": "hi",
  };
  const web = testWeb(t);
  for (const [stream, expected] of Object.entries(streams)) {
    const { origin } = await serveBytes(t, stream);
    assert.equal(textOf(asFresh(await web.fetch(plain(origin)))), expected, stream);
  }
  assert.equal(Object.keys(streams).length, 7);
});

test("a slow but honest server is read to its end", async (t) => {
  const { origin } = await serveRaw(t, (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
    let sent = 0;
    const timer = setInterval(() => {
      sent += 1;
      socket.write("x");
      if (sent === 10) clearInterval(timer);
    }, 60);
    socket.on("close", () => clearInterval(timer));
  });
  assert.equal(textOf(asFresh(await testWeb(t).fetch(plain(origin)))), "xxxxxxxxxx");
});

test("userinfo is sent as Basic authorization and stands in no outcome", async (t) => {
  const { origin } = await serve(t, (request, response) => {
    response
      .writeHead(request.headers.authorization === `Basic ${Buffer.from("me:s3cr3t").toString("base64")}` ? 200 : 401)
      .end();
  });
  const web = testWeb(t);
  const withSecret = origin.replace("//", "//me:s3cr3t@");
  const answer = asFresh(await web.fetch(plain(withSecret)));
  assert.equal(answer.url, `${origin}/`);
  const refused = asFailed(await web.fetch(plain(origin.replace("//", "//me:wr0ng@"))));
  assert.equal(refused.code, "unauthorized");
  assert.equal(JSON.stringify([answer, refused]).includes("wr0ng"), false);
  assert.equal(JSON.stringify([answer, refused]).includes("s3cr3t"), false);
});

test("an address carries no header into the request", async (t) => {
  const paths: string[] = [];
  const { origin } = await serve(t, (request, response) => {
    paths.push(request.url ?? "");
    assert.equal(request.headers["x-injected"], undefined);
    response.end();
  });
  const web = testWeb(t);
  asFresh(await web.fetch(plain(`${origin}/a%0d%0aX-Injected:%201`)));
  asFresh(await web.fetch(plain(`${origin}/a b"<>\u{1f600}`)));
  assert.equal(asFailed(await web.fetch(plain(`${origin}/a\r\nX-Injected: 1`))).code, "bad-url");
  assert.deepEqual(paths, ["/a%0d%0aX-Injected:%201", "/a%20b%22%3C%3E%F0%9F%98%80"]);
});

test("a source's own time limit takes the place of the common one", async (t) => {
  const { origin } = await serve(t, (_request, response) => {
    setTimeout(() => response.end("late"), 400);
  });
  const web = testWeb(t);
  assert.match(
    asFailed(await web.fetch({ ...plain(origin), timeoutMs: 100 })).message,
    /did not answer within 0\.1 s$/,
  );
  asFresh(await testWeb(t, { limits: { timeoutMs: 100 } }).fetch({ ...plain(origin), timeoutMs: 5_000 }));
});

test("only a mistake of pkm throws", async (t) => {
  assert.throws(() => testWeb(t, { userAgent: "pkm\r\nX: 1" }), TypeError);
  const web = testWeb(t);
  await web.close();
  await assert.rejects(web.fetch(plain("http://127.0.0.1/")), /closed/);
});
