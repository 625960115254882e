// pkm community channel: a way to reach a community, and who can read it there.
import { PkmError } from "../../base/errors.ts";
import { exposures, type ChannelSettings, type Community, type Exposure } from "../../people/community.ts";
import type { Report } from "../../ui/report.ts";
import type { Context } from "../context.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { checked, settingOptions, settingsFrom } from "./channel-settings.ts";
import { learn } from "./far-end.ts";
import { placeReport } from "./words.ts";

interface Input {
  place: string;
  kind: string;
  exposure: Exposure | null;
  isRemoval: boolean;
  settings: ChannelSettings;
}

export const command: Command = defineCommand<Input>({
  path: "community channel",
  summary: "add or remove a way to reach a community",
  args: "<community> <kind>",
  options: [
    {
      flags: "--exposure <who>",
      choices: exposures,
      about: "who can read it there: closed (known people), members (whoever joins) or world",
    },
    ...settingOptions,
    { flags: "--remove", about: "remove the channel with this id" },
  ],
  examples: [
    {
      line: "pkm community channel c2k9 mail --exposure closed --to list@example.org --from me@example.org --smtp smtp://localhost:25",
      about: "a list, by the mail server of this machine",
    },
    {
      line: "pkm community channel c2k9 mail --exposure closed --to ines@example.org --from me@example.org --smtp smtps://me@mail.example.org --imap imaps://me@mail.example.org --secret env:PASSWORD",
      about: "a person, by a server that asks who you are; answers are read there",
    },
    { line: "pkm community channel c2k9 file --exposure closed --dir ~/bench", about: "a folder" },
    { line: "pkm community channel c2k9 h3r7 --remove", about: "nothing goes there any more" },
  ],
  details:
    "A place that the world can read, like a list with a public archive, is no community: it is refused unless you say --yes once, which stands on record, and even then a note has to pass the gate to go there.",
  parse(words) {
    const [place = "", kind = ""] = words.args;
    const exposure = words.choice("exposure", exposures);
    const isRemoval = words.flag("remove");
    if (exposure === null && !isRemoval) {
      throw new PkmError("usage", "who can read it there? --exposure closed, members or world", {
        hint: "pkm help community channel",
      });
    }
    return { place, kind, exposure, isRemoval, settings: settingsFrom(words) };
  },
  run: (context, input) =>
    orRehearsal(async () => {
      const store = await context.store();
      const place = store.communities.get(store.refs.find(input.place, ["community"]));
      if (input.isRemoval || input.exposure === null) return remove(context, place, input.kind);
      return add(context, place, { ...input, exposure: input.exposure });
    }),
});

async function add(
  context: Context,
  place: Community,
  { kind, exposure, settings: said }: Input & { exposure: Exposure },
): Promise<Report> {
  const store = await context.store();
  if (place.kind === "network" && exposure !== "world") {
    throw new PkmError("usage", `${place.name} is a network: its channels are read by the world`, {
      hint: "--exposure world",
    });
  }
  const channel = await context.channel(kind);
  if (!channel.capabilities.exposures.includes(exposure)) {
    throw new PkmError(
      "usage",
      `a ${kind} channel can be ${channel.capabilities.exposures.join(", ")}, not ${exposure}`,
      {
        hint: `--exposure ${channel.capabilities.exposures[0] ?? "closed"}`,
      },
    );
  }
  checked(channel, said, exposure);
  const isAgreed = place.kind !== "network" && exposure === "world";
  if (isAgreed && !(await isWordGiven(context, place))) throw worldRefusal(place);
  const { settings, words } = await learn(context, channel, { kind, exposure, settings: said });
  refuseSame(place, kind, settings);
  const done = `added the ${kind} channel of ${place.name}, read by ${readers[exposure]}${isAgreed ? " on your word" : ""}`;
  const { id } = recorderFor(context, store).record(done, () =>
    store.communities.addChannel(place.id, { kind, exposure, settings, isAgreed }),
  );
  return placeReport(store.communities.get(place.id), { words: [...words, `${done}: pkm channel check ${id}`] });
}

/** An exposure, said of who reads. */
const readers = { closed: "known people", members: "its members", world: "the world" } as const;

function refuseSame(place: Community, kind: string, settings: ChannelSettings): void {
  const same = place.channels.find(
    (each) => each.kind === kind && JSON.stringify(each.settings) === JSON.stringify(settings),
  );
  if (same === undefined) return;
  throw new PkmError("usage", `${place.name} has this channel already: ${same.id}, ${same.exposure}`, {
    hint: `pkm community channel ${place.id} ${same.id} --remove`,
  });
}

async function isWordGiven(context: Context, place: Community): Promise<boolean> {
  if (!context.flags.isYes && !context.flags.mayAsk) throw worldRefusal(place);
  return context.person.confirm(
    `the world can read this; use it for the ${place.kind} ${place.name} all the same?`,
    "--yes",
  );
}

function worldRefusal(place: Community): PkmError {
  return new PkmError("usage", `what the world can read is no ${place.kind}: ${place.name} would be asked in public`, {
    hint: ["pkm network add <name> --channel <kind>", "add --yes to say that it may serve all the same"],
  });
}

async function remove(context: Context, place: Community, id: string): Promise<Report> {
  const store = await context.store();
  const channel = place.channels.find((each) => each.id === id);
  if (channel === undefined) {
    const known = place.channels.map((each) => `${each.id} (${each.kind})`).join(", ") || "none";
    throw new PkmError("not-found", `${place.name} has no channel ${id}; it has ${known}`, {
      hint: `pkm community show ${place.id}`,
    });
  }
  const done = `removed the ${channel.kind} channel ${id} of ${place.name}`;
  recorderFor(context, store).record(done, () => store.communities.removeChannel(id));
  return placeReport(store.communities.get(place.id), { words: [done] });
}
