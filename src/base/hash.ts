// The one hash: SHA-256, of bytes or of a text's UTF-8.

/**
 * In hex, 64 characters. node:crypto is looked up here, and not imported, because loading it is a fifth of the start
 * of a command that hashes nothing.
 */
export function sha256(content: string | Uint8Array): string {
  return process.getBuiltinModule("node:crypto").hash("sha256", content);
}

/** The first 128 bits in base64url, 22 characters: enough to tell things apart where nobody gains by a collision. */
export function shortHash(content: string | Uint8Array): string {
  return process.getBuiltinModule("node:crypto").hash("sha256", content, "base64url").slice(0, 22);
}

/** UTF-16 units of text that are hashed at once. */
const gatheredUnits = 64 * 1024;

/**
 * A SHA-256 that is fed piece by piece; `hex` may be called once, at the end. Texts are gathered: a call for each takes
 * three times as long as the hashing itself.
 */
export function growingSha256(): { feed(piece: string | Uint8Array): void; hex(): string } {
  const hash = process.getBuiltinModule("node:crypto").createHash("sha256");
  let text = "";
  return {
    feed(piece) {
      if (typeof piece === "string") text += piece;
      if (typeof piece === "string" && text.length < gatheredUnits) return;
      hash.update(text);
      text = "";
      if (typeof piece !== "string") hash.update(piece);
    },
    hex: () => hash.update(text).digest("hex"),
  };
}
