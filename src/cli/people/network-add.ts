// pkm network add: a public place to post to, with its channel.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import type { ChannelSettings } from "../../people/community.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { checked, settingOptions, settingsFrom } from "./channel-settings.ts";
import { learn } from "./far-end.ts";
import { placeReport } from "./words.ts";

interface Input {
  name: string;
  kind: string;
  settings: ChannelSettings;
}

export const command: Command = defineCommand<Input>({
  path: "network add",
  summary: "write down a public place you post to",
  args: "<name>",
  options: [
    { flags: "--channel <kind>", about: "how it is reached: site, mastodon, bluesky, mail, file" },
    ...settingOptions,
  ],
  examples: [
    {
      line: "pkm network add garden --channel site --dir ~/garden --base-url https://garden.example/",
      about: "your own pages and feeds",
    },
  ],
  parse(words) {
    const name = plainLine(words.args[0] ?? "");
    const kind = words.text("channel");
    if (name === "")
      throw new PkmError("usage", "the name is empty", { hint: "pkm network add <name> --channel <kind>" });
    if (kind === null)
      throw new PkmError("usage", "network add needs --channel", {
        hint: "pkm network add <name> --channel site --dir DIR",
      });
    return { name, kind, settings: settingsFrom(words) };
  },
  run: (context, { name, kind, settings: said }) =>
    orRehearsal(async () => {
      const store = await context.store();
      const channel = await context.channel(kind);
      checked(channel, said, "world");
      if (!channel.capabilities.exposures.includes("world")) {
        throw new PkmError("usage", `a ${kind} channel can not be read by the world`, {
          hint: "pkm community channel <community> <kind>",
        });
      }
      const { settings, words } = await learn(context, channel, { kind, exposure: "world", settings: said });
      const id = recorderFor(context, store).record(`added the network ${name}`, () => {
        const network = { kind: "network", name, domain: null, goals: [], norms: [], attribution: "none" } as const;
        const made = store.communities.add(network);
        store.communities.addChannel(made.id, { kind, exposure: "world", settings, isAgreed: false });
        return made.id;
      });
      return placeReport(store.communities.get(id), {
        words: [...words, `added ${id}: pkm share preview <share> --to ${id}`],
      });
    }),
});
