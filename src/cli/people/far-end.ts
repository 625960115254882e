// What the far end of a channel says of itself, asked when it is set up and when it is checked.
import { PkmError } from "../../base/errors.ts";
import { isWider, type ChannelAddress } from "../../people/community.ts";
import type { Channel, ProbeFacts } from "../../share/channel.ts";
import { channelWorld } from "../channel-world.ts";
import type { Context } from "../context.ts";

/** What was heard; why nothing was, where the far end can be asked and did not answer; null where it can not be asked. */
export type Heard = { facts: ProbeFacts } | { why: PkmError } | null;

/** Asks the far end without posting. */
export async function askFarEnd(context: Context, channel: Channel, address: ChannelAddress): Promise<Heard> {
  if (channel.probe === undefined) return null;
  try {
    return { facts: await channel.probe(address, channelWorld(context)) };
  } catch (thrown) {
    if (thrown instanceof PkmError) return { why: thrown };
    throw thrown;
  }
}

/** What a new channel is to be, with what its far end told; the person's own settings go before. */
export interface Learned {
  settings: ChannelAddress["settings"];
  /** For people: who we are there and what the place is like, or why that is not known. */
  words: readonly string[];
}

/** Asks the far end of a channel that is about to be added. Throws PkmError("usage") where more can read it than was said. */
export async function learn(context: Context, channel: Channel, address: Omit<ChannelAddress, "id">): Promise<Learned> {
  const heard = await askFarEnd(context, channel, { ...address, id: "new" });
  if (heard === null) return { settings: address.settings, words: [] };
  if ("why" in heard) {
    return {
      settings: address.settings,
      words: [`it could not be asked, and is added as you said: ${heard.why.message}`],
    };
  }
  const { whoAmI, exposure, settings, facts, problems } = heard.facts;
  if (exposure !== null && isWider(address.exposure, exposure)) {
    throw new PkmError("usage", `it can be read by ${exposure}, not ${address.exposure} alone`, {
      hint: `--exposure ${exposure}`,
    });
  }
  const who = whoAmI === null ? [] : [`logged in as ${whoAmI}`];
  return { settings: { ...settings, ...address.settings }, words: [...who, ...facts, ...problems] };
}
