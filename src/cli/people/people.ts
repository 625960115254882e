// pkm people: the people I learn with.
import { personSteps, type Person, type PersonStep } from "../../people/person.ts";
import { personView } from "../../people/view.ts";
import { table } from "../../ui/report.ts";
import { agoText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";

interface Input {
  step: PersonStep | null;
  disagrees: boolean;
}

export const command: Command = defineCommand<Input>({
  path: "people",
  summary: "list the people you learn with",
  args: "",
  options: [
    { flags: "--step <step>", about: `only ${personSteps.join(", ")}` },
    { flags: "--disagrees", about: "only those you trust to disagree with you" },
  ],
  examples: [
    { line: "pkm people --json", about: "with handles, sources and evidence" },
    { line: "pkm people --step in-touch", about: "who answers" },
  ],
  parse: (words) => ({ step: words.choice("step", personSteps), disagrees: words.flag("disagrees") }),
  async run(context, wanted) {
    const { people } = await context.store();
    const isWanted = ({ step, disagrees }: Person): boolean =>
      (wanted.step === null || step === wanted.step) && (!wanted.disagrees || disagrees !== null);
    const all = people.list().filter(isWanted).map(personView);
    const { limit } = context.flags;
    const rows = limit === null || limit === 0 ? all : all.slice(0, limit);
    const now = context.clock.now();
    return table(
      {
        rows,
        columns: [
          { title: "id", value: ({ id }) => id, tone: "id" },
          { title: "name", value: ({ name }) => name, isFlexible: true },
          {
            title: "step",
            value: ({ step, dormant, left }) => (left !== null ? "left" : dormant === null ? step : `${step}, dormant`),
          },
          { title: "last contact", value: ({ evidence, since }) => agoText(evidence.at(-1)?.at ?? since, now) },
          { title: "handles", value: ({ handles }) => handles.join(", "), hiddenBelowColumns: 80 },
        ],
        empty: 'nobody yet: pkm people add "…" --mail A',
      },
      { ids: rows.map(({ id }) => id) },
    );
  },
});
