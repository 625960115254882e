// pkm people: the people I learn with.
import { personView } from "../../people/view.ts";
import { table } from "../../ui/report.ts";
import { agoText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";

export const command: Command = defineCommand<null>({
  path: "people",
  summary: "list the people you learn with",
  args: "",
  options: [],
  examples: [{ line: "pkm people --json", about: "with handles, sources and evidence" }],
  parse: () => null,
  async run(context) {
    const { people } = await context.store();
    const all = people.list().map(personView);
    const { limit } = context.flags;
    const rows = limit === null || limit === 0 ? all : all.slice(0, limit);
    const now = context.clock.now();
    return table(
      {
        rows,
        columns: [
          { title: "id", value: ({ id }) => id, tone: "id" },
          { title: "name", value: ({ name }) => name, isFlexible: true },
          { title: "step", value: ({ step }) => step },
          { title: "last contact", value: ({ evidence, since }) => agoText(evidence.at(-1)?.at ?? since, now) },
          { title: "handles", value: ({ handles }) => handles.join(", "), hiddenBelowColumns: 80 },
        ],
        empty: 'nobody yet: pkm people add "…" --mail A',
      },
      { ids: rows.map(({ id }) => id) },
    );
  },
});
