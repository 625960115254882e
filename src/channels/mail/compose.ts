// A letter as the exact bytes of an RFC 5322 message: plain text, the same bytes for the same letter.
import * as base64 from "nodemailer/lib/base64";
import MailComposer from "nodemailer/lib/mail-composer";
import * as quotedPrintable from "nodemailer/lib/qp";
import { sha256 } from "../../base/hash.ts";
import { type Content, publicContent } from "../../formats/publish-content.ts";
import { publishText, versionNote } from "../../formats/publish-text.ts";
import type { ChannelSettings } from "../../people/community.ts";
import type { Letter } from "../../share/channel.ts";
import { domainOf, type Mailbox, recipients, sender } from "./settings.ts";

/**
 * The whole message with CRLF line ends. It is text alone: a list's readers, archives and quoted
 * replies take Markdown as it stands, and what is previewed is all there is.
 */
export function compose(letter: Letter, settings: ChannelSettings): Uint8Array {
  const content = publicContent(letter);
  const text = publishText(content).replace(/\n/g, "\r\n");
  const message = composer(letter, { content, text, settings }).compile();
  const head = message.buildHeaders();
  return Buffer.from(`${head}\r\n\r\n${encoded(text, message.getTransferEncoding())}`, "utf8");
}

/** The letter as nodemailer's own composer takes it; exported so that a test can compare its bytes with ours. */
export function composer(
  letter: Letter,
  { content, text, settings }: { content: Content; text: string; settings: ChannelSettings },
): MailComposer {
  const note = versionNote(content.version);
  return new MailComposer({
    from: mailboxOf(sender(settings)),
    to: recipients(settings).map(mailboxOf),
    subject: note === "" ? content.title : `${content.title} (${note})`,
    messageId: messageId(letter, settings),
    date: new Date(letter.createdAt),
    text,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/**
 * `<share.release.vN.hash@domain>`: ours alone, known before anything is sent. The hash of sender
 * and release instant keeps it apart from another person's of the same short ids.
 */
export function messageId(letter: Letter, settings: ChannelSettings): string {
  const { address } = sender(settings);
  const { shareId, releaseId, version, createdAt } = letter;
  const seed = [address, shareId, releaseId, version, createdAt].join("\n");
  const hash = sha256(seed).slice(0, 16);
  return `<${shareId}.${releaseId}.v${version}.${hash}@${domainOf(address)}>`;
}

function mailboxOf({ name, address }: Mailbox): Mailbox {
  return { name, address };
}

// MimeNode.build() does the same through a stream, but a letter is prepared in one step.
function encoded(text: string, encoding: string | false): string {
  if (encoding === "quoted-printable") return quotedPrintable.wrap(quotedPrintable.encode(text));
  if (encoding === "base64") return `${base64.wrap(base64.encode(Buffer.from(text, "utf8")))}\r\n`;
  return text;
}
