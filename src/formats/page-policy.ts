// What a page made by pkm may do: nothing is fetched or run; only the style that stands in the page applies.
import { sha256 } from "../base/hash.ts";

/** The Content-Security-Policy (level 3) of a page whose only style element holds `style`. */
export function pagePolicy(style: string): string {
  const hash = Buffer.from(sha256(style), "hex").toString("base64");
  return ["default-src 'none'", `style-src 'sha256-${hash}'`, "base-uri 'none'", "form-action 'none'"].join("; ");
}
