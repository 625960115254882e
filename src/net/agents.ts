// The pools of kept connections: one for hosts that may be private, one for public hosts only.
import { lookup as dnsLookup } from "node:dns";
import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { publicOnly } from "./guarded-lookup.ts";
import { proxiesOf } from "./proxy.ts";
import type { WebOptions } from "./settings.ts";

export interface Agents {
  /** The pool to ask `url` through. */
  of(url: URL, reach: Reach): Agent;
  /** Whether connections may lead to a proxy, so that the address connected to says nothing about the host. */
  useProxy: boolean;
  /** Ends every connection. */
  destroy(): void;
}

/** Whether a connection may go to a private address. */
export type Reach = "anywhere" | "public-only";

/**
 * Opens the pools. A kept connection is only used again at the reach it was made for: else a
 * redirect could travel over one that the person's own typed address opened to a private host.
 *
 * Through a proxy it is the proxy that looks names up, so the guard of the lookup does not see
 * the address; literal addresses and local names are still refused (redirect.ts).
 */
export function openAgents({ env, lookup = dnsLookup, authorities }: WebOptions): Agents {
  const proxies = proxiesOf(env ?? {});
  const pooled = { keepAlive: true, ...(proxies === null ? {} : { proxyEnv: proxies }) };
  // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED=0 would turn the default off.
  const verified = { rejectUnauthorized: true, ...(authorities === undefined ? {} : { ca: [...authorities] }) };
  const pools = (reach: Reach): Pools => {
    const found = { lookup: reach === "anywhere" ? lookup : publicOnly(lookup) };
    return { plain: new Agent({ ...pooled, ...found }), tls: new TlsAgent({ ...pooled, ...found, ...verified }) };
  };
  const byReach = { anywhere: pools("anywhere"), "public-only": pools("public-only") };
  return {
    useProxy: proxies !== null,
    of: (url, reach) => (url.protocol === "https:" ? byReach[reach].tls : byReach[reach].plain),
    destroy() {
      for (const { plain, tls } of Object.values(byReach)) {
        plain.destroy();
        tls.destroy();
      }
    },
  };
}

interface Pools {
  plain: Agent;
  tls: Agent;
}
