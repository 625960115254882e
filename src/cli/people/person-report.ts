// How one person reads on a screen.
import { personView } from "../../people/view.ts";
import type { Person } from "../../people/person.ts";
import { record, type Report, type ReportExtras } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";

/** A person with handles, sources and the evidence of contact, oldest first. */
export function personReport(person: Person, extras: ReportExtras = {}): Report {
  const { id, name, handles, sources, step, since, evidence } = person;
  return record(
    {
      value: personView(person),
      fields: [
        { label: "person", value: `${id} ${name}`, tone: "strong" },
        { label: "step", value: `${step}, since ${localText(since)}` },
        { label: "handles", value: handles.length === 0 ? null : handles.join(", ") },
        { label: "sources", value: sources.length === 0 ? null : sources.join(", ") },
      ],
      body: evidence
        .map(({ at, what, ref }) => `${localText(at)}  ${what}${ref === null ? "" : ` (${ref})`}`)
        .join("\n"),
    },
    { ids: [id], ...extras },
  );
}
