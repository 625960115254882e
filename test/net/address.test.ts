// What counts as public: tables of known ranges, and properties over all addresses.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalHost, isPrivateHost, isPublicAddress } from "../../src/net/address.ts";

const publicAddresses = [
  "1.1.1.1",
  "8.8.8.8",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "126.255.255.255",
  "128.0.0.0",
  "169.253.255.255",
  "169.255.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.255.255",
  "192.169.0.0",
  "198.17.255.255",
  "198.20.0.0",
  "223.255.255.255",
  "93.184.216.34",
  "168.63.129.15",
  "2606:4700:4700::1111",
  "2001:4860:4860::8888",
  "2001:200::1",
  "2a00:1450:4001:800::200e",
  "3ffe::1",
  "::ffff:8.8.8.8",
  "::ffff:808:808",
  "64:ff9b::8.8.8.8",
  "64:ff9b::808:808",
];

const privateAddresses = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "10.255.255.255",
  "100.64.0.1",
  "100.100.100.200",
  "100.127.255.255",
  "127.0.0.1",
  "127.255.255.255",
  "168.63.129.16",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.192",
  "192.0.2.1",
  "192.168.0.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "0:0:0:0:0:0:0:1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "0:0:0:0:0:ffff:10.0.0.1",
  "::ffff:0:127.0.0.1",
  "64:ff9b::127.0.0.1",
  "64:ff9b::a00:1",
  "64:ff9b:1::1",
  "100::1",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%eth0",
  "febf::1",
  "fec0::1",
  "ff02::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "3fff::1",
  "4000::1",
  "",
  "localhost",
  "1.2.3",
  "1.2.3.4.5",
  "256.1.1.1",
  "example.org",
  ":::",
  "1.1.1.1 ",
];

test("known addresses are judged right", () => {
  assert.equal(publicAddresses.length, 28);
  assert.ok(privateAddresses.length > 50);
  for (const address of publicAddresses) assert.equal(isPublicAddress(address), true, address);
  for (const address of privateAddresses) assert.equal(isPublicAddress(address), false, address);
});

const octet = fc.nat(255);
const ipv4 = fc.tuple(octet, octet, octet, octet);

test("an IPv4 address inside an IPv6 one is judged as itself", () => {
  let checked = 0;
  fc.assert(
    fc.property(ipv4, ([a, b, c, d]) => {
      checked += 1;
      const dotted = `${a}.${b}.${c}.${d}`;
      const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
      const expected = isPublicAddress(dotted);
      for (const form of [
        `::ffff:${dotted}`,
        `::FFFF:${hex}`,
        `0:0:0:0:0:ffff:${hex}`,
        `64:ff9b::${dotted}`,
        `64:ff9b::${hex}`,
      ]) {
        assert.equal(isPublicAddress(form), expected, form);
      }
    }),
    { numRuns: 500 },
  );
  assert.ok(checked >= 500);
});

test("no address in a private range is public, however its host bits are", () => {
  const prefixes = ["10", "127", "169.254", "192.168", "172.20", "100.100", "0", "225", "250"];
  fc.assert(
    fc.property(fc.constantFrom(...prefixes), ipv4, (prefix, bits) => {
      const address = [...prefix.split("."), ...bits.map(String)].slice(0, 4).join(".");
      assert.equal(isPublicAddress(address), false, address);
      assert.equal(isPrivateHost(address), true, address);
    }),
    { numRuns: 500 },
  );
});

test("outside 2000::/3 only mapped and NAT64 addresses can be public", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }), (groups) => {
      const [first = 0] = groups;
      if (first === 0 || first === 0x64 || (first >= 0x2000 && first <= 0x3fff)) return;
      assert.equal(isPublicAddress(groups.map((group) => group.toString(16)).join(":")), false);
    }),
    { numRuns: 500 },
  );
});

test("any text is judged without a throw, and a text that is no address is not public", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (isPublicAddress(text)) assert.match(text, /^[0-9a-f.:]+(%.*)?$/i);
      isPrivateHost(text);
    }),
    { numRuns: 500 },
  );
});

test("every spelling of a loopback host that a URL allows is private", () => {
  const spellings = [
    "127.1",
    "0x7f.1",
    "0x7f000001",
    "017700000001",
    "2130706433",
    "0177.0.0.01",
    "127.0.0.1.",
    "%31%32%37.0.0.1",
    "①②⑦.0.0.1",
    "[::1]",
    "[0:0::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "0",
    "0.0.0.0",
    "[::]",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "printer.local",
    "nas",
    "metadata.google.internal",
    "router.home.arpa",
  ];
  for (const spelling of spellings)
    assert.equal(isPrivateHost(new URL(`http://${spelling}/`).hostname), true, spelling);
  const hosts = ["example.org", "1.1.1.1", "[2606:4700::1111]", "local.example", "localhost.example.org", "mylocal"];
  assert.deepEqual(
    hosts.filter((host) => isPrivateHost(host)),
    ["mylocal"],
  );
  assert.equal(spellings.length, 25);
});

test("two spellings of one name are one host", () => {
  assert.equal(canonicalHost("Example.ORG."), "example.org");
});
