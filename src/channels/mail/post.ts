// The person's own mailbox for digests: puts the letter together, hands it to the server, and looks whether it came.
import { stat } from "node:fs/promises";
import MailComposer from "nodemailer/lib/mail-composer";
import type { Instant } from "../../base/clock.ts";
import { PkmError } from "../../base/errors.ts";
import { sha256 } from "../../base/hash.ts";
import type { ChannelSettings } from "../../people/community.ts";
import type { ChannelWorld, SendOutcome } from "../../share/channel.ts";
import { discreetly } from "../../share/discreet.ts";
import type { DigestMail, LetterParts, Post } from "../../share/mail-digest.ts";
import { failureOf } from "./outcome.ts";
import { dispatch, usualPatience } from "./send.ts";
import { domainOf, type ImapServer, imapServer, type Mailbox, recipients, sender, smtpServer } from "./settings.ts";

/** The table [mail] of config.toml. */
export interface MailSettings {
  from: string | null;
  to: readonly string[];
  /** smtp[s]://[user@]host[:port] */
  smtp: string | null;
  secret: string | null;
  /** Where mail arrives on this machine: a Maildir, or a file in mbox form. Null where it can not be looked into. */
  box: string | null;
  /** imap[s]://user@host[:port]: the same on a server; `secret` is its password too. Null where it can not be asked. */
  imap: string | null;
  /** "once" or "again"; null is once. */
  whenUnsure: string | null;
}

const hint = "pkm help digest-mail";
/** Clocks of a server and this machine may differ by so much. */
const clockSlackMs = 10 * 60_000;
/** A delivery on this machine takes a moment; a server is logged into once a run. */
const boxLooks = 10;

/** Throws PkmError("config") where the settings are missing or wrong. */
export function openPost(settings: MailSettings, world: Pick<ChannelWorld, "now" | "secret">): Post {
  const { from, to, smtp, secret, box, imap, whenUnsure } = settings;
  if (from === null) throw missing("from");
  if (smtp === null) throw missing("smtp");
  if (whenUnsure !== null && whenUnsure !== "once" && whenUnsure !== "again") {
    throw new PkmError("config", `mail.when-unsure is once or again, not ${whenUnsure}`, { hint });
  }
  const said = { smtp, ...(secret === null ? {} : { secret }), ...(imap === null ? {} : { imap }) };
  const server = checked(() => smtpServer(said));
  const mailServer = checked(() => imapServer(said));
  const self = checked(() => sender({ from }));
  const usual = checked(() => addressesOf({ to }));
  return {
    whenUnsure: whenUnsure ?? "once",
    check(to) {
      if ((to === null ? usual : addressesOf({ to })).length === 0) throw missing("to");
      for (const reference of [server.secret, mailServer?.secret ?? null])
        if (reference !== null) world.secret(reference);
    },
    letter: async (digest, parts) => letterOf(digest, parts, { self, usual }),
    send: (mail, onHandOver) =>
      discreetly(world, async (own): Promise<SendOutcome> => {
        const password = server.secret === null ? null : own.secret(server.secret);
        const { from: envelopeFrom, to: envelopeTo, bytes } = mail;
        const given = {
          server,
          password,
          from: envelopeFrom,
          to: envelopeTo,
          bytes,
          patience: usualPatience,
          onHandOver,
        };
        const trouble = await dispatch(given);
        if (trouble !== null) return failureOf(trouble, server);
        const at = world.now().toISOString();
        return { kind: "sent", receipt: { url: null, uri: mail.messageId, exposure: null, isConfirmed: false, at } };
      }),
    looks: box === null ? 1 : boxLooks,
    lookUp: (mail) =>
      discreetly(world, async (own) => {
        const inFile = box === null ? null : await isInFile(box, mail);
        if (inFile === true || mailServer === null) return inFile;
        return isOnServer(mailServer, mail, own);
      }),
  };
}

/** Whether it lies in the Maildir or mbox file; null where that is not there or can not be read. */
async function isInFile(box: string, { messageId, handedOver }: DigestMail): Promise<boolean | null> {
  const { maildirBox, mboxBox } = await import("./file-boxes.ts");
  try {
    const isFile = (await stat(box)).isFile();
    const since = new Date(Date.parse(handedOver ?? "") - clockSlackMs);
    return await (isFile ? mboxBox(box) : maildirBox(box)).has(messageId, since);
  } catch (thrown) {
    if (thrown instanceof PkmError || (thrown instanceof Error && "code" in thrown)) return null;
    throw thrown;
  }
}

/** Throws PkmError("try-later") where the server can not be asked now, "credentials" where it lets nobody in. */
async function isOnServer(
  server: ImapServer,
  { messageId }: DigestMail,
  world: Pick<ChannelWorld, "secret">,
): Promise<boolean> {
  const { imapBox, imapPatience } = await import("./imap.ts");
  try {
    const box = imapBox(server, { password: () => world.secret(server.secret), patience: imapPatience });
    return await box.has(messageId, null);
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    throw new PkmError(thrown.kind, `a digest is looked for: ${thrown.message}`, { hint, cause: thrown });
  }
}

interface Sender {
  self: Mailbox;
  usual: readonly string[];
}

/** The same digest to the same addresses is always the same bytes. */
async function letterOf(
  digest: { id: string; date: Instant },
  { to, subject, text, html }: LetterParts,
  { self, usual }: Sender,
): Promise<DigestMail> {
  const recipientsOf = to === null ? usual : addressesOf({ to });
  if (recipientsOf.length === 0) throw missing("to");
  const seed = [self.address, ...recipientsOf, digest.id, digest.date].join("\n");
  const hash = sha256(seed);
  const messageId = `<${digest.id}.${hash.slice(0, 20)}@${domainOf(self.address)}>`;
  const composer = new MailComposer({
    from: { ...self },
    to: [...recipientsOf],
    subject,
    messageId,
    date: new Date(digest.date),
    // RFC 3834: nobody's out-of-office answers a digest.
    headers: { "Auto-Submitted": "auto-generated" },
    text,
    html,
    baseBoundary: hash.slice(20, 44),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const bytes = await composer.compile().build();
  return { digest: digest.id, messageId, from: self.address, to: recipientsOf, bytes, handedOver: null };
}

function addressesOf(settings: ChannelSettings): readonly string[] {
  return recipients(settings).map(({ address }) => address);
}

function missing(key: string): PkmError {
  return new PkmError("config", `config.toml does not say mail.${key}`, { hint });
}

/** What a flag of a channel says wrong is here a key of config.toml. */
function checked<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    throw new PkmError("config", `config.toml: ${thrown.message.replaceAll(/--(\w+)/g, "mail.$1")}`, { hint });
  }
}
