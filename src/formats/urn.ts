// Permanent names that do not depend on an address.
import { sha256 } from "../base/hash.ts";

/** A version 8 UUID (RFC 9562, section 5.8) of the seed's SHA-256. */
export function uuidUrn(seed: string): string {
  const hex = sha256(seed);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
