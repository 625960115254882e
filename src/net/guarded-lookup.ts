// Name lookup that gives public addresses only, so that no name can stand for a private one.
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./address.ts";
import { privateAddress } from "./redirect.ts";

/**
 * `lookup` without the private addresses it finds; when no other is left, a FetchFailure
 * `private-address`. It stands inside the connector: the addresses judged here are the ones
 * connected to, so a name that changes between two lookups (DNS rebinding) gains nothing.
 */
export function publicOnly(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const addresses = typeof found === "string" ? [] : found.filter(({ address }) => isPublicAddress(address));
      const [first] = addresses;
      if (first === undefined) callback(privateAddress(hostname, null), []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
