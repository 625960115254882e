// Dates as HTTP headers write them.

/** The longest text that is still looked at; the longest valid form has 33 characters. */
const lengthMax = 64;

/**
 * The instant an HTTP date names (RFC 9110, section 5.6.7: all three forms), or null when the
 * text is none. A date that names no zone is in GMT, whatever the zone of this machine.
 */
export function httpDate(text: string): Date | null {
  const trimmed = text.trim();
  if (trimmed.length > lengthMax || !/^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(trimmed)) return null;
  const namesZone = /(?:GMT|UTC?|Z|[+-]\d{4})$/.test(trimmed);
  const epochMs = Date.parse(namesZone ? trimmed : `${trimmed} GMT`);
  return Number.isNaN(epochMs) ? null : new Date(epochMs);
}
