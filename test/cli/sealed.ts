// Seals lines as an archive does, so that what was changed in them is found by what it says and not by its seal.
import { createHash } from "node:crypto";

/** The lines with a seal that holds; the seal that was their last must be gone. */
export function sealed(lines: readonly string[]): string {
  const text = lines.map((line) => `${line}\n`).join("");
  const sha256 = createHash("sha256").update(text).digest("hex");
  return `${text}${JSON.stringify({ record: "end", records: lines.length, sha256 })}\n`;
}
