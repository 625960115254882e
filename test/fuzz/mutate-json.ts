// JSON with other values in it that is JSON still, so that what reads it gets past the parser.
import type { Chance } from "./random.ts";

/** Raw text that may stand in the place of a value. */
const values: readonly string[] = [
  ...'null true false 0 -0 -1 1.5 1e400 -1e400 9007199254740993 8640000000000001 [] {} "" " " "0" "null" [null] [[]] {"a":1}'.split(
    " ",
  ),
  '"\\ud800"',
  '"\\udc00x\\ud800"',
  '"\\u0000"',
  '"\\u001b[31m\\u009b2J\\u202e"',
  '"__proto__"',
  '"<img src=x onerror=alert(1)>"',
  '"javascript:alert(1)"',
  '"-271821-04-20T00:00:00.000Z"',
  '"+275760-09-13T00:00:00.001Z"',
  '"9999-12-31T23:59:60Z"',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toString":null,"length":-1,"then":1}',
  '"../outside.md"',
  '"/tmp/outside.md"',
  '".hidden/../../outside.md"',
  '"exec:touch outside"',
  '"a\\nb\\tc"',
  `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  `${'{"replies":['.repeat(10_000)}${"]}".repeat(10_000)}`,
  `"${"x".repeat(70_000)}"`,
  `[${"1,".repeat(20_000)}1]`,
];
const names: readonly string[] = ["__proto__", "constructor", "", "0", "length", "toString", "\u0000", "\u202e", "id"];

interface Place {
  holder: object;
  key: string;
}

/** Longer values give way to null once so much stands there. */
const lengthMax = 512 * 1024;
const placesMax = 3000;

/** The document with one to four of its values or names given way to others; null when it is no JSON. */
export function damagedJson(document: Buffer, chance: Chance): Buffer | null {
  const root: { value: unknown } = { value: null };
  try {
    root.value = JSON.parse(document.toString("utf8"));
  } catch {
    // Damaged as bytes then.
    return null;
  }
  const raw = new Map<string, string>();
  for (let left = 1 + chance.below(4); left > 0; left -= 1) {
    const places = placesIn(root);
    if (places.length === 0) break;
    damageOne(chance.of(places), { places, raw, chance });
  }
  const text = JSON.stringify(root.value ?? null);
  let room = lengthMax;
  const filled = text.replace(/"@@raw\d+@@"/g, (mark) => {
    const value = raw.get(mark) ?? mark;
    room -= value.length;
    return room < 0 ? "null" : value;
  });
  return Buffer.from(filled);
}

function damageOne(
  { holder, key }: Place,
  { places, raw, chance }: { places: readonly Place[]; raw: Map<string, string>; chance: Chance },
): void {
  const how = chance.below(8);
  if (how === 0) Reflect.deleteProperty(holder, key);
  else if (how === 1) define(holder, chance.of(names), Reflect.get(holder, key));
  else if (how === 2) {
    const other = chance.of(places);
    // A copy, so that nothing ever leads back to itself.
    define(holder, key, structuredClone(Reflect.get(other.holder, other.key)));
  } else if (how === 3)
    define(
      holder,
      key,
      Array.from({ length: 1 + chance.below(200) }, (): unknown => Reflect.get(holder, key)),
    );
  else {
    const mark = `@@raw${raw.size}@@`;
    raw.set(`"${mark}"`, chance.of(values));
    define(holder, key, mark);
  }
}

/** Also for "__proto__", which is a name like any other in JSON. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, Array.isArray(holder) && key === "length" ? "0" : key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function placesIn(root: unknown): readonly Place[] {
  const places: Place[] = [];
  const waiting: unknown[] = [root];
  for (let value = waiting.pop(); value !== undefined && places.length < placesMax; value = waiting.pop()) {
    if (typeof value !== "object" || value === null) continue;
    for (const key of Object.keys(value)) {
      places.push({ holder: value, key });
      waiting.push(Reflect.get(value, key));
    }
  }
  return places;
}
