// The mail channel's settings: addresses and servers as they were typed, checked and taken apart.
import { domainToASCII } from "node:url";
import addressparser from "nodemailer/lib/addressparser";
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import type { ChannelSettings } from "../../people/community.ts";
import type { SettingSpec } from "../../share/channel.ts";
import { checkKnown, listSetting, requiredText, textSetting } from "../settings.ts";

export const mailSettings: readonly SettingSpec[] = [
  { name: "to", kind: "list", isRequired: true },
  { name: "from", kind: "text", isRequired: true },
  { name: "smtp", kind: "text", isRequired: true },
  { name: "imap", kind: "text", isRequired: false },
  { name: "replies", kind: "list", isRequired: false },
  { name: "secret", kind: "text", isRequired: false },
];

export interface Mailbox {
  /** Empty when only the address was given. */
  name: string;
  address: string;
}

export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte (smtps). */
  isTls: boolean;
  user: string | null;
  /** Secret reference; null when the server asks for no log-in. */
  secret: string | null;
}

export interface ImapServer {
  host: string;
  port: number;
  /** TLS from the first byte (imaps). */
  isTls: boolean;
  user: string;
  /** Secret reference. */
  secret: string;
  folder: string;
}

/** A mailbox in the file system. */
export interface FileBox {
  form: "maildir" | "mbox";
  path: string;
}

/** Throws PkmError("usage") naming the flag that is wrong. */
export function checkMail(settings: ChannelSettings): void {
  checkKnown(settings, mailSettings);
  sender(settings);
  recipients(settings);
  smtpServer(settings);
  imapServer(settings);
  fileBoxes(settings);
}

/** The domain of an address as message ids have it: a name without letters of its own. */
export function domainOf(address: string): string {
  return domainToASCII(address.slice(address.lastIndexOf("@") + 1)) || "localhost";
}

/** The address mail is sent from; throws PkmError("usage") when it is not one. */
export function sender(settings: ChannelSettings): Mailbox {
  return mailbox("from", requiredText(settings, "from"));
}

/** Every configured address, in the order given; throws PkmError("usage") at the first that is not one. */
export function recipients(settings: ChannelSettings): readonly Mailbox[] {
  return listSetting(settings, "to").map((text) => mailbox("to", text));
}

/** The server that takes the mail, port 465 or 587 when none is given; throws PkmError("usage"). */
export function smtpServer(settings: ChannelSettings): SmtpServer {
  const url = serverUrl("smtp", requiredText(settings, "smtp"));
  const isTls = url.protocol === "smtps:";
  const user = url.username === "" ? null : decoded("smtp", url.username);
  const secret = user === null && textSetting(settings, "imap") !== null ? null : textSetting(settings, "secret");
  if (secret !== null && user === null) {
    throw new PkmError("usage", "--secret needs a user in --smtp: smtps://user@host");
  }
  if (secret === null && user !== null) {
    throw new PkmError("usage", `--smtp names the user ${plainLine(user)} but there is no --secret`);
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { host, port: Number(url.port) || (isTls ? 465 : 587), isTls, user, secret };
}

/** Where answers are read over IMAP, port 993 or 143 when none is given; null when not set. Throws PkmError("usage"). */
export function imapServer(settings: ChannelSettings): ImapServer | null {
  const text = textSetting(settings, "imap");
  if (text === null) return null;
  const url = serverUrl("imap", text);
  const secret = textSetting(settings, "secret");
  if (url.username === "") throw new PkmError("usage", "--imap names no user: imaps://user@host");
  if (secret === null) throw new PkmError("usage", "--imap needs the password's reference: --secret env:NAME");
  const isTls = url.protocol === "imaps:";
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (isTls ? 993 : 143),
    isTls,
    user: decoded("imap", url.username),
    secret,
    folder: decoded("imap", url.pathname.slice(1)) || "INBOX",
  };
}

/** Maildirs and mbox files that answers are read from; throws PkmError("usage") at the first that is neither. */
export function fileBoxes(settings: ChannelSettings): readonly FileBox[] {
  return listSetting(settings, "replies").map((text) => {
    const [, form = "", path = ""] = /^(maildir|mbox):(\/.+)$/s.exec(text) ?? [];
    if (form === "maildir" || form === "mbox") return { form, path };
    throw new PkmError("usage", `--replies is maildir:PATH or mbox:PATH, not ${plainLine(text)}`);
  });
}

function serverUrl(flag: "smtp" | "imap", text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || ![`${flag}:`, `${flag}s:`].includes(url.protocol) || url.hostname === "") {
    throw new PkmError("usage", `--${flag} is not ${flag}[s]://[user@]host[:port]`);
  }
  // The text is not repeated in the error: it holds a password.
  if (url.password !== "") {
    throw new PkmError("usage", `--${flag} holds a password; give a reference with --secret instead`);
  }
  const hasPath = flag === "smtp" && !/^\/?$/.test(url.pathname);
  if (hasPath || url.search !== "" || url.hash !== "") {
    throw new PkmError("usage", `--${flag} has more than a server in it`);
  }
  return url;
}

function decoded(flag: "smtp" | "imap", text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new PkmError("usage", `--${flag} has a % that stands for nothing: a % itself is written %25`);
  }
}

/** An address as most servers take it: no quoting, no controls, no routes. */
const addressForm = /^[^\s<>()[\]\\,;:@"\p{C}]+@[^\s<>()[\]\\,;:@"\p{C}]+$/u;

function mailbox(flag: "to" | "from", text: string): Mailbox {
  const parsed = addressparser(text);
  const first = parsed[0];
  if (parsed.length === 1 && first?.address !== undefined && addressForm.test(first.address)) {
    if (plainLine(text) === text.trim()) return { name: first.name, address: first.address };
  }
  throw new PkmError("usage", `--${flag} is not one mail address: ${plainLine(text)}`);
}
