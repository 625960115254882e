// A secret named for a source: sent to that origin, and to no other that it redirects to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asFailed, asFresh, plain, serve, testWeb } from "./loopback.ts";

test("the header goes to the asked origin and along its own redirects, never to another one", async (t) => {
  const seen: (readonly [string, string | undefined])[] = [];
  const other = await serve(t, (request, response) => {
    seen.push(["other", request.headers.authorization]);
    response.end("other");
  });
  const home = await serve(t, (request, response) => {
    seen.push([request.url ?? "", request.headers.authorization]);
    const to = { "/own": "/feed", "/away": `${other.origin}/` }[request.url ?? ""];
    if (to === undefined) response.end("home");
    else response.writeHead(302, { location: to }).end();
  });
  const web = testWeb(t);
  const ask = (path: string) => web.fetch({ ...plain(`${home.origin}${path}`), authorization: "Bearer s3cret" });
  asFresh(await ask("/feed"));
  asFresh(await ask("/own"));
  asFresh(await ask("/away"));
  assert.deepEqual(seen, [
    ["/feed", "Bearer s3cret"],
    ["/own", "Bearer s3cret"],
    ["/feed", "Bearer s3cret"],
    ["/away", "Bearer s3cret"],
    ["other", undefined],
  ]);
});

test("it goes before a name and password in the address, and is never in what is told", async (t) => {
  const seen: (string | undefined)[] = [];
  const home = await serve(t, (request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(401).end();
  });
  const url = home.origin.replace("//", "//ada:old@");
  const outcome = asFailed(await testWeb(t).fetch({ ...plain(url), authorization: "Bearer s3cret" }));
  assert.deepEqual(seen, ["Bearer s3cret"]);
  assert.equal(outcome.code, "unauthorized");
  assert.doesNotMatch(JSON.stringify(outcome), /s3cret|old/);
});
