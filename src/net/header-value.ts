// What may stand as the value of a header.

/**
 * Whether the text can be sent as a header's value (RFC 9110, section 5.5: visible characters,
 * space, tab, and bytes above 127 as Latin-1). Node throws where it cannot; so it is asked first,
 * here and not of node:http, which is slow to load (plain-agent.ts).
 */
export function isHeaderValue(text: string): boolean {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text);
}
