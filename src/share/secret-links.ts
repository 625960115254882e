// Addresses in an outgoing text that say more than they should: credentials, tokens, places in a private network.

export interface TellingLink {
  /** The address without what it should not say. */
  url: string;
  why: string;
  /** True where it would hand somebody a secret; false where it only leads nowhere for others. */
  isSecret: boolean;
}

const telling =
  /^(?:(?:access|api|auth|id|refresh|user|feed|private|rss)?[_-]?(?:token|key)|(?:client[_-]?)?secret|pass(?:word|wd|phrase)?|pwd|auth(?:orization)?|credentials?|(?:x-amz-|x-goog-)?(?:signature|credential|security-token)|sig|jwt|session(?:[_-]?id)?|sid|phpsessid|jsessionid|ticket)$/i;
const privateNames = /(?:^|\.)(?:localhost|local|internal|intranet|lan|corp|home|home\.arpa|private)$|^[^.:]+$/i;

/** The addresses in a Markdown text that are telling. */
export function linksIn(text: string): readonly TellingLink[] {
  const found = Array.from(
    text.matchAll(/\b[a-z][a-z\d+.-]{1,20}:\/\/(?:[^\s/<>"'`\\@]*@)?(?:\[[\da-f:.]+\])?[^\s<>"'`\]\\]*/gi),
    ([url]) => trimmed(url),
  );
  return [...new Set(found)].flatMap((url) => tellingLink(url) ?? []);
}

/** What is telling about one address; null when nothing is, or it is none. */
export function tellingLink(address: string): TellingLink | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  const isWeb = /^https?:$/.test(url.protocol);
  // Other protocols name a user as a matter of course: git@host.
  if ((isWeb && url.username !== "") || url.password !== "") {
    return { url: shown, why: "it carries a user name or password", isSecret: true };
  }
  if (url.protocol === "file:") return { url: shown, why: "it leads to a file of this machine", isSecret: false };
  const fragment = new URLSearchParams(url.hash.includes("=") ? url.hash.slice(1) : "");
  const name = [...url.searchParams, ...fragment].find(([key, value]) => value !== "" && telling.test(key))?.[0];
  if (name !== undefined) return { url: shown, why: `it carries a secret as ${name}`, isSecret: true };
  return isWeb && isPrivateHost(url.hostname)
    ? { url: shown, why: "it leads into a private network", isSecret: false }
    : null;
}

/** A parenthesis or full stop after an address belongs to the text. */
function trimmed(url: string): string {
  const bare = url.replace(/[.,;:!?*_]+$/, "");
  return bare.endsWith(")") && !bare.includes("(") ? trimmed(bare.slice(0, -1)) : bare;
}

function isPrivateHost(host: string): boolean {
  if (host.startsWith("[")) return /^\[(?:::1?\]|f[cd]|fe[89ab]|::ffff:(?:7f|a|c0a8|a9fe))/i.test(host);
  const [a = -1, b = -1, c, d] = host.split(".").map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : -1));
  const isAddress = a >= 0 && b >= 0 && (c ?? -1) >= 0 && (d ?? -1) >= 0;
  if (!isAddress) return privateNames.test(host);
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128)
  );
}
