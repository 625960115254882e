// What a person types, and the addresses it may mean.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { addressesToTry, isWorthHttp } from "../../src/seek/address.ts";

test("a URL means itself, a bare domain https and then http", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["https://Example.org/feed#top", ["https://example.org/feed"]],
    [" http://example.org ", ["http://example.org/"]],
    ["feed:https://example.org/f", ["https://example.org/f"]],
    ["feed://example.org/f", ["https://example.org/f", "http://example.org/f"]],
    ["example.org", ["https://example.org/", "http://example.org/"]],
    ["example.org:8080/a?b", ["https://example.org:8080/a?b", "http://example.org:8080/a?b"]],
    ["localhost:8080", ["https://localhost:8080/", "http://localhost:8080/"]],
    ["127.0.0.1:8080/x", ["https://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"]],
    ["[::1]:80", ["https://[::1]:80/", "http://[::1]/"]],
    ["bücher.example", ["https://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"]],
  ];
  for (const [typed, expected] of cases) assert.deepEqual(addressesToTry(typed), expected, typed);
});

test("what is no web address is refused", () => {
  const cases = [
    "",
    "feed",
    "./feed.xml",
    "/etc/passwd",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "mailto:a@b.example",
    "a b.example",
    "https://",
  ];
  for (const typed of cases) {
    assert.throws(
      () => addressesToTry(typed),
      (thrown) => thrown instanceof PkmError && thrown.kind === "usage",
      typed,
    );
  }
});

test("http is tried where nothing answers, and after a broken certificate only on one's own machine or network", () => {
  assert.equal(isWorthHttp("refused", "https://example.org/"), true);
  assert.equal(isWorthHttp("tls", "https://example.org/"), false);
  assert.equal(isWorthHttp("tls", "https://localhost:1/"), true);
  assert.equal(isWorthHttp("tls", "https://192.168.1.2/"), true);
  assert.equal(isWorthHttp("not-found", "https://localhost/"), false);
});
