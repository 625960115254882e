// pkm channel check: whether a channel is set up right, without posting anything.
import { PkmError } from "../../base/errors.ts";
import { addressText } from "../../people/view.ts";
import { record } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";

interface Finding {
  check: "settings" | "audience" | "secret";
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
    "Checked are the settings, whom they name, and that the secret can be read. No connection is made and nothing is posted.",
  parse: (words) => words.args[0] ?? "",
  async run(context, ref) {
    const store = await context.store();
    const id = store.refs.find(ref, ["channel"]);
    const { community, address } = store.communities.ofChannel(id);
    const channel = await context.channel(address.kind);
    const secret = address.settings["secret"];
    const findings: readonly Finding[] = [
      finding("settings", () => {
        channel.check(address.settings);
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
    const failed = findings.filter(({ result }) => result === "failed");
    return record(
      {
        value: {
          id,
          kind: address.kind,
          exposure: address.exposure,
          community: community.id,
          checks: findings,
          isReached: null,
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
          { label: "connection", value: "not tried" },
        ],
      },
      {
        ids: [id],
        complaints: failed.map(
          ({ check, detail }) => `${id}: ${check}: ${detail ?? ""}: pkm community show ${community.id}`,
        ),
        outcome: failed.length === 0 ? null : failed.some(({ check }) => check === "secret") ? "credentials" : "config",
      },
    );
  },
});

function finding(check: Finding["check"], look: () => string): Finding {
  try {
    return { check, result: "ok", detail: look() };
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    return { check, result: "failed", detail: thrown.message };
  }
}
