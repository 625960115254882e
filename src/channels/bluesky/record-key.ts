// The record key of a post, chosen by us, so that doing it again is the same post.
import { sha256 } from "../../base/hash.ts";
import type { Letter } from "../../share/channel.ts";

const digits = "234567abcdefghijklmnopqrstuvwxyz";

/**
 * A TID (atproto's timestamp identifier: 53 bits of microseconds, 10 of a clock, base 32): the release's moment, kept
 * apart from others of the same millisecond by a hash, and a millisecond later for each part.
 */
export function recordKey({ shareId, releaseId, version, createdAt }: Letter, part: number): string {
  const hash = Number.parseInt(sha256([shareId, releaseId, version].join("\n")).slice(0, 8), 16);
  const micros = BigInt(Date.parse(createdAt) + part - 1) * 1000n + BigInt(hash % 1000);
  let rest = (micros << 10n) | BigInt(Math.floor(hash / 1000) % 1024);
  let key = "";
  for (let place = 0; place < 13; place += 1) {
    key = `${digits[Number(rest & 31n)] ?? ""}${key}`;
    rest >>= 5n;
  }
  return key;
}
