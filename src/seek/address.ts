// From what a person types to the addresses worth asking.
import { PkmError } from "../base/errors.ts";
import type { FetchFailureCode } from "./fetch.ts";

/**
 * The http(s) addresses that `typed` may mean, in the order to try them: a URL means itself (feed: in front is taken
 * off), a bare domain first https, then http. Throws PkmError("usage") for what is no web address.
 */
export function addressesToTry(typed: string): readonly string[] {
  const text = typed
    .trim()
    .replace(/^feed:(?:\/\/)?(?=https?:\/\/)/i, "")
    .replace(/^feed:\/\//i, "");
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|$))/i.exec(text)?.[1]?.toLowerCase() ?? null;
  if (scheme === "http" || scheme === "https") return [parsed(text, typed)];
  if (scheme !== null) {
    throw new PkmError("usage", `${typed} is no web address: only http and https are asked`, {
      hint: "pkm seek add https://…",
    });
  }
  if (!isHostLike(text)) {
    throw new PkmError("usage", `${typed === "" ? "an empty word" : typed} is no web address`, {
      hint: "pkm seek add https://…",
    });
  }
  return [parsed(`https://${text}`, typed), parsed(`http://${text}`, typed)];
}

/** Whether after this failure of an https address that nobody typed the http one is worth a try. */
export function isWorthHttp(code: FetchFailureCode, url: string): boolean {
  if (code === "refused" || code === "reset" || code === "timeout") return true;
  // A public server with a wrong certificate may be somebody else's; one's own machine often has none.
  return (code === "tls" || code === "bad-response") && isOwnHost(new URL(url).hostname);
}

/** Names and addresses that plainly stand for this machine or the own network. */
function isOwnHost(host: string): boolean {
  if (host.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(host)) return true;
  return !host.includes(".") || /\.(?:localhost|local|internal|lan|home|home\.arpa)$/.test(host);
}

/** A domain with a dot, "localhost", or an IP address, with or without port and path. */
function isHostLike(text: string): boolean {
  return /^(?:localhost|[^\s/?#@:.]+(?:\.[^\s/?#@:.]+)+\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#]\S*)?$/iu.test(text);
}

function parsed(url: string, typed: string): string {
  if (!URL.canParse(url)) throw new PkmError("usage", `${typed} is no web address`, { hint: "pkm seek add https://…" });
  const address = new URL(url);
  address.hash = "";
  return address.href;
}
