// The world of a command as a channel is handed it.
import type { ChannelWorld } from "../share/channel.ts";
import type { Context } from "./context.ts";

/** What channels may reach: the time, secrets, HTTP and their memory. */
export function channelWorld({ clock, secret, http, memory }: Context): ChannelWorld {
  return { now: () => clock.now(), secret, http, memory };
}
