// Errors of systems, parsers and TLS as codes and lines.
import assert from "node:assert/strict";
import { test } from "node:test";
import { failureOf } from "../../src/net/failure.ts";

function failing(code: string): Error {
  return Object.assign(new Error("the system's own words"), { code });
}

test("each error has the code that belongs to it, and a line that names the host", () => {
  const cases: [string, string][] = [
    ["ENOTFOUND", "name-not-found"],
    ["EAI_AGAIN", "offline"],
    ["ENETUNREACH", "offline"],
    ["EHOSTUNREACH", "refused"],
    ["ECONNREFUSED", "refused"],
    ["ERR_PROXY_TUNNEL", "refused"],
    ["ECONNRESET", "reset"],
    ["EPIPE", "reset"],
    ["EMFILE", "reset"],
    ["ETIMEDOUT", "timeout"],
    ["HPE_HEADER_OVERFLOW", "too-large"],
    ["HPE_INVALID_CONSTANT", "bad-response"],
    ["HPE_INVALID_CHUNK_SIZE", "bad-response"],
    ["CERT_HAS_EXPIRED", "tls"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
    ["CERT_REVOKED", "tls"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "tls"],
    ["EPROTO", "tls"],
    ["ERR_INVALID_CHAR", "bad-url"],
  ];
  for (const [code, expected] of cases) {
    const failure = failureOf(failing(code), "example.org:8443");
    assert.equal(failure.code, expected, code);
    assert.match(failure.message, /example\.org:8443/, code);
    assert.match(failure.message, /^[a-z].*[^.]$/, code);
    assert.equal(failure.status, null);
  }
  assert.equal(cases.length, 20);
});

test("a mistake in pkm is thrown on, not turned into a failure", () => {
  const mistake = new TypeError("undefined is not a function");
  assert.throws(() => failureOf(mistake, "example.org"), mistake);
  assert.throws(() => failureOf("a text", "example.org"));
  assert.throws(() => failureOf(failing("__proto__"), "example.org"));
});
