// The mail channel: one message to a mailing list or to named people, over SMTP.
import { PkmError } from "../../base/errors.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type {
  Audience,
  Capabilities,
  Channel,
  ChannelWorld,
  ProbeFacts,
  Receipt,
  SendOutcome,
  WirePart,
} from "../../share/channel.ts";
import { compose, messageId } from "./compose.ts";
import { readable } from "./readable.ts";
import { failureOf } from "./outcome.ts";
import { findAnswers, hasBox, hasCopy, openBoxes } from "./replies.ts";
import { dispatch, greet, usualPatience, type Patience } from "./send.ts";
import { checkMail, mailSettings, recipients, sender, smtpServer } from "./settings.ts";

const capabilities: Capabilities = {
  retry: "lookup",
  canEdit: false,
  canDelete: false,
  canReadReplies: true,
  exposures: ["closed", "members", "world"],
  settleMs: 600_000,
};
const withoutBox: Capabilities = { ...capabilities, retry: "never", canReadReplies: false };

/** Mail with the usual patience. */
export const mail: Channel = mailChannel(usualPatience);

/**
 * Mail over SMTP: one message to all configured addresses, taken for every one of them or for none.
 * A server's 250 is acceptance, not arrival, so a receipt is not confirmed. Mail has no way to tell a repeat:
 * where the address names a mailbox, a copy goes to the sender too and is looked for there; without
 * one, an attempt that may have arrived stays unknown.
 */
export function mailChannel(limits: Patience): Channel {
  return {
    kind: "mail",
    settings: mailSettings,
    capabilities,
    capabilitiesAt: (address) => (hasBox(address) ? capabilities : withoutBox),
    check: checkMail,
    audience,
    personal: ({ settings }, { address }) => (address === null ? null : { ...settings, to: [address] }),
    prepare: (letter, address) => [
      {
        part: 1,
        wireId: messageId(letter, address.settings),
        to: toText(address),
        mediaType: "message/rfc822",
        bytes: compose(letter, address.settings),
      },
    ],
    validate: (parts, address) =>
      parts
        .filter(({ to }) => to !== toText(address))
        .map(({ to }) => ({ code: "addresses-changed", message: changed(to), isFatal: true })),
    preview: ({ bytes }) => readable(bytes),
    deliver: (part, address, world) => deliver(part, { address, world, limits }),
    lookup: async (part, address, world) =>
      (await hasCopy(await openBoxes(address, world), part.wireId))
        ? receipt(part, world, { isConfirmed: true })
        : null,
    probe: (address, world) => probe(address, world, limits),
    fetchFeedback: async (listening, address, world) =>
      findAnswers(await openBoxes(address, world), listening, address),
  };
}

function receipt(part: WirePart, world: ChannelWorld, { isConfirmed }: { isConfirmed: boolean }): Receipt {
  return { url: null, uri: part.wireId, exposure: null, isConfirmed, at: world.now().toISOString() };
}

/** With a closed exposure each address is a person; otherwise it is a list, and its readers are not known. */
function audience(address: ChannelAddress): Pick<Audience, "people" | "unknown"> {
  const to = recipients(address.settings);
  if (address.exposure === "closed") {
    const people = to.map((box) => ({
      person: null,
      name: box.name === "" ? box.address : box.name,
      address: box.address,
    }));
    return { people, unknown: [] };
  }
  return { people: [], unknown: to.map((box) => `who reads the list ${box.address}`) };
}

async function deliver(
  part: WirePart,
  { address, world, limits }: { address: ChannelAddress; world: ChannelWorld; limits: Patience },
): Promise<SendOutcome> {
  const to = [...new Set([...addressesOf(address), ...copiesOf(address)])];
  if (toText(address) !== part.to) return { kind: "rejected", message: changed(part.to) };
  const server = smtpServer(address.settings);
  const password = passwordOf(server.secret, world);
  if (typeof password === "object" && password !== null) return password;
  const from = sender(address.settings).address;
  const trouble = await dispatch({ server, password, from, to, bytes: part.bytes, patience: limits });
  if (trouble !== null) return failureOf(trouble, server);
  return { kind: "sent", receipt: receipt(part, world, { isConfirmed: false }) };
}

function passwordOf(secret: string | null, world: ChannelWorld): string | null | SendOutcome {
  if (secret === null) return null;
  try {
    return world.secret(secret);
  } catch (error) {
    if (!(error instanceof PkmError)) throw error;
    return { kind: "held", message: error.message, hint: error.mend[0] ?? "pkm help channels" };
  }
}

function addressesOf(address: ChannelAddress): string[] {
  return recipients(address.settings).map((box) => box.address);
}

/** Greets the server that takes the mail, logs in where that is wanted, and looks into each mailbox; sends nothing. */
async function probe(address: ChannelAddress, world: ChannelWorld, limits: Patience): Promise<ProbeFacts> {
  const server = smtpServer(address.settings);
  const password = server.secret === null ? null : world.secret(server.secret);
  const trouble = await greet({ server, password, patience: limits });
  if (trouble !== null) throw probeError(failureOf(trouble, server));
  const facts = [`${server.host} takes mail${server.user === null ? "" : ` from ${server.user}`}`];
  for (const box of await openBoxes(address, world)) facts.push(`${box.name}: ${await box.look()}`);
  if (!hasBox(address)) facts.push("answers are written down by hand: no --imap and no --replies is set");
  return { whoAmI: sender(address.settings).address, exposure: null, settings: {}, facts, problems: [] };
}

function probeError(failure: Exclude<SendOutcome, { kind: "sent" }>): PkmError {
  const kinds = { held: "credentials", later: "try-later", unknown: "try-later", rejected: "failed" } as const;
  return new PkmError(kinds[failure.kind], failure.message, { hint: "pkm community channel --help" });
}

/** A copy to the sender, in the envelope alone: what a lost answer of the server is made good by. */
function copiesOf(address: ChannelAddress): readonly string[] {
  return hasBox(address) ? [sender(address.settings).address] : [];
}

/** Everybody the envelope names, as people read it. */
function toText(address: ChannelAddress): string {
  const copies = copiesOf(address).filter((copy) => !addressesOf(address).includes(copy));
  return [...addressesOf(address), ...copies.map((copy) => `${copy} (a copy for you)`)].join(", ");
}

function changed(previewed: string): string {
  return `the channel's addresses are no longer those that were previewed: ${previewed}`;
}
