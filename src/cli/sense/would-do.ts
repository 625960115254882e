// What a change answers to --dry-run.
import { record, type Report } from "../../ui/report.ts";

/** Says what would be done; nothing was. */
export function wouldDo(what: string): Report {
  return record({ value: { dryRun: true, would: what }, fields: [{ label: "would", value: what }] });
}
