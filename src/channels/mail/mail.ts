// The mail channel: one message to a mailing list or to named people, over SMTP.
import { PkmError } from "../../base/errors.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type { Audience, Channel, ChannelWorld, SendOutcome, WirePart } from "../../share/channel.ts";
import { compose, messageId } from "./compose.ts";
import { readable } from "./readable.ts";
import { failureOf } from "./outcome.ts";
import { dispatch, type Patience } from "./send.ts";
import { checkMail, mailSettings, recipients, sender, smtpServer } from "./settings.ts";

const patience: Patience = { connectMs: 10_000, wholeMs: 20_000, answerMs: 60_000 };

/** Mail with the usual patience. */
export const mail: Channel = mailChannel(patience);

/**
 * Mail over SMTP: one message to all configured addresses, taken for every one of them or for none.
 * A server's 250 is acceptance, not arrival, so a receipt is never confirmed; and as mail has no
 * way to tell a repeat, an attempt that may have arrived stays unknown.
 */
export function mailChannel(limits: Patience): Channel {
  return {
    kind: "mail",
    about: "mail to a list or to named people",
    settings: mailSettings,
    capabilities: {
      retry: "never",
      canEdit: false,
      canDelete: false,
      canReadReplies: false,
      exposures: ["closed", "members", "world"],
    },
    check: checkMail,
    audience,
    personal: ({ settings }, { address }) => (address === null ? null : { ...settings, to: [address] }),
    prepare: (letter, address) => [
      {
        part: 1,
        wireId: messageId(letter, address.settings),
        to: addressesOf(address).join(", "),
        mediaType: "message/rfc822",
        bytes: compose(letter, address.settings),
      },
    ],
    validate: (parts, address) =>
      parts
        .filter(({ to }) => to !== addressesOf(address).join(", "))
        .map(({ to }) => ({ code: "addresses-changed", message: changed(to), isFatal: true })),
    preview: ({ bytes }) => readable(bytes),
    deliver: (part, address, world) => deliver(part, { address, world, limits }),
  };
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
  const to = addressesOf(address);
  if (to.join(", ") !== part.to) return { kind: "rejected", message: changed(part.to) };
  const server = smtpServer(address.settings);
  const password = passwordOf(server.secret, world);
  if (typeof password === "object" && password !== null) return password;
  const from = sender(address.settings).address;
  const trouble = await dispatch({ server, password, from, to, bytes: part.bytes, patience: limits });
  if (trouble !== null) return failureOf(trouble, server);
  return {
    kind: "sent",
    receipt: { url: null, uri: part.wireId, exposure: null, isConfirmed: false, at: world.now().toISOString() },
  };
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

function changed(previewed: string): string {
  return `the channel's addresses are no longer those that were previewed: ${previewed}`;
}
