// What a short document can make of the reader's time and memory is bounded, whatever is repeated in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { attacks } from "./attacks.ts";
import { examine } from "./examine.ts";

const lengthBytes = 300_000;

test("no attack takes more time than its length allows, or makes more than its length allows", () => {
  let examined = 0;
  for (const [name, attack] of Object.entries(attacks)) {
    const bytes = new TextEncoder().encode(attack(lengthBytes));
    assert.ok(bytes.length > lengthBytes / 4, `${name} is of ${bytes.length} bytes only`);
    const origin = { contentType: null, baseUrl: "https://feeds.example.org/feed.xml" };
    assert.deepEqual(examine({ bytes, origin }).complaints, [], name);
    examined += 1;
  }
  assert.equal(examined, 39);
});
