// Where a redirect may lead: the policy, without any network.
import { canonicalHost, isPrivateHost } from "./address.ts";
import { FetchFailure } from "./failure.ts";
import { bare, isWeb } from "./url.ts";

/** A place that answered. */
export interface Answered {
  url: URL;
  /** Whether the address that was connected to is a private one; the person typed it then. */
  isPrivate: boolean;
}

/** A place to be asked next. */
export interface Target {
  url: URL;
  /** Whether the connection may go to a private address: only on the private host the person typed. */
  mayBePrivate: boolean;
}

/** Whether the status sends the asker elsewhere. 300 has no single target; 304 to 306 send nowhere. */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** Whether the move holds for all time to come (RFC 9110, sections 15.4.2 and 15.4.9). */
export function isPermanent(status: number): boolean {
  return status === 301 || status === 308;
}

/**
 * The place that a Location header sends to. Throws a FetchFailure: `bad-redirect` when there is
 * none that can be asked, `private-address` when it leads to a private host other than the very
 * one that answers. Names are judged again when they are connected (guarded-lookup.ts).
 */
export function redirectTarget(from: Answered, location: string | undefined): Target {
  const { host } = from.url;
  if (location === undefined) throw new FetchFailure("bad-redirect", `${host} redirects but does not say where`);
  const parsed = URL.parse(utf8(location), from.url.href);
  if (parsed === null) throw new FetchFailure("bad-redirect", `${host} redirects to something that is not an address`);
  if (!isWeb(parsed)) {
    throw new FetchFailure(
      "bad-redirect",
      `${host} redirects to an address of the kind ${parsed.protocol.slice(0, 20)}`,
    );
  }
  const url = bare(parsed);
  const mayBePrivate = from.isPrivate && canonicalHost(url.hostname) === canonicalHost(from.url.hostname);
  if (!mayBePrivate && isPrivateHost(url.hostname)) throw privateAddress(url.host, host);
  return { url, mayBePrivate };
}

/** The failure of a place that is private and was named by another host (`by`), or by a name lookup (null). */
export function privateAddress(host: string, by: string | null): FetchFailure {
  const message = by === null ? `${host} leads to a private address` : `${by} leads to the private host ${host}`;
  return new FetchFailure("private-address", message);
}

/** Headers reach us byte by byte; many servers write a Location in UTF-8. */
function utf8(header: string): string {
  const text = Buffer.from(header, "latin1").toString("utf8");
  return text.includes("\ufffd") ? header : text;
}
