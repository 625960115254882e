// The proxies that the environment names.
import { PkmError } from "../base/errors.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables from which Node's agents take their proxies (HTTP_PROXY, HTTPS_PROXY, NO_PROXY,
 * lower case first), or null when none is set. A value without a scheme is an http proxy, as for
 * curl. Throws PkmError `config` for a value Node would pass over in silence, for then feeds would
 * be fetched past the proxy.
 */
export function proxiesOf(env: Environment): Record<string, string> | null {
  const proxies: Record<string, string> = {};
  for (const name of ["http_proxy", "https_proxy"]) {
    const value = env[name] ?? env[name.toUpperCase()] ?? "";
    if (value !== "") proxies[name] = proxyUrl(name.toUpperCase(), value);
  }
  if (Object.keys(proxies).length === 0) return null;
  const except = env["no_proxy"] ?? env["NO_PROXY"];
  return except === undefined ? proxies : { ...proxies, no_proxy: except };
}

function proxyUrl(name: string, value: string): string {
  const url = URL.parse(value.includes("://") ? value : `http://${value}`);
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return url.href;
  // The value is not shown: it may hold a password.
  throw new PkmError("config", `${name} is not the address of an http proxy`, { hint: `unset ${name}` });
}
