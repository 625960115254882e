// The -n flag: runs a change inside a transaction that is thrown away, and says what it would have been.
import type { Recorder } from "../share/desk.ts";
import { text, type Report } from "../ui/report.ts";
import type { Context } from "./context.ts";

/** Thrown out of the transaction so that nothing of it stays. */
export class Rehearsed extends Error {
  readonly summary: string;

  constructor(summary: string) {
    super(summary);
    this.summary = summary;
  }
}

interface Ledger {
  changes: Recorder;
  transact<Result>(act: () => Result): Result;
}

/** The store's recorder; with -n one that lets every change run and then takes it back. */
export function recorderFor(context: Pick<Context, "flags">, { changes, transact }: Ledger): Recorder {
  if (!context.flags.isDryRun) return changes;
  return {
    ...changes,
    record: (summary, act) =>
      transact(() => {
        changes.record(summary, act);
        throw new Rehearsed(summary);
      }),
  };
}

/** Runs a command; where -n took its change back, answers with what the change would have been. */
export async function orRehearsal(run: () => Promise<Report>): Promise<Report> {
  try {
    return await run();
  } catch (thrown) {
    if (!(thrown instanceof Rehearsed)) throw thrown;
    return text({ value: { dryRun: true, would: thrown.summary }, text: `not done: ${thrown.summary}` });
  }
}
