// A message that compose.ts wrote, decoded again from its bytes, so that a preview shows what is sent.

/**
 * Headers and text of one of our own messages as a mail program would show them. Made from the
 * bytes alone; it knows what compose writes (RFC 2045 encodings, RFC 2047 words in UTF-8), not all mail.
 */
export function readable(bytes: Uint8Array): string {
  const message = Buffer.from(bytes).toString("latin1");
  const end = message.indexOf("\r\n\r\n");
  const head = message.slice(0, end).replace(/\r\n[ \t]/g, " ");
  const encoding = /^Content-Transfer-Encoding: (.+)$/m.exec(head)?.[1]?.trim() ?? "7bit";
  const shown = head.split("\r\n").filter((line) => !/^(?:Content-|MIME-Version)/i.test(line));
  const text = decoded(message.slice(end + 4), encoding).toString("utf8");
  return `${shown.map(withoutWords).join("\n")}\n\n${text.replace(/\r\n/g, "\n")}`;
}

function decoded(body: string, encoding: string): Buffer {
  if (encoding === "base64") return Buffer.from(body, "base64");
  return Buffer.from(encoding === "quoted-printable" ? unquoted(body.replace(/=\r\n/g, "")) : body, "latin1");
}

/** Encoded words in a header line; white space between two of them is not part of the text. */
function withoutWords(line: string): string {
  return line
    .replace(/(\?=)\s+(?==\?)/g, "$1")
    .replace(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_word, form: string, text: string) =>
      decoded(
        form.toUpperCase() === "Q" ? text.replace(/_/g, " ") : text,
        form.toUpperCase() === "Q" ? "quoted-printable" : "base64",
      ).toString("utf8"),
    );
}

function unquoted(text: string): string {
  return text.replace(/=([0-9A-F]{2})/gi, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
