// Which network addresses and host names are public, and which lead into a private network.
import { BlockList, isIP, isIPv4 } from "node:net";

/** The IANA special-purpose IPv4 ranges, none of them reachable from the whole internet. */
const specialIpv4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // Azure keeps its metadata server on an address that is otherwise public.
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** Ranges inside 2000::/3 that are not plain public addresses (protocols, documents, 6to4). */
const specialIpv6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const special: BlockList = new BlockList();
for (const [network, bits] of specialIpv4) special.addSubnet(network, bits, "ipv4");
for (const [network, bits] of specialIpv6) special.addSubnet(network, bits, "ipv6");

/**
 * Whether `address` (an IPv4 or IPv6 address as text, a zone index allowed) is public: not
 * loopback, link-local, private, unique-local, CGNAT, multicast, metadata or otherwise reserved
 * (RFC 6890 and the IANA special-purpose registries). An IPv4 address inside an IPv6 one (mapped,
 * or NAT64 of RFC 6052) is judged as itself. False for a text that is no address.
 */
export function isPublicAddress(address: string): boolean {
  const [bare = ""] = address.split("%");
  const version = isIP(bare);
  if (version === 0) return false;
  return version === 4 ? !special.check(bare, "ipv4") : isPublicIpv6(bare);
}

/**
 * Whether a URL's hostname leads to a private place whatever a resolver says: a literal address
 * that is not public, or a name kept for local use (RFC 6761, 6762, 8375, ICANN's .internal, and
 * names of one label).
 */
export function isPrivateHost(hostname: string): boolean {
  const literal = literalOf(hostname);
  if (literal !== null) return !isPublicAddress(literal);
  const name = canonicalHost(hostname);
  return !name.includes(".") || /\.(?:localhost|local|internal|home\.arpa)$/.test(name);
}

/** The address a URL's hostname states literally (brackets removed), or null for a name. */
export function literalOf(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return isIP(bare) === 0 ? null : bare;
}

/** The hostname in the one form in which two can be compared: lower case, no trailing dot. */
export function canonicalHost(hostname: string): string {
  return hostname.toLowerCase().replace(/\.$/, "");
}

function isPublicIpv6(address: string): boolean {
  const groups = groupsOf(address);
  const [first = 0] = groups;
  const leading = groups.slice(0, 6).join(":");
  if (leading === "0:0:0:0:0:65535" || leading === `${0x64}:${0xff9b}:0:0:0:0`) {
    return isPublicAddress(ipv4Of(groups[6] ?? 0, groups[7] ?? 0));
  }
  const isGlobalUnicast = first >= 0x2000 && first <= 0x3fff;
  return isGlobalUnicast && !special.check(address, "ipv6");
}

/** The eight 16-bit groups of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = "", tail] = address.split("::");
  const before = groupsOfPart(head);
  if (tail === undefined) return before;
  const after = groupsOfPart(tail);
  const gap = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...gap, ...after];
}

function groupsOfPart(part: string): number[] {
  if (part === "") return [];
  return part.split(":").flatMap((group) => {
    if (!isIPv4(group)) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

function ipv4Of(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
