// Connections: kept, counted per host, given up in time, and all gone in the end.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { asFailed, asFresh, eventually, plain, serve, serveBytes, serveRaw, testWeb } from "./loopback.ts";

test("a connection serves again, also after errors and redirects", async (t) => {
  const server = await serve(t, (request, response) => {
    if (request.url === "/moved") response.writeHead(301, { location: "/" });
    if (request.url === "/missing") response.writeHead(404);
    if (request.url === "/same") response.writeHead(304);
    response.end(request.url === "/same" ? undefined : "a body");
  });
  const web = testWeb(t);
  for (const path of ["/", "/missing", "/moved", "/same", "/"])
    await web.fetch({ url: server.origin + path, etag: '"a"', lastModified: null });
  assert.equal(server.opened(), 1);
});

test("a kept connection that died is replaced without a failure", async (t) => {
  let asked = 0;
  const server = await serveRaw(t, (socket) => {
    asked += 1;
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    socket.on("data", () => socket.resetAndDestroy());
  });
  const web = testWeb(t);
  for (let round = 0; round < 3; round += 1) asFresh(await web.fetch(plain(server.origin)));
  assert.equal(asked, 3);
});

test("no host sees more connections at once than it may", async (t) => {
  let now = 0;
  let most = 0;
  const server = await serve(t, (_request, response) => {
    now += 1;
    most = Math.max(most, now);
    setTimeout(() => {
      now -= 1;
      response.end("ok");
    }, 20);
  });
  const web = testWeb(t, { limits: { perPrivateHostMax: 3 } });
  const outcomes = await Promise.all(
    Array.from({ length: 24 }, (_, index) => web.fetch(plain(`${server.origin}/${index}`))),
  );
  assert.equal(outcomes.filter(({ kind }) => kind === "fresh").length, 24);
  assert.equal(most, 3);
  assert.equal(server.opened(), 3);
});

test("waiting for a turn is not counted against a feed, but has an end of its own", async (t) => {
  const { origin } = await serve(t, (_request, response) => {
    setTimeout(() => response.end("ok"), 300);
  });
  const limits = { perPrivateHostMax: 1, timeoutMs: 700, turnTimeoutMs: 5_000 };
  const patient = testWeb(t, { limits });
  const all = await Promise.all(Array.from({ length: 4 }, () => patient.fetch(plain(origin))));
  assert.equal(all.filter(({ kind }) => kind === "fresh").length, 4);
  const hasty = testWeb(t, { limits: { ...limits, turnTimeoutMs: 100 } });
  const [first, second] = await Promise.all([hasty.fetch(plain(origin)), hasty.fetch(plain(origin))]);
  asFresh(first);
  const failure = asFailed(second);
  assert.equal(failure.code, "timeout");
  assert.match(failure.message, /127\.0\.0\.1:\d+ got no turn/);
});

test("100 silent feeds at once end within the bound and leave no connection, and a good one among them is read", async (t) => {
  const silent = await serveBytes(t, "", "stay");
  const good = await serve(t, (_request, response) => response.end("ok"));
  const web = testWeb(t, { limits: { connectTimeoutMs: 1_000, timeoutMs: 1_000, turnTimeoutMs: 1_900 } });
  const startedMs = performance.now();
  const silents = Array.from({ length: 100 }, (_, index) => web.fetch(plain(`${silent.origin}/${index}`)));
  const answer = web.fetch(plain(good.origin));
  const outcomes = await Promise.all(silents);
  const tookMs = performance.now() - startedMs;
  assert.deepEqual(
    outcomes.map((outcome) => asFailed(outcome).code),
    Array.from({ length: 100 }, () => "timeout"),
  );
  assert.ok(tookMs < 3_900, `took ${tookMs} ms, where a fetch and its wait may take 2900 ms`);
  asFresh(await answer);
  assert.ok(await eventually(() => silent.standing() === 0), `${silent.standing()} connections stayed`);
});

test("closing ends what is under way and what waits, and every connection", async (t) => {
  const silent = await serveBytes(t, "", "stay");
  const good = await serve(t, (_request, response) => response.end("ok"));
  const web = testWeb(t, { limits: { perPrivateHostMax: 1, timeoutMs: 60_000, turnTimeoutMs: 60_000 } });
  const other = testWeb(t, { lookup: () => undefined, limits: { connectTimeoutMs: 60_000 } });
  asFresh(await web.fetch(plain(good.origin)));
  assert.equal(good.standing(), 1);
  const outcomes = [
    web.fetch(plain(silent.origin)),
    web.fetch(plain(silent.origin)),
    other.fetch(plain("http://hangs.example/")),
  ];
  await eventually(() => silent.standing() === 1);
  await Promise.all([web.close(), other.close()]);
  assert.deepEqual(
    (await Promise.all(outcomes)).map((outcome) => asFailed(outcome).code),
    ["reset", "reset", "reset"],
  );
  assert.ok(await eventually(() => silent.standing() + good.standing() === 0));
});

test("a process that fetched and forgot to close still ends by itself", async (t) => {
  const { origin } = await serve(t, (_request, response) => response.end("ok"));
  const program = `
    const { openWeb } = await import(${JSON.stringify(new URL("../../src/net/web.ts", import.meta.url).href)});
    const web = openWeb({ userAgent: "pkm/0 (+https://pkm.example)" });
    const { kind } = await web.fetch({ url: ${JSON.stringify(origin)}, etag: null, lastModified: null });
    process.stdout.write(kind);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill());
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const status = await new Promise((resolve) => {
    child.on("exit", resolve);
  });
  assert.deepEqual([status, output], [0, "fresh"]);
});
