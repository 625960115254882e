// pkm share send --reflect: the text as its readers will get it, read by its author alone.
import { reflect } from "../../share/reflect.ts";
import { text, type Report } from "../../ui/report.ts";
import type { ShareDesk } from "./desk.ts";

/** Records the reflection and shows the version with what would be asked. */
export function reflectReport(desk: ShareDesk, ref: string): Report {
  const found = desk.store.refs.find(ref, ["share", "note"]);
  const { id, share, version, questions, at } = reflect(desk, found);
  const { title = "", body = "" } = desk.shares.facts(share).versions.find(({ n }) => n === version) ?? {};
  const asked = questions.map((question, index) => `${index + 1}. ${question}`);
  const lines = [`# ${title}`, "", ...asked, ...(asked.length === 0 ? [] : [""]), body.trim()];
  return text(
    {
      value: { id, share, version, ask: questions, at, audience: { exposure: "closed", people: [], unknown: [] } },
      text: lines.join("\n"),
    },
    {
      ids: [id],
      words: [`${id}: you have read v${version} as its readers will; nothing left this machine: pkm share ${share}`],
    },
  );
}
