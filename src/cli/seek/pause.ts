// pkm seek pause: stops asking sources by themselves, until they are resumed.
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { sourcesReport } from "./source-words.ts";

export const command: Command = defineCommand<readonly string[]>({
  path: "seek pause",
  summary: "stop asking a source for a while",
  args: "<source...>",
  options: [],
  examples: [{ line: "pkm seek pause s4k2", about: "until pkm seek resume s4k2" }],
  parse: (words) => words.args,
  run: (context, refs) => orRehearsal(() => pause(context, refs)),
});

async function pause(context: Context, refs: readonly string[]): Promise<ReturnType<typeof sourcesReport>> {
  const store = await context.store();
  const ids = [...new Set(refs.map((ref) => store.refs.find(ref, ["source"])))];
  recorderFor(context, store).record(`pause the source ${ids.join(", ")}`, () =>
    ids.forEach((id) => store.sources.pause(id)),
  );
  return sourcesReport(
    ids.map((id) => store.sources.get(id)),
    [`paused ${ids.join(", ")}: pkm seek resume ${ids.join(" ")}`],
  );
}
