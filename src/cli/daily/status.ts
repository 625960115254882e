// pkm alone: where things stand, and the one next command.
import { nextCommand } from "../../share/standing.ts";
import { agoText } from "../../ui/time.ts";
import { record } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";

export const command: Command = defineCommand<null>({
  path: "status",
  summary: "where things stand, and the next command (pkm alone does this)",
  args: "",
  options: [],
  examples: [
    { line: "pkm", about: "three lines and a suggestion" },
    { line: "pkm --json", about: "the same for a prompt or a status bar" },
  ],
  parse: () => null,
  async run(context) {
    const store = await context.store();
    const { standing, around } = store.standings.read();
    const next = nextCommand(standing, around);
    const { seek, sense, share } = standing;
    const asked = agoText(seek.lastFetch, context.clock.now());
    const broken = seek.broken === 0 ? "" : `, ${counted(seek.broken, "source")} failing`;
    const shareParts = [
      `${counted(share.drafts, "share")} under way`,
      `${counted(share.heard, "point")} of feedback to decide`,
      ...(share.unknown === 0 ? [] : [`${counted(share.unknown, "delivery", "deliveries")} unknown`]),
    ];
    return record({
      value: { ...standing, next },
      fields: [
        {
          label: "seek",
          value: `${counted(seek.waiting, "item")} waiting (${seek.minutes} min), asked ${asked}${broken}`,
        },
        { label: "sense", value: `${counted(sense.kept, "item")} kept without a note` },
        { label: "share", value: shareParts.join(", ") },
        { label: "next", value: next, tone: "strong" },
      ],
    });
  },
});

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
