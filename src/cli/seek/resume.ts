// pkm seek resume: asks paused sources again, and those whose server said they were gone.
import { instantNow } from "../../base/clock.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { sourcesReport } from "./source-words.ts";

export const command: Command = defineCommand<readonly string[]>({
  path: "seek resume",
  summary: "ask a paused source again",
  args: "<source...>",
  options: [],
  examples: [{ line: "pkm seek resume s4k2", about: "it is asked by the next pkm seek" }],
  details: "A source whose server said that it is gone for good is given another try.",
  parse: (words) => words.args,
  run: (context, refs) => orRehearsal(() => resume(context, refs)),
});

async function resume(context: Context, refs: readonly string[]): Promise<ReturnType<typeof sourcesReport>> {
  const store = await context.store();
  const { sources } = store;
  const ids = [...new Set(refs.map((ref) => store.refs.find(ref, ["source"])))];
  recorderFor(context, store).record(`resume the source ${ids.join(", ")}`, () => {
    for (const { id, facts } of sources.polls(ids)) {
      sources.resume(id);
      if (facts.gone !== null) sources.setFacts(id, { ...facts, gone: null, nextDue: instantNow(context.clock) });
    }
  });
  return sourcesReport(
    ids.map((id) => sources.get(id)),
    [`resumed ${ids.join(", ")}: pkm seek`],
  );
}
