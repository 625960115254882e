// Bodies without end, or far larger than they look: cut off at the limit, with memory bounded.
import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { asFailed, asFresh, eventually, plain, serve, testWeb } from "./loopback.ts";

test("an endless error page is not read on", async (t) => {
  let poured = 0;
  const server = await serve(t, (_request, response) => {
    response.writeHead(500);
    const pour = (): void => {
      do poured += 65_536;
      while (!response.destroyed && response.write("x".repeat(65_536)));
      if (!response.destroyed) response.once("drain", pour);
    };
    pour();
  });
  assert.equal(asFailed(await testWeb(t).fetch(plain(server.origin))).code, "server-error");
  assert.ok(await eventually(() => server.standing() === 0));
  assert.ok(poured < 16 * 1024 * 1024, `${poured} bytes were sent`);
});

test("endless bodies stop at 16 MB, also many at once, and memory stays bounded", async (t) => {
  const block = Buffer.alloc(65_536, "x");
  const server = await serve(t, (_request, response) => {
    const pour = (): void => {
      while (!response.destroyed && response.write(block));
      if (!response.destroyed) response.once("drain", pour);
    };
    pour();
  });
  const web = testWeb(t, { limits: { timeoutMs: 20_000, turnTimeoutMs: 20_000 } });
  let peakBytes = 0;
  const beforeBytes = process.memoryUsage().rss;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
  }, 10);
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => web.fetch(plain(server.origin))));
  clearInterval(watch);
  assert.deepEqual(new Set(outcomes.map((outcome) => asFailed(outcome).code)), new Set(["too-large"]));
  assert.match(asFailed(outcomes[0] ?? { kind: "gone", url: "" }).message, /sent more than 16 MB$/);
  const growthMb = Math.round((peakBytes - beforeBytes) / 1024 / 1024);
  // 20 at once would be over 320 MB if each were held to its limit.
  assert.ok(peakBytes > 0 && growthMb < 170, `memory grew by ${growthMb} MB`);
  assert.ok(await eventually(() => server.standing() === 0));
});

test("large bodies that stall give their room back, also one that ran out of time waiting for it", async (t) => {
  const large = "x".repeat(1_200_000);
  const asked: string[] = [];
  const { origin } = await serve(t, (request, response) => {
    asked.push(request.url ?? "");
    response.write(large);
    if (request.url === "/whole") response.end();
  });
  const web = testWeb(t, { limits: { largeBodiesMax: 1, timeoutMs: 5_000 } });
  const first = web.fetch({ ...plain(`${origin}/first`), timeoutMs: 700 });
  await eventually(() => asked.includes("/first"));
  const stalled = [first, ...["/b", "/c"].map((path) => web.fetch({ ...plain(origin + path), timeoutMs: 300 }))];
  for (const outcome of await Promise.all(stalled)) assert.equal(asFailed(outcome).code, "timeout");
  assert.equal(asFresh(await web.fetch(plain(`${origin}/whole`))).body.byteLength, large.length);
});

test("a body that was small on the wire stops at the same limit when it unfolds", async (t) => {
  const zeros = Buffer.alloc(64 * 1024 * 1024);
  const bombs: Record<string, [string, Buffer]> = {
    "/gzip": ["gzip", gzipSync(zeros)],
    "/br": ["br", brotliCompressSync(zeros, { params: { 1: 2 } })],
    "/twice": ["gzip, gzip", gzipSync(gzipSync(zeros))],
    "/unsaid": ["identity", gzipSync(zeros)],
  };
  const { origin } = await serve(t, (request, response) => {
    const [coding, body] = bombs[request.url ?? ""] ?? ["identity", Buffer.alloc(0)];
    response.setHeader("content-encoding", coding).end(body);
  });
  const web = testWeb(t, { limits: { timeoutMs: 20_000 } });
  for (const path of Object.keys(bombs))
    assert.equal(asFailed(await web.fetch(plain(origin + path))).code, "too-large", path);
  assert.equal(Object.keys(bombs).length, 4);
});

test("a body of just the limit is read, and one byte more is not", async (t) => {
  const { origin } = await serve(t, (request, response) => {
    response.write("x".repeat(9));
    response.end(request.url === "/over" ? "xx" : "x");
  });
  const web = testWeb(t, { limits: { bodyBytesMax: 10 } });
  assert.equal(asFresh(await web.fetch(plain(`${origin}/just`))).body.byteLength, 10);
  const over = asFailed(await web.fetch(plain(`${origin}/over`)));
  assert.deepEqual([over.code, over.message.endsWith("sent more than 10 bytes")], ["too-large", true]);
});
