// Where redirects may lead, without a network.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isPublicAddress } from "../../src/net/address.ts";
import { FetchFailure } from "../../src/net/failure.ts";
import { publicOnly } from "../../src/net/guarded-lookup.ts";
import { isPermanent, isRedirect, redirectTarget } from "../../src/net/redirect.ts";

const atPublic = { url: new URL("https://example.org/blog/feed"), isPrivate: false };
const atNas = { url: new URL("http://nas.home:8080/feed"), isPrivate: true };

function refusalOf(from: typeof atPublic, location: string | undefined): string {
  try {
    return redirectTarget(from, location).url.href;
  } catch (error) {
    assert.ok(error instanceof FetchFailure);
    return error.code;
  }
}

test("a public host may send to public hosts, and nowhere else", () => {
  const cases: [string | undefined, string][] = [
    ["/new", "https://example.org/new"],
    ["new?x=1#part", "https://example.org/blog/new?x=1"],
    ["//cdn.example.net/f", "https://cdn.example.net/f"],
    ["http://example.net:8080/", "http://example.net:8080/"],
    ["https://user:secret@example.net/", "https://example.net/"],
    ["/caf\u00c3\u00a9", "https://example.org/caf%C3%A9"],
    ["/caf\u00e9", "https://example.org/caf%C3%A9"],
    ["file:///etc/passwd", "bad-redirect"],
    ["ftp://example.net/f", "bad-redirect"],
    ["javascript:alert(1)", "bad-redirect"],
    ["data:text/xml,<rss/>", "bad-redirect"],
    ["gopher://example.net/", "bad-redirect"],
    ["http://", "bad-redirect"],
    ["http://[::1", "bad-redirect"],
    ["http://exa mple.net/", "bad-redirect"],
    [undefined, "bad-redirect"],
    ["http://127.0.0.1/", "private-address"],
    ["http://0x7f.1/", "private-address"],
    ["http://2130706433/", "private-address"],
    ["http://[::1]/", "private-address"],
    ["http://[::ffff:10.0.0.1]/", "private-address"],
    ["http://169.254.169.254/latest/meta-data/", "private-address"],
    ["http://metadata.google.internal/", "private-address"],
    ["http://localhost:631/", "private-address"],
    ["http://nas.home./", "http://nas.home./"],
    ["http://nas/", "private-address"],
  ];
  for (const [location, expected] of cases) assert.equal(refusalOf(atPublic, location), expected, String(location));
});

test("only the very private host that answers may be sent to, on any port", () => {
  assert.deepEqual(redirectTarget(atNas, "/x").mayBePrivate, true);
  assert.deepEqual(redirectTarget(atNas, "http://NAS.home:9090/x").mayBePrivate, true);
  assert.deepEqual(redirectTarget(atNas, "http://other.home/").mayBePrivate, false);
  assert.deepEqual(redirectTarget(atNas, "https://example.org/").mayBePrivate, false);
  assert.equal(refusalOf(atNas, "http://192.168.1.5/"), "private-address");
  assert.equal(
    refusalOf({ url: new URL("http://192.168.1.4/"), isPrivate: true }, "http://192.168.1.5/"),
    "private-address",
  );
  assert.equal(
    refusalOf({ url: new URL("http://127.0.0.1/"), isPrivate: true }, "http://localhost/"),
    "private-address",
  );
  assert.equal(
    refusalOf({ url: new URL("http://127.0.0.1/"), isPrivate: true }, "http://127.0.0.1:81/"),
    "http://127.0.0.1:81/",
  );
});

test("a public host's own name may not turn private behind a redirect", () => {
  assert.equal(redirectTarget(atPublic, "/again").mayBePrivate, false);
});

test("a redirect's target has neither userinfo nor fragment, and its messages tell no secret", () => {
  fc.assert(
    fc.property(fc.webUrl(), fc.stringMatching(/^[a-z0-9]{12}$/), (text, secret) => {
      const location = text.replace("://", `://user:${secret}@`);
      try {
        const { url } = redirectTarget(atPublic, location);
        assert.equal(url.href.includes(secret), false);
        assert.equal(url.hash, "");
      } catch (error) {
        assert.ok(error instanceof FetchFailure);
        assert.equal(error.message.includes(secret), false);
      }
    }),
  );
});

test("301 and 308 are for good, 302, 303 and 307 for now, and nothing else redirects", () => {
  const statuses = Array.from({ length: 500 }, (_, index) => index + 100);
  assert.deepEqual(
    statuses.filter((status) => isRedirect(status)),
    [301, 302, 303, 307, 308],
  );
  assert.deepEqual(
    statuses.filter((status) => isPermanent(status)),
    [301, 308],
  );
});

test("the guarded lookup passes on public addresses alone", async () => {
  const found = [
    { address: "10.0.0.1", family: 4 },
    { address: "93.184.216.34", family: 4 },
    { address: "::1", family: 6 },
    { address: "2606:4700::1111", family: 6 },
  ];
  const guarded = publicOnly((_hostname, _options, callback) => callback(null, found));
  const all = await new Promise((resolve) => {
    guarded("mixed.example", { all: true }, (_error, addresses) => resolve(addresses));
  });
  assert.deepEqual(all, [found[1], found[3]]);
  const one = await new Promise((resolve) => {
    guarded("mixed.example", {}, (_error, address, family) => resolve([address, family]));
  });
  assert.deepEqual(one, ["93.184.216.34", 4]);
});

test("the guarded lookup refuses a name without a public address, and passes errors on", async () => {
  const ask = (lookup: Parameters<typeof publicOnly>[0]): Promise<Error | null> =>
    new Promise((resolve) => {
      publicOnly(lookup)("rebind.example", { all: true }, (error) => resolve(error));
    });
  const refused = await ask((_hostname, _options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]));
  assert.ok(refused instanceof FetchFailure);
  assert.equal(refused.code, "private-address");
  assert.match(refused.message, /rebind\.example/);
  const broken = new Error("no such name");
  assert.equal(await ask((_hostname, _options, callback) => callback(broken, [])), broken);
});

test("whatever a resolver finds, the guarded lookup gives no private address", () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6()).map((text) => ({ address: text, family: text.includes(":") ? 6 : 4 }));
  fc.assert(
    fc.property(fc.array(address), (found) => {
      publicOnly((_hostname, _options, callback) => callback(null, found))(
        "name.example",
        { all: true },
        (error, given) => {
          assert.ok(Array.isArray(given));
          assert.ok(given.every((entry) => isPublicAddress(entry.address)));
          assert.equal(
            error === null,
            found.some((entry) => isPublicAddress(entry.address)),
          );
        },
      );
    }),
  );
});
