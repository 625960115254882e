// Proxies from the environment, over a real proxy on the loopback interface.
import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { proxiesOf } from "../../src/net/proxy.ts";
import type { Loopback } from "./loopback.ts";
import { asFailed, asFresh, listen, plain, serve, testWeb, textOf } from "./loopback.ts";

/** A proxy that plays the whole public web: it answers itself, by path. */
async function serveProxy(t: TestContext, seen: IncomingMessage[]): Promise<Loopback> {
  const server = createServer((request, response) => {
    seen.push(request);
    const location = new URL(request.url ?? "").searchParams.get("to");
    if (location === null) response.end("through the proxy");
    else response.writeHead(301, { location }).end();
  });
  server.on("connect", (request: IncomingMessage, socket) => {
    seen.push(request);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  return listen(t, server);
}

test("http goes through the proxy, https asks it for a tunnel, and NO_PROXY goes past it", async (t) => {
  const seen: IncomingMessage[] = [];
  const proxy = await serveProxy(t, seen);
  const near = await serve(t, (_request, response) => response.end("past the proxy"));
  const at = `127.0.0.1:${proxy.port}`;
  const web = testWeb(t, { env: { HTTP_PROXY: at, https_proxy: `http://me:pr0xy@${at}`, NO_PROXY: "127.0.0.1" } });
  assert.equal(textOf(asFresh(await web.fetch(plain("http://example.org/feed")))), "through the proxy");
  assert.equal(textOf(asFresh(await web.fetch(plain(near.origin)))), "past the proxy");
  const tunnel = asFailed(await web.fetch(plain("https://example.org/feed")));
  assert.deepEqual([tunnel.code, tunnel.message], ["refused", "the proxy did not connect to example.org"]);
  assert.deepEqual(
    seen.map(({ method, url }) => `${method} ${url}`),
    ["GET http://example.org/feed", "CONNECT example.org:443"],
  );
});

test("a public host behind the proxy sends to no private place, and movedTo is a public one", async (t) => {
  const proxy = await serveProxy(t, []);
  const secret = await serve(t, (_request, response) => response.end("private"));
  const web = testWeb(t, { env: { HTTP_PROXY: proxy.origin } });
  const go = (to: string): ReturnType<typeof web.fetch> =>
    web.fetch(plain(`http://example.org/?to=${encodeURIComponent(to)}`));
  const refused = [
    secret.origin,
    "http://localhost/",
    "http://[::1]/",
    "http://10.1.2.3/",
    "http://169.254.169.254/",
    "http://0x7f.1/",
    "http://printer.local/",
    "http://intranet/",
  ];
  for (const to of refused) assert.equal(asFailed(await go(to)).code, "private-address", to);
  assert.equal(secret.opened(), 0);
  const moved = asFresh(await go("http://example.net/new"));
  assert.deepEqual([moved.url, moved.movedTo], ["http://example.net/new", "http://example.net/new"]);
});

test("a public host behind the proxy sends to no private place past the proxy", async (t) => {
  const proxy = await serveProxy(t, []);
  const secret = await serve(t, (_request, response) => response.end("private"));
  const web = testWeb(t, {
    env: { HTTP_PROXY: proxy.origin, NO_PROXY: ".corp.example" },
    lookup: (_hostname, _options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
  });
  const inside = `http://wiki.corp.example:${secret.port}/`;
  const outcome = asFailed(await web.fetch(plain(`http://example.org/?to=${encodeURIComponent(inside)}`)));
  assert.deepEqual([outcome.code, secret.opened()], ["private-address", 0]);
  asFresh(await web.fetch(plain(inside)));
});

test("the environment is read as curl reads it, and a proxy pkm cannot use is an error without its value", () => {
  assert.equal(proxiesOf({}), null);
  assert.equal(proxiesOf({ HTTP_PROXY: "", NO_PROXY: "example.org" }), null);
  assert.deepEqual(proxiesOf({ HTTP_PROXY: "upper:1", http_proxy: "lower:2" }), { http_proxy: "http://lower:2/" });
  assert.deepEqual(proxiesOf({ HTTPS_PROXY: "http://p:3", no_proxy: "a" }), {
    https_proxy: "http://p:3/",
    no_proxy: "a",
  });
  for (const value of ["socks5://me:s3cr3t@p:1", "http://me:s3cr3t@"]) {
    assert.throws(
      () => proxiesOf({ HTTP_PROXY: value }),
      (error) =>
        error instanceof PkmError &&
        error.kind === "config" &&
        error.message.startsWith("HTTP_PROXY") &&
        !error.message.includes("s3cr3t"),
    );
  }
});
