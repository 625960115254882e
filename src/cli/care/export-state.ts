// What the person did on this machine, for another of theirs.
import { stateLines } from "../../share/machine-state.ts";
import { counted, type ExportForm } from "./export-form.ts";

export const stateForm: ExportForm = {
  kind: "state",
  about:
    "what you read, kept, tagged, annotated and decided of feedback, as JSON lines that pkm import merges on another of " +
    "your machines: the later word counts, whatever the order, and nothing is lost. Notes travel by git or any file sync.",
  async hand(context, write) {
    const store = await context.store();
    store.changes.record("take state down", () => store.states.catchUp());
    return store.archive.snapshot(() => {
      const { state_register: registers = 0 } = store.archive.counts();
      return write({ value: { registers }, what: counted(registers, "register"), parts: stateLines(store) });
    });
  },
};
