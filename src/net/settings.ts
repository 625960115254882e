// The limits of every fetch, and what a web is opened with.
import type { LookupFunction } from "node:net";
import type { Clock } from "../base/clock.ts";
import { systemClock } from "../base/clock.ts";
import type { Environment } from "./proxy.ts";

export interface Limits {
  /** From asking for a connection until it stands, TLS included. */
  connectTimeoutMs: number;
  /** For a whole fetch with its redirects, without the wait for a turn at the host. */
  timeoutMs: number;
  /** The longest wait for a turn at a host that is kept busy by other fetches. */
  turnTimeoutMs: number;
  /** Of a body, encoded as well as decoded. */
  bodyBytesMax: number;
  headerBytesMax: number;
  redirectsMax: number;
  /** Connections to one public host at once. */
  perHostMax: number;
  /** Connections at once to a host on this machine or in the own network. */
  perPrivateHostMax: number;
  /** Bodies over 1 MB held in memory at once; the others wait, so that memory stays bounded. */
  largeBodiesMax: number;
}

/**
 * 6 connections are what a browser opens to a host, so no server sees more of pkm than of a
 * reader; the person's own machine needs no such courtesy. A turn's wait and a fetch together
 * stay under 60 s, so 100 silent feeds end within a minute however few turns there are.
 */
export const defaultLimits: Limits = {
  connectTimeoutMs: 10_000,
  timeoutMs: 20_000,
  turnTimeoutMs: 38_000,
  bodyBytesMax: 16 * 1024 * 1024,
  headerBytesMax: 64 * 1024,
  redirectsMax: 10,
  perHostMax: 6,
  perPrivateHostMax: 64,
  largeBodiesMax: 2,
};

export interface WebOptions {
  /** Sent with every request: `pkm/<version> (+https://…)`. */
  userAgent: string;
  /** Limits other than the default ones. */
  limits?: Partial<Limits>;
  clock?: Clock;
  /** Where HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read; without it no proxy is used. */
  env?: Environment;
  /** Finds the addresses of a name, as `dns.lookup` does, which is the default. */
  lookup?: LookupFunction;
  /** Certificates (PEM) to trust instead of the authorities Node knows. */
  authorities?: readonly string[];
}

export interface Settings {
  userAgent: string;
  limits: Limits;
  clock: Clock;
}

/** The options with everything that was left out filled in. */
export function settingsOf(options: WebOptions): Settings {
  return {
    userAgent: options.userAgent,
    limits: { ...defaultLimits, ...options.limits },
    clock: options.clock ?? systemClock,
  };
}
