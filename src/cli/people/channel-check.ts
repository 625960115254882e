// pkm channel check: whether a channel is set up right, without posting anything.
import { PkmError, type ErrorKind } from "../../base/errors.ts";
import { addressText } from "../../people/view.ts";
import { isWider, type ChannelAddress } from "../../people/community.ts";
import type { Channel } from "../../share/channel.ts";
import { record } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { askFarEnd, type Heard } from "./far-end.ts";

interface Finding {
  check: "settings" | "audience" | "secret" | "connection" | "exposure";
  result: "ok" | "failed" | "not needed";
  detail: string | null;
}

export const command: Command = defineCommand<string>({
  path: "channel check",
  summary: "check a channel's settings and secret without posting",
  args: "<channel>",
  options: [],
  examples: [{ line: "pkm channel check h3r7", about: "ids stand in pkm community and pkm network" }],
  details:
    "Checked are the settings, whom they name, and that the secret can be read. Where the far end can be asked about itself, it is: who we are there, how long a post may be, who can read the place now. Nothing is posted.",
  parse: (words) => words.args[0] ?? "",
  async run(context, ref) {
    const store = await context.store();
    const id = store.refs.find(ref, ["channel"]);
    const { community, address } = store.communities.ofChannel(id);
    const channel = await context.channel(address.kind);
    const local = localFindings(context, channel, address);
    const isSound = local.every(({ result }) => result !== "failed");
    const heard = isSound ? await askFarEnd(context, channel, address) : null;
    const findings = [...local, ...farFindings(heard, address)];
    const failed = findings.filter(({ result }) => result === "failed");
    return record(
      {
        value: {
          id,
          kind: address.kind,
          exposure: address.exposure,
          community: community.id,
          checks: findings,
          isReached: heard === null ? null : "facts" in heard,
          whoAmI: heard !== null && "facts" in heard ? heard.facts.whoAmI : null,
          facts: heard !== null && "facts" in heard ? heard.facts.facts : [],
        },
        fields: [
          {
            label: "channel",
            value: `${id} ${address.kind} of ${community.name}, ${address.exposure}`,
            tone: "strong",
          },
          ...findings.map(({ check, result, detail }) => ({
            label: check,
            value: `${result}${detail === null || detail === "" ? "" : `: ${detail}`}`,
          })),
          ...(heard === null ? [{ label: "connection", value: "not tried" }] : []),
        ],
      },
      {
        ids: [id],
        complaints: failed.map(
          ({ check, detail }) => `${id}: ${check}: ${detail ?? ""}: pkm community show ${community.id}`,
        ),
        outcome: outcomeOf(failed, heard),
      },
    );
  },
});

function localFindings(context: Context, channel: Channel, address: ChannelAddress): readonly Finding[] {
  const secret = address.settings["secret"];
  return [
    finding("settings", () => {
      channel.check(address.settings, address.exposure);
      return addressText(address.settings);
    }),
    finding("audience", () => {
      const { people, unknown } = channel.audience(address);
      return [...people.map(({ name }) => name), ...unknown].join("; ");
    }),
    typeof secret === "string"
      ? finding("secret", () => {
          context.secret(secret);
          return "it can be read";
        })
      : { check: "secret", result: "not needed", detail: null },
  ];
}

/** What the far end said, as findings: it answers, nothing is wrong there, and no more can read it than was said. */
function farFindings(heard: Heard, { exposure }: ChannelAddress): readonly Finding[] {
  if (heard === null) return [];
  if ("why" in heard) return [{ check: "connection", result: "failed", detail: heard.why.message }];
  const { whoAmI, exposure: now, facts, problems } = heard.facts;
  const told = [...(whoAmI === null ? [] : [`logged in as ${whoAmI}`]), ...facts].join("; ");
  const isWide = now !== null && isWider(exposure, now);
  return [
    { check: "connection", result: problems.length === 0 ? "ok" : "failed", detail: [told, ...problems].join("; ") },
    ...(now === null
      ? []
      : [{ check: "exposure", result: isWide ? "failed" : "ok", detail: `it can be read by ${now}` } as const]),
  ];
}

function outcomeOf(failed: readonly Finding[], heard: Heard): ErrorKind | null {
  if (failed.length === 0) return null;
  if (failed.some(({ check }) => check === "secret")) return "credentials";
  return heard !== null && "why" in heard ? heard.why.kind : "config";
}

function finding(check: Finding["check"], look: () => string): Finding {
  try {
    return { check, result: "ok", detail: look() };
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    return { check, result: "failed", detail: thrown.message };
  }
}
