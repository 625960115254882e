// A world without a network or a memory, for channels that need neither and commands that reach no channel.
import type { ChannelWorld } from "../../src/share/channel.ts";

export const noWorld: Pick<ChannelWorld, "http" | "memory"> = {
  http: async () => ({ kind: "not-sent", message: "there is no network here" }),
  memory: { recall: () => null, keep: () => {} },
};
