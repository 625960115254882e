// Delivers a digest: to the screen, into a file, or by mail; and finds out about one by mail that may have arrived.
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { localDay } from "../../base/clock.ts";
import { type ErrorKind, PkmError } from "../../base/errors.ts";
import { shellWord } from "../../base/shell-word.ts";
import { mailDigest, settleMail, type Post } from "../../share/mail-digest.ts";
import type { SendOutcome } from "../../share/channel.ts";
import type { Digest, DigestCounts } from "../../seek/digest.ts";
import { text, type Report, type ReportExtras } from "../../ui/report.ts";
import type { Context } from "../context.ts";
import { digestDocument, printDigest, type DigestForm } from "./digest-form.ts";
import { digestText } from "./digest-text.ts";

export interface ToDeliver {
  digest: Digest;
  counts: DigestCounts;
  form: DigestForm;
  mailTo: string | null;
  out: string | null;
  /** Lets other runs go on: a digest may stay on a screen for hours. */
  endRun: () => void;
}

const mailColumns = 72;

/** Freezes it, delivers it, and says how that went; `extras` is what is to be said beside it. */
export async function deliverDigest(context: Context, given: ToDeliver, extras: ReportExtras): Promise<Report> {
  const store = await context.store();
  const frozen = { ...given, digest: { ...given.digest, id: store.ids.take("digest") } };
  if (given.mailTo !== null) return byMail(context, frozen, extras);
  return given.out === null
    ? toScreen(context, frozen, extras)
    : toFile(context, { ...frozen, out: given.out }, extras);
}

type Frozen = ToDeliver & { digest: Digest & { id: string } };

/** It counts as shown when stdout has taken all of it, or a pager. */
async function toScreen(
  context: Context,
  { digest, counts, form, endRun }: Frozen,
  extras: ReportExtras,
): Promise<Report> {
  const { digests } = await context.store();
  digests.freeze({ digest, how: "screen", target: null, counts });
  const ids = digest.sections.flatMap(({ items }) => items.map(({ id }) => id));
  return text(
    { value: digest, ...(await printDigest(context, digest, form)) },
    {
      ...extras,
      ids,
      words: ids.length === 0 ? [] : ["read one: pkm show %1; go through them: pkm review"],
      onTaken() {
        digests.deliver(digest.id);
        endRun();
      },
    },
  );
}

/** The same file may be written every day; one that no digest came to before stays, unless with --yes. */
async function toFile(
  context: Context,
  { digest, counts, form, out }: Frozen & { out: string },
  extras: ReportExtras,
): Promise<Report> {
  const { digests } = await context.store();
  const document = await digestDocument(context, digest, form);
  // By its whole path: the same name in another folder is another file.
  const target = resolve(out);
  const mayReplace = context.flags.isYes || digests.cameTo(target);
  digests.freeze({ digest, how: "file", target, counts });
  context.writeFile(out, document, { mayReplace, again: `pkm digest --out ${shellWord(out)} --yes` });
  digests.deliver(digest.id);
  return text({ value: { ...digest, out }, text: "" }, { ...extras, words: [`written to ${out}`] });
}

async function byMail(context: Context, { digest, counts, mailTo }: Frozen, extras: ReportExtras): Promise<Report> {
  const [{ digests }, post, forms] = await Promise.all([context.store(), context.post(), context.digestForms()]);
  const mail = await post.letter(digest, {
    to: mailTo === "" ? null : mailTo,
    subject: subjectOf(digest),
    text: `${await digestText(digest, { columns: mailColumns, hasLinks: true })}\n`,
    html: forms.page(digest),
  });
  const to = mail.to.join(", ");
  digests.freeze({ digest, how: "mail", target: to, counts }, mail);
  const outcome = await mailDigest(mail, { post, desk: digests.mails });
  const value = { ...digest, to: mail.to, messageId: mail.messageId };
  if (outcome.kind === "sent") return text({ value, text: "" }, { ...extras, words: [`mailed to ${to}`] });
  const { kind, complaint } = unsent(outcome);
  return text(
    { value: { ...value, id: null }, text: "" },
    { ...extras, outcome: kind, complaints: [...(extras.complaints ?? []), `digest by mail to ${to}: ${complaint}`] },
  );
}

/** The one line a mailbox shows: counts and a date alone, for titles are words of others. */
function subjectOf({ date, shown, minutes }: Digest): string {
  const day = localDay(date);
  return shown === 0 ? `Digest ${day}` : `Digest ${day}: ${shown} to read, ${minutes} min`;
}

function unsent(outcome: Exclude<SendOutcome, { kind: "sent" }>): { kind: ErrorKind; complaint: string } {
  const { message } = outcome;
  if (outcome.kind === "held") return { kind: "credentials", complaint: `${message}; try: ${outcome.hint}` };
  if (outcome.kind === "rejected") return { kind: "failed", complaint: `${message}; its items wait` };
  if (outcome.kind === "later") return { kind: "try-later", complaint: `${message}; its items wait` };
  return {
    kind: "try-later",
    complaint: `${message}; it may have arrived, and the next run finds out: pkm digest --mail`,
  };
}

/**
 * Finds out about a digest by mail that a server may have taken. Throws PkmError("try-later") while that is open: its
 * items must not go out in another one.
 */
export async function findOut(context: Context): Promise<void> {
  const { digests } = await context.store();
  if (digests.mails.unsettled() === null) return;
  const settled = await settleMail({
    post: await postOrNone(context),
    desk: digests.mails,
    clock: context.clock,
    pause: (forMs) => setTimeout(forMs),
  });
  if (settled.kind !== "open") return;
  throw new PkmError("try-later", `the digest ${settled.digest} by mail: ${settled.why}`, {
    hint: "pkm digest --mail",
  });
}

/** Null where config.toml says no more how mail is sent. */
async function postOrNone(context: Context): Promise<Post | null> {
  try {
    return await context.post();
  } catch (thrown) {
    if (thrown instanceof PkmError && thrown.kind === "config") return null;
    throw thrown;
  }
}
