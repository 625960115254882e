// TLS: always verified, whatever the environment says.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { asFailed, asFresh, listen, plain, serve, testWeb, textOf } from "./loopback.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const skip = hasOpenssl ? false : "the openssl program is not installed";

interface Pair {
  key: string;
  cert: string;
}

/** A key and a certificate for `name`, valid for `days` (negative: expired). */
async function selfSigned(t: TestContext, name: string): Promise<Pair> {
  const folder = await mkdtemp(join(tmpdir(), "pkm-tls-"));
  t.after(() => rm(folder, { recursive: true }));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=pkm test", "-addext", `subjectAltName=${name}`];
  const made = spawnSync("openssl", [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
    "-keyout",
    key,
    "-out",
    cert,
    ...subject,
  ]);
  assert.equal(made.status, 0, made.stderr.toString());
  return { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8") };
}

async function serveTls(t: TestContext, pair: Pair): Promise<string> {
  const { origin } = await listen(
    t,
    createServer(pair, (_request, response) => response.end("secret")),
  );
  return origin.replace("http:", "https:");
}

test("a certificate is taken when a trusted authority signed it, and its connection is kept", { skip }, async (t) => {
  const pair = await selfSigned(t, "IP:127.0.0.1");
  const origin = await serveTls(t, pair);
  const web = testWeb(t, { authorities: [pair.cert] });
  for (let round = 0; round < 2; round += 1) assert.equal(textOf(asFresh(await web.fetch(plain(origin)))), "secret");
});

test("an unknown authority is refused, also when the environment says not to look", { skip }, async (t) => {
  const origin = await serveTls(t, await selfSigned(t, "IP:127.0.0.1"));
  const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  t.mock.method(process, "emitWarning", () => undefined);
  t.after(() => {
    if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
  });
  const outcome = asFailed(await testWeb(t).fetch(plain(origin)));
  assert.equal(outcome.code, "tls");
  assert.match(outcome.message, /the certificate of 127\.0\.0\.1:\d+ is signed by itself alone/);
});

test("a certificate for another name is refused", { skip }, async (t) => {
  const pair = await selfSigned(t, "DNS:example.org");
  const outcome = asFailed(await testWeb(t, { authorities: [pair.cert] }).fetch(plain(await serveTls(t, pair))));
  assert.equal(outcome.code, "tls");
  assert.match(outcome.message, /is for another name$/);
});

test("a server without TLS at an https address is no secure connection", async (t) => {
  const { origin } = await serve(t, (_request, response) => response.end("open"));
  const outcome = asFailed(await testWeb(t).fetch(plain(origin.replace("http:", "https:"))));
  assert.equal(outcome.code, "tls");
  assert.match(outcome.message, /^no secure connection to 127\.0\.0\.1:\d+/);
});

test("a redirect from https to http takes no credentials along", { skip }, async (t) => {
  const pair = await selfSigned(t, "IP:127.0.0.1");
  const seen: (string | undefined)[] = [];
  const open = await serve(t, (request, response) => {
    seen.push(request.headers.authorization);
    response.end();
  });
  const server = createServer(pair, (request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(302, { location: open.origin }).end();
  });
  const { port } = await listen(t, server);
  asFresh(await testWeb(t, { authorities: [pair.cert] }).fetch(plain(`https://me:mine@127.0.0.1:${port}/`)));
  assert.deepEqual(seen, [`Basic ${Buffer.from("me:mine").toString("base64")}`, undefined]);
});
