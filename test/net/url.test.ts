// Addresses as they are typed: what may be asked, and that no secret is told.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FetchFailure } from "../../src/net/failure.ts";
import { askedUrl, withUserinfo } from "../../src/net/url.ts";

function refusal(text: string): FetchFailure {
  try {
    askedUrl(text);
  } catch (error) {
    assert.ok(error instanceof FetchFailure);
    return error;
  }
  throw new Error(`${text} was taken`);
}

test("what is no web address is refused, and the line names it", () => {
  const texts = [
    "",
    "example.org",
    "file:///etc/passwd",
    "ftp://example.org/",
    "javascript:alert(1)",
    "http://",
    "http://a b/",
    "http://[::1/",
    "http://h:99999/",
    "http://h/a\r\nX: y",
    "http://h/a\tb",
    "http://h/\u0000",
  ];
  for (const text of texts) {
    const { code, message } = refusal(text);
    assert.equal(code, "bad-url", text);
    assert.match(message, /^\S.*is not an/, text);
    assert.equal(message.includes("\n"), false);
  }
  assert.equal(texts.length, 12);
});

test("userinfo becomes a header and leaves the address", () => {
  const { url, authorization, userinfo } = askedUrl("https://j%C3%BCrg:p%40ss:w@example.org/f#x");
  assert.equal(url.href, "https://example.org/f");
  assert.equal(authorization, `Basic ${Buffer.from("jürg:p@ss:w").toString("base64")}`);
  assert.equal(withUserinfo(new URL("https://example.org/g"), userinfo), "https://j%C3%BCrg:p%40ss%3Aw@example.org/g");
  assert.equal(
    askedUrl("https://token@example.org/").authorization,
    `Basic ${Buffer.from("token:").toString("base64")}`,
  );
  assert.equal(
    askedUrl("https://a:%zz@example.org/").authorization,
    `Basic ${Buffer.from("a:%zz").toString("base64")}`,
  );
  assert.equal(askedUrl("https://example.org/").authorization, null);
  assert.equal(withUserinfo(new URL("https://example.org/g"), ""), "https://example.org/g");
});

test("no refusal tells a password, however broken the address", () => {
  let refused = 0;
  const secret = "hunter2hunter2";
  for (const text of [
    `http://u:${secret}@exa mple/`,
    `http://u:${secret}/x@h:bad/`,
    `ftp://u:${secret}@h/`,
    `u:${secret}@h`,
    `http://u:${secret}@@[/`,
  ]) {
    refused += 1;
    assert.equal(refusal(text).message.includes(secret), false, text);
  }
  assert.equal(refused, 5);
});

test("any text is either asked as http or https, or refused as a failure", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `http://${text}`),
      ),
      (text) => {
        try {
          const { url } = askedUrl(text);
          assert.match(url.href, /^https?:\/\/[^/]/);
          assert.equal(url.username + url.password + url.hash, "");
        } catch (error) {
          assert.ok(error instanceof FetchFailure);
        }
      },
    ),
    { numRuns: 1000 },
  );
});
