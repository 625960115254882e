// The one hash: SHA-256 in hex, of bytes or of a text's UTF-8.
import { createHash } from "node:crypto";

/** Hex, 64 characters. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
