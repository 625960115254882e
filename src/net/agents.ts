// The pools of kept connections: one for hosts that may be private, one for public hosts only.
import { lookup as dnsLookup } from "node:dns";
import type { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import type { LookupFunction } from "node:net";
import { publicOnly } from "./guarded-lookup.ts";
import { PlainAgent } from "./plain-agent.ts";
import { proxiesOf } from "./proxy.ts";
import type { WebOptions } from "./settings.ts";

export interface Agents {
  /** The pool to ask `url` through. */
  of(url: URL, reach: Reach): Promise<Agent>;
  /** Whether connections may lead to a proxy, so that the address connected to says nothing about the host. */
  useProxy: boolean;
  /** Ends every connection. */
  destroy(): Promise<void>;
}

/** Whether a connection may go to a private address. */
export type Reach = "anywhere" | "public-only";

type Proxies = Record<string, string> | null;

interface TlsOptions {
  lookup: LookupFunction;
  authorities: readonly string[] | undefined;
}

interface Pools {
  plain: Promise<Agent>;
  tls: Promise<Agent>;
}

/**
 * Opens the pools. A kept connection is only used again at the reach it was made for: else a
 * redirect could travel over one that the person's own typed address opened to a private host.
 *
 * Through a proxy it is the proxy that looks names up, so the guard of the lookup does not see
 * the address; literal addresses and local names are still refused (redirect.ts).
 */
export function openAgents({ env, lookup = dnsLookup, authorities }: WebOptions): Agents {
  const proxies = proxiesOf(env ?? {});
  const pools = (found: LookupFunction): Pools => ({
    plain: openPlain(proxies, found),
    tls: Promise.resolve(openTls(proxies, { lookup: found, authorities })),
  });
  const byReach = { anywhere: pools(lookup), "public-only": pools(publicOnly(lookup)) };
  return {
    useProxy: proxies !== null,
    of: (url, reach) => (url.protocol === "https:" ? byReach[reach].tls : byReach[reach].plain),
    async destroy() {
      const agents = Object.values(byReach).flatMap(({ plain, tls }) => [plain, tls]);
      for (const agent of await Promise.all(agents)) agent.destroy();
    },
  };
}

async function openPlain(proxies: Proxies, lookup: LookupFunction): Promise<Agent> {
  if (proxies === null) return new PlainAgent(lookup);
  // Loaded only when there are proxies: see plain-agent.ts.
  const http = await import("node:http");
  return new http.Agent({ keepAlive: true, lookup, proxyEnv: proxies });
}

function openTls(proxies: Proxies, { lookup, authorities }: TlsOptions): Agent {
  return new TlsAgent({
    keepAlive: true,
    lookup,
    // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED=0 would turn the default off.
    rejectUnauthorized: true,
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
    ...(proxies === null ? {} : { proxyEnv: proxies }),
  });
}
