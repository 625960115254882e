// One request, once, and what became of it: answered, not sent, or lost, against real servers and broken ones.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { openChannelHttp, type OpenHttp } from "../../src/net/channel-http.ts";
import type { HttpCall } from "../../src/share/channel.ts";
import { closedPort } from "../channels/mail/servers.ts";
import { serve, serveRaw, shortLimits, userAgent } from "./loopback.ts";

function open(t: TestContext): OpenHttp {
  const http = openChannelHttp({ userAgent, limits: shortLimits });
  t.after(() => http.close());
  return http;
}

function get(url: string, more: Partial<HttpCall> = {}): HttpCall {
  return { method: "GET", url, headers: {}, body: null, timeoutMs: 1_000, ...more };
}

test("an answer comes with its status, headers and decoded body, whatever the status", async (t) => {
  let seen = "";
  const { origin } = await serve(t, (request, response) => {
    request.on("data", (chunk: Buffer) => (seen += chunk.toString()));
    request.on("end", () => {
      seen += ` ${request.method} ${request.headers["authorization"]} ${request.headers["content-length"]}`;
      response.writeHead(422, { "content-encoding": "gzip", "X-One": "1" }).end(gzipSync('{"error":"no"}'));
    });
  });
  const body = Buffer.from("héllo");
  const call = get(`${origin}/x`, { method: "POST", headers: { authorization: "Bearer t" }, body });
  const answer = await open(t).call(call);
  assert.ok(answer.kind === "answer");
  assert.equal(answer.status, 422);
  assert.equal(answer.headers["x-one"], "1");
  assert.equal(Buffer.from(answer.body).toString(), '{"error":"no"}');
  assert.equal(seen, "héllo POST Bearer t 6");
});

test("no connection serves twice: one that is dead without our knowing would leave the fate of a post open", async (t) => {
  const loopback = await serve(t, (_request, response) => void response.end("ok"));
  const http = open(t);
  for (let call = 1; call <= 3; call += 1) {
    const answer = await http.call(get(loopback.origin, { method: "POST", body: Buffer.from("x") }));
    assert.equal(answer.kind, "answer");
    assert.equal(loopback.opened(), call);
  }
});

test("a redirect is an answer: nothing is asked where it points", async (t) => {
  let asked = 0;
  const other = await serve(t, (_request, response) => {
    asked += 1;
    response.end();
  });
  const { origin } = await serve(t, (_request, response) => {
    response.writeHead(307, { location: `${other.origin}/elsewhere` }).end();
  });
  const answer = await open(t).call(get(origin, { method: "POST", body: Buffer.from("x") }));
  assert.ok(answer.kind === "answer");
  assert.equal(answer.status, 307);
  assert.equal(asked, 0);
});

test("what never left is told from what may have", async (t) => {
  const http = open(t);
  const refused = await http.call(get(`http://127.0.0.1:${await closedPort()}/`));
  assert.equal(refused.kind, "not-sent");
  const nameless = await http.call(get("http://no-such-host.invalid/"));
  assert.equal(nameless.kind, "not-sent");
  const plain = await serve(t, (_request, response) => void response.end());
  const tls = await http.call(get(plain.origin.replace("http:", "https:")));
  assert.equal(tls.kind, "not-sent");
  assert.equal((await http.call(get("file:///etc/passwd"))).kind, "not-sent");
  const header = await http.call(get(plain.origin, { headers: { authorization: "Bearer a\nb" } }));
  assert.ok(header.kind === "not-sent");
  assert.doesNotMatch(header.message, /Bearer/);
  const cut = await serveRaw(t, (socket) => socket.destroy());
  const broken = await http.call(get(cut.origin, { method: "POST", body: Buffer.from("x") }));
  assert.ok(broken.kind === "lost");
  assert.match(broken.message, /broke the connection off/);
  const half = await serveRaw(t, (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"));
  const halved = await http.call(get(half.origin));
  assert.ok(halved.kind === "lost");
  assert.match(halved.message, /broke off in the middle of its answer/);
  const silent = await serveRaw(t, () => {});
  const late = await http.call(get(silent.origin, { timeoutMs: 300 }));
  assert.ok(late.kind === "lost");
  assert.match(late.message, /did not answer within 0\.3 s/);
});

test("no timer is left behind by a call that failed: it would keep the program from ending", async (t) => {
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const http = open(t);
  const before = timers();
  const cut = await serveRaw(t, (socket) => socket.destroy());
  for (const url of [`http://127.0.0.1:${await closedPort()}/`, cut.origin]) {
    const answer = await http.call(get(url, { timeoutMs: 60_000 }));
    assert.notEqual(answer.kind, "answer");
    assert.equal(timers(), before, url);
  }
});

test("an endless answer and one that is no HTTP end within limits, as lost", async (t) => {
  const http = open(t);
  const chunk = Buffer.alloc(1024 * 1024, 0x20);
  const endless = await serve(t, (_request, response) => {
    const push = (): void => {
      while (!response.destroyed && response.write(chunk));
      response.once("drain", push);
    };
    push();
  });
  const large = await http.call(get(endless.origin, { timeoutMs: 20_000 }));
  assert.ok(large.kind === "lost");
  assert.match(large.message, /more than 8 MB/);
  const odd = await serveRaw(t, (socket) => socket.end("SSH-2.0-nothing\r\n"));
  const other = await http.call(get(odd.origin));
  assert.ok(other.kind === "lost");
  assert.doesNotMatch(other.message, /within/, "it was heard, not waited for");
});
