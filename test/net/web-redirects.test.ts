// Chains of redirects over real servers: limits, moves, credentials and private hosts.
import assert from "node:assert/strict";
import type { LookupFunction } from "node:net";
import { test } from "node:test";
import { asFailed, asFresh, plain, serve, testWeb, textOf } from "./loopback.ts";

/** Every name leads to this machine. */
const allHere: LookupFunction = (_hostname, options, callback) => {
  if (options.all === true) callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(null, "127.0.0.1", 4);
};

test("a chain of permanent moves gives the address to ask next time; one temporary hop takes that away", async (t) => {
  const { origin } = await serve(t, (request, response) => {
    // "/301/308" answers 301 and sends to "/308".
    const [, status, ...rest] = request.url?.split("/") ?? [];
    if (status === "end") response.end("here");
    else response.writeHead(Number(status), { location: `/${rest.join("/")}` }).end();
  });
  const web = testWeb(t);
  const cases: [string, string | null][] = [
    ["end", null],
    ["301/end", `${origin}/end`],
    ["308/end", `${origin}/end`],
    ["301/308/301/end", `${origin}/end`],
    ["302/end", null],
    ["303/end", null],
    ["307/end", null],
    ["301/302/end", null],
    ["302/301/end", null],
    ["308/307/308/end", null],
  ];
  for (const [path, expected] of cases) {
    const answer = asFresh(await web.fetch(plain(`${origin}/${path}`)));
    assert.equal(answer.movedTo, expected, path);
    assert.equal(answer.url, `${origin}/end`);
  }
});

test("a move is told with 304 too, and validators travel along", async (t) => {
  const { origin } = await serve(t, (request, response) => {
    if (request.url === "/old") response.writeHead(301, { location: "/new" }).end();
    else response.writeHead(request.headers["if-none-match"] === '"a"' ? 304 : 200).end();
  });
  const outcome = await testWeb(t).fetch({ url: `${origin}/old`, etag: '"a"', lastModified: null });
  assert.deepEqual([outcome.kind, outcome.kind === "unchanged" && outcome.movedTo], ["unchanged", `${origin}/new`]);
});

test("ten redirects are followed, eleven are not", async (t) => {
  const { origin } = await serve(t, (request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end("here");
    else response.writeHead(302, { location: `/${left - 1}` }).end();
  });
  const web = testWeb(t);
  asFresh(await web.fetch(plain(`${origin}/10`)));
  const outcome = asFailed(await web.fetch(plain(`${origin}/11`)));
  assert.equal(outcome.code, "too-many-redirects");
  assert.match(outcome.message, /redirects more than 10 times$/);
});

test("a circle is left as soon as it closes", async (t) => {
  let asked = 0;
  const { origin } = await serve(t, (request, response) => {
    asked += 1;
    response.writeHead(301, { location: request.url === "/a" ? "/b" : "/a#again" }).end();
  });
  const web = testWeb(t);
  const outcome = asFailed(await web.fetch(plain(`${origin}/a`)));
  assert.deepEqual([outcome.code, asked], ["too-many-redirects", 2]);
  assert.equal(asFailed(await testWeb(t).fetch(plain(`${origin}/b`))).code, "too-many-redirects");
});

test("a redirect that leads nowhere is a bad one", async (t) => {
  const { origin } = await serve(t, (request, response) => {
    const location = decodeURIComponent(request.url?.slice(1) ?? "");
    response.writeHead(302, location === "none" ? {} : { location }).end("moved");
  });
  const web = testWeb(t);
  const locations = ["none", "file:///etc/passwd", "ftp://example.org/", "javascript:1", "http://[", "http://"];
  for (const location of locations)
    assert.equal(
      asFailed(await web.fetch(plain(`${origin}/${encodeURIComponent(location)}`))).code,
      "bad-redirect",
      location,
    );
  assert.equal(locations.length, 6);
});

