// The version of this pkm, as its package says.
import { readFileSync } from "node:fs";

/** Two folders below the package in src/ and in dist/ alike. */
const manifestFile = new URL("../../package.json", import.meta.url);

/** "0.1.0". */
export function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(manifestFile, "utf8"));
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return hasVersion ? String(manifest.version) : "unknown";
}
