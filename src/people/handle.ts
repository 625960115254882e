// What people are called in other places, in one form, so that a reply finds the person it is from.

/**
 * A mail address, a handle or the address of a profile page in one form: lower case, without mailto:, acct: or a first
 * @; https://social.example/@ines is ines@social.example.
 */
export function handleKey(handle: string): string {
  const bare = handle
    .trim()
    .toLowerCase()
    .replace(/^(?:mailto|acct):/, "");
  const page = /^https?:\/\/([^/@]+)\/(?:@|users\/)([^/?#]+)\/?$/.exec(bare);
  if (page !== null) return `${page[2] ?? ""}@${page[1] ?? ""}`;
  return bare.replace(/^@(?=[^:]+$)/, "").replace(/\/$/, "");
}
