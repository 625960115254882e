// A message that came back, read as MIME, as what the share flows know: an answer, a notice of a program, a bounce.
import PostalMime, { type Email } from "postal-mime";
import { sha256 } from "../../base/hash.ts";
import { htmlToMail, htmlToText } from "../../formats/html-text.ts";
import type { FoundReply } from "../../share/channel.ts";
import { fieldOf, headOf, idOf } from "./head.ts";

export interface Answered {
  /** wireId of the part it answers; null when only the thread is known. */
  wireId: string | null;
  /** Address that pkm sends from. */
  own: string;
}

/** What the message is. Never throws: one that can not be read says nothing, but tells whom it is from. */
export async function answerFrom(bytes: Uint8Array, { wireId, own }: Answered): Promise<FoundReply> {
  const head = headOf(bytes);
  const email = await parsed(bytes);
  const from = fromOf(email, head);
  const bounce = bounceText(email);
  return {
    remoteId: remoteIdOf(bytes, head),
    answers: wireId,
    kind: bounce === null ? "reply" : "bounce",
    from,
    at: dateOf(email, head),
    text: bounce ?? textOf(email),
    isAutomatic: bounce !== null || isAutomatic(head, from.address),
    isOwn: from.address.toLowerCase() === own.toLowerCase(),
  };
}

/** The Message-ID; of a message without one, its hash. */
export function remoteIdOf(bytes: Uint8Array, head: string): string {
  return idOf(head) ?? `<${sha256(bytes).slice(0, 32)}@no.message.id>`;
}

/** Whether the head is that of a report about a delivery (RFC 3464) or of an older bounce. */
export function isReportHead(head: string): boolean {
  const type = fieldOf(head, "content-type") ?? "";
  return /^multipart\/report/i.test(type) || /mailer-daemon|postmaster/i.test(fieldOf(head, "from") ?? "");
}

async function parsed(bytes: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(bytes, {
      maxNestingDepth: 20,
      maxHeadersSize: 262_144,
      maxRfc822NestingDepth: 1,
      forceRfc822Attachments: true,
    });
  } catch {
    // Beyond its limits a message is an attack; what its head says is still told.
    return null;
  }
}

const fromShownMax = 1000;

function fromOf(email: Email | null, head: string): FoundReply["from"] {
  const from = email?.from;
  const box = from?.address === undefined ? from?.group?.[0] : from;
  if (box?.address !== undefined && box.address !== "") return { name: box.name, address: box.address };
  // Its beginning alone: a field of 64 kB would be searched from each of its letters on.
  const raw = (fieldOf(head, "from") ?? "").slice(0, fromShownMax);
  return { name: "", address: /[^\s<>@]+@[^\s<>@]+/.exec(raw)?.[0] ?? "nobody" };
}

/** What lies beyond the year 9999 is a date of no letter. */
const lastMs = Date.parse("9999-12-31T23:59:59.999Z");

function dateOf(email: Email | null, head: string): string {
  const at = Date.parse(email?.date ?? fieldOf(head, "date") ?? "");
  return new Date(Number.isNaN(at) || at > lastMs || at < 0 ? 0 : at).toISOString();
}

function textOf(email: Email | null): string {
  if (email?.text !== undefined && email.text.trim() !== "") return email.text;
  if (email?.html === undefined) return "";
  const text = htmlToMail(email.html);
  // Some programs indent what one writes as if it were quoted.
  return /^[^>\n]/m.test(text) ? text : htmlToText(email.html);
}

/** RFC 3834, 5, and what was used before it. A list's own mark (Precedence: list) is not one. */
function isAutomatic(head: string, from: string): boolean {
  const auto = fieldOf(head, "auto-submitted");
  if (auto !== null && !/^no\b/i.test(auto)) return true;
  if (fieldOf(head, "x-autoreply") !== null || fieldOf(head, "x-autorespond") !== null) return true;
  if (/^auto[_-]reply$/i.test(fieldOf(head, "precedence") ?? "")) return true;
  return /^(?:mailer-daemon|postmaster|no-?reply)@/i.test(from);
}

/** Whom it did not reach and why, a line for each; null when the message reports no failure. */
function bounceText(email: Email | null): string | null {
  const report = email?.attachments.find(({ mimeType }) => mimeType === "message/delivery-status");
  if (report === undefined) return null;
  const lines = contentOf(report.content)
    .replaceAll("\r\n", "\n")
    .replace(/\n[ \t]+/g, " ")
    .split(/\n{2,}/)
    .filter((block) => /^failed$/i.test(fieldOf(block, "action") ?? ""))
    .map((block) => `${valueOf(block, "final-recipient")}: ${valueOf(block, "diagnostic-code")}`);
  return lines.length === 0 ? null : lines.join("\n");
}

/** "rfc822; ben@example.org" without its type. */
function valueOf(block: string, name: string): string {
  return (fieldOf(block, name) ?? "no reason given").replace(/^[\w-]+;\s*/, "");
}

function contentOf(content: string | ArrayBuffer | Uint8Array): string {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}
