// The mail channel's settings: addresses and servers as they were typed, checked and taken apart.
import addressparser from "nodemailer/lib/addressparser";
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import type { ChannelSettings } from "../../people/community.ts";
import type { SettingSpec } from "../../share/channel.ts";
import { checkKnown, listSetting, requiredText, textSetting } from "../settings.ts";

export const mailSettings: readonly SettingSpec[] = [
  { name: "to", kind: "list", isRequired: true, about: "address of the list, or of each person" },
  { name: "from", kind: "text", isRequired: true, about: "your address: A or Name <A>" },
  { name: "smtp", kind: "text", isRequired: true, about: "smtp[s]://[user@]host[:port] that takes your mail" },
  { name: "imap", kind: "text", isRequired: false, about: "imap[s]://[user@]host[:port] where replies arrive" },
  { name: "secret", kind: "text", isRequired: false, about: "reference to the password: env:NAME or file:PATH" },
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

/** Throws PkmError("usage") naming the flag that is wrong. */
export function checkMail(settings: ChannelSettings): void {
  checkKnown(settings, mailSettings);
  sender(settings);
  recipients(settings);
  smtpServer(settings);
  const imap = textSetting(settings, "imap");
  if (imap !== null) serverUrl("imap", imap);
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
  const user = url.username === "" ? null : decodeURIComponent(url.username);
  const secret = textSetting(settings, "secret");
  if (secret !== null && user === null) {
    throw new PkmError("usage", "--secret needs a user in --smtp: smtps://user@host");
  }
  if (secret === null && user !== null) {
    throw new PkmError("usage", `--smtp names the user ${plainLine(user)} but there is no --secret`);
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { host, port: Number(url.port) || (isTls ? 465 : 587), isTls, user, secret };
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
  if (!/^\/?$/.test(url.pathname) || url.search !== "" || url.hash !== "") {
    throw new PkmError("usage", `--${flag} has more than a server in it`);
  }
  return url;
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
