// A digest by mail: the same bytes however often it is tried, and never twice in the mailbox.
import type { Clock, Instant } from "../base/clock.ts";
import type { SendOutcome } from "./channel.ts";

/** The frozen letter of one digest. */
export interface DigestMail {
  digest: string;
  /** Ours alone, and the same however often it is sent. */
  messageId: string;
  from: string;
  to: readonly string[];
  bytes: Uint8Array;
  /** The last moment before a server could take it; null while none can have. */
  handedOver: Instant | null;
}

/** The person's own mailbox, and the server that takes mail to it. */
export interface Post {
  /** What is done where nobody can tell whether a digest arrived: send the same bytes again, or leave it at once. */
  whenUnsure: "again" | "once";
  /** Looks whether a letter to `to` could be sent, without sending one. Throws PkmError: "config", "usage", "credentials". */
  check(to: string | null): void;
  /** Puts a letter together, to `to` or as config.toml says. Throws PkmError("config") or PkmError("usage"). */
  letter(digest: { id: string; date: Instant }, parts: LetterParts): Promise<DigestMail>;
  /** One attempt; `onHandOver` is called at the last moment before the server could take it. */
  send(mail: DigestMail, onHandOver: () => void): Promise<SendOutcome>;
  /** How often in one run it is worth looking, a moment apart. */
  looks: number;
  /** Whether it lies in the mailbox; null where none can be looked into. Throws PkmError where one can not be now. */
  lookUp(mail: DigestMail): Promise<boolean | null>;
}

export interface LetterParts {
  /** Null: to the address in config.toml. */
  to: string | null;
  subject: string;
  text: string;
  html: string;
}

/** The digests by mail in the store. */
export interface MailDesk {
  /** The one that a server may have taken, of which nothing is known; null when there is none. */
  unsettled(): DigestMail | null;
  handOver(digest: string): void;
  /** The server said no: nothing was taken. */
  takeBack(digest: string): void;
  deliver(digest: string): void;
  /** Counts as shown from now on, and the next digest says that it may not have arrived. */
  giveUp(digest: string): void;
}

/** Sends it for the first time and writes down what came of it. */
export async function mailDigest(
  mail: DigestMail,
  { post, desk }: { post: Post; desk: MailDesk },
): Promise<SendOutcome> {
  const outcome = await post.send(mail, () => desk.handOver(mail.digest));
  if (outcome.kind === "sent") desk.deliver(mail.digest);
  else if (outcome.kind !== "unknown") desk.takeBack(mail.digest);
  return outcome;
}

/** What became of a digest that a server may have taken. */
export type Settlement =
  | { kind: "none" | "arrived" | "sent-again" | "given-up" }
  /** Too early to tell, or it could not be sent again. */
  | { kind: "open"; digest: string; why: string };

/** Mail is not looked for in vain, and so not sent again, before it had this long to come. */
const arrivalMs = 10 * 60_000;
const lookPauseMs = 500;

/**
 * Finds out about the digest that was in the server's hands when its process was killed or the answer failed. It is
 * looked for in the mailbox; one that has not come in ten minutes is sent again as it is. Without a mailbox to look
 * into, `whenUnsure` decides.
 */
export async function settleMail({
  post,
  desk,
  clock,
  pause,
}: {
  post: Post | null;
  desk: MailDesk;
  clock: Clock;
  pause: (forMs: number) => Promise<void>;
}): Promise<Settlement> {
  const mail = desk.unsettled();
  if (mail === null) return { kind: "none" };
  const { digest } = mail;
  const isThere = post === null ? null : await look(mail, post, pause);
  if (isThere === true) {
    desk.deliver(digest);
    return { kind: "arrived" };
  }
  if (post === null || (isThere === null && post.whenUnsure === "once")) {
    desk.giveUp(digest);
    return { kind: "given-up" };
  }
  const age = clock.now().getTime() - Date.parse(mail.handedOver ?? "");
  if (isThere === false && age < arrivalMs) {
    return { kind: "open", digest, why: "it has not come yet, and may still be on its way" };
  }
  const outcome = await post.send(mail, () => desk.handOver(digest));
  if (outcome.kind !== "sent") return { kind: "open", digest, why: outcome.message };
  desk.deliver(digest);
  return { kind: "sent-again" };
}

async function look(mail: DigestMail, post: Post, pause: (forMs: number) => Promise<void>): Promise<boolean | null> {
  for (let count = 1; ; count += 1) {
    const isThere = await post.lookUp(mail);
    if (isThere !== false || count >= post.looks) return isThere;
    await pause(lookPauseMs);
  }
}
