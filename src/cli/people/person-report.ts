// How one person reads on a screen.
import { accountKinds, accountWords, type Account } from "../../people/account.ts";
import type { Person } from "../../people/person.ts";
import { personView } from "../../people/view.ts";
import type { Source } from "../../seek/source.ts";
import { record, type Report, type ReportExtras } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";

/** What a report of a person needs of the store. */
export interface PersonStore {
  sources: { get(id: string): Pick<Source, "title" | "url"> };
}

/** A person with handles, sources and the evidence of contact, oldest first; with the account where there is one. */
export function personReport(
  { sources }: PersonStore,
  person: Person & { account?: Account },
  extras: ReportExtras = {},
): Report {
  const { id, name, handles, step, since, dormant, left, disagrees, evidence, account } = person;
  const owned = person.sources.map((source) => {
    const { title, url } = sources.get(source);
    return `${source} ${title ?? url}`;
  });
  const figures = account === undefined ? [] : accountKinds.filter((kind) => account[kind] > 0);
  return record(
    {
      value: { ...personView(person), ...(account === undefined ? {} : { account }) },
      fields: [
        { label: "person", value: `${id} ${name}`, tone: "strong" },
        { label: "step", value: `${step}, since ${localText(since)}` },
        { label: "left", value: left === null ? null : localText(left) },
        { label: "dormant", value: dormant === null ? null : `since ${localText(dormant)}` },
        { label: "disagrees", value: disagrees === null ? null : `trusted to, since ${localText(disagrees)}` },
        { label: "handles", value: handles.length === 0 ? null : handles.join(", ") },
        { label: "sources", value: owned.length === 0 ? null : owned.join(", ") },
        ...figures.map((kind) => ({ label: kind, value: `${account?.[kind] ?? 0} (${accountWords[kind]})` })),
      ],
      body: evidence
        .map(
          ({ at, what, ref, way }) =>
            `${localText(at)}  ${wayText(way)}${what}${ref === null || what.includes(ref) ? "" : ` (${ref})`}`,
        )
        .join("\n"),
    },
    { ids: [id], ...extras },
  );
}

function wayText(way: "gave" | "got" | null): string {
  return way === null ? "" : way === "gave" ? "I gave: " : "they gave: ";
}