test("a private host sends to itself on any port, and to no other private host by any spelling", async (t) => {
  const other = await serve(t, (_request, response) => response.end("other port"));
  const { origin, port } = await serve(t, (request, response) => {
    response.writeHead(302, { location: decodeURIComponent(request.url?.slice(1) ?? "") }).end();
  });
  const web = testWeb(t, { lookup: allHere });
  const go = (from: string, to: string): ReturnType<typeof web.fetch> =>
    web.fetch(plain(`${from}/${encodeURIComponent(to)}`));
  assert.equal(textOf(asFresh(await go(origin, other.origin))), "other port");
  const nas = `http://nas.example:${port}`;
  assert.equal(textOf(asFresh(await go(nas, `http://nas.example:${other.port}/`))), "other port");
  const refused = [
    `http://localhost:${other.port}/`,
    `http://127.0.0.2:${other.port}/`,
    `http://[::1]:${other.port}/`,
    `http://0.0.0.0:${other.port}/`,
    `http://10.0.0.1/`,
    "http://169.254.169.254/latest/",
    "http://[fd00:ec2::254]/",
    `http://rebind.example:${other.port}/`,
  ];
  for (const to of refused) assert.equal(asFailed(await go(origin, to)).code, "private-address", to);
  assert.equal(asFailed(await go(nas, other.origin)).code, "private-address");
  assert.equal(other.opened(), 2, "a refused place was connected to");
});

test("a connection kept for a typed private host does not carry a redirect of another host there", async (t) => {
  const nas = await serve(t, (_request, response) => response.end("private"));
  const { origin } = await serve(t, (_request, response) =>
    response.writeHead(302, { location: `http://nas.example:${nas.port}/` }).end(),
  );
  const web = testWeb(t, { lookup: allHere });
  asFresh(await web.fetch(plain(`http://nas.example:${nas.port}/`)));
  const outcome = asFailed(await web.fetch(plain(origin)));
  assert.equal(outcome.code, "private-address");
  assert.match(outcome.message, /nas\.example leads to a private address/);
});

test("an address found in a document may be private on that document's host alone", async (t) => {
  const { origin, port } = await serve(t, (_request, response) => response.end("private"));
  const web = testWeb(t, { lookup: allHere });
  const find = async (url: string, foundAt: string): Promise<string> => {
    const outcome = await web.fetch({ ...plain(url), foundAt });
    return outcome.kind === "failed" ? outcome.code : outcome.kind;
  };
  assert.equal(await find(`${origin}/feed`, "https://example.org/"), "private-address");
  assert.equal(await find(`http://rebind.example:${port}/`, "https://example.org/"), "private-address");
  assert.equal(await find(`http://rebind.example:${port}/`, "https://rebind.example/"), "private-address");
  assert.equal(await find(`${origin}/feed`, "not an address"), "private-address");
  assert.equal(await find(`${origin}/feed`, "http://127.0.0.1:1/page"), "fresh");
  asFresh(await web.fetch(plain(`http://nas.example:${port}/page`)));
  assert.equal(await find(`http://nas.example:${port}/feed`, `http://nas.example:${port}/page`), "fresh");
});

test("credentials stay with the origin they were typed for", async (t) => {
  const seen: string[] = [];
  const other = await serve(t, (request, response) => {
    seen.push(`other ${request.headers.authorization ?? "none"}`);
    response.end();
  });
  const { origin, port } = await serve(t, (request, response) => {
    seen.push(`home ${request.url} ${request.headers.authorization ?? "none"}`);
    if (request.url === "/away")
      response.writeHead(301, { location: `http://user:theirs@127.0.0.1:${other.port}/` }).end();
    else if (request.url === "/old") response.writeHead(301, { location: "/new", "set-cookie": "id=1" }).end();
    else response.end(request.headers.cookie);
  });
  const web = testWeb(t);
  const typed = `http://me:mine@127.0.0.1:${port}`;
  const away = asFresh(await web.fetch(plain(`${typed}/away`)));
  assert.equal(away.movedTo, `${other.origin}/`);
  const moved = asFresh(await web.fetch(plain(`${typed}/old`)));
  assert.equal(moved.movedTo, `${typed}/new`);
  assert.deepEqual([moved.url, textOf(moved)], [`${origin}/new`, ""]);
  const mine = `Basic ${Buffer.from("me:mine").toString("base64")}`;
  assert.deepEqual(seen, [`home /away ${mine}`, "other none", `home /old ${mine}`, `home /new ${mine}`]);
});

test("the time limit is for the whole chain", async (t) => {
  const { origin } = await serve(t, (request, response) => {
    setTimeout(() => response.writeHead(302, { location: `${request.url}x` }).end(), 150);
  });
  const startedMs = performance.now();
  const outcome = asFailed(await testWeb(t, { limits: { timeoutMs: 500 } }).fetch(plain(`${origin}/`)));
  assert.equal(outcome.code, "timeout");
  assert.match(outcome.message, /within 0\.5 s$/);
  assert.ok(performance.now() - startedMs < 2_000);
});
