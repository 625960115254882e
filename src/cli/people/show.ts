// pkm people show: one person: what came from them, what I kept, what I gave back, and the rows behind each figure.
import { accountKinds, type AccountKind, type Receipt } from "../../people/account.ts";
import { table } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";
import { personReport } from "./person-report.ts";

interface Input {
  ref: string;
  receipts: AccountKind | null;
}

const rowsMax = 50;

export const command: Command = defineCommand<Input>({
  path: "people show",
  summary: "show a person: what came from them, what you made of it, what went each way",
  args: "<person>",
  options: [{ flags: "--receipts <figure>", about: `the rows behind a figure: ${accountKinds.join(", ")}` }],
  examples: [
    { line: 'pkm people show "Ines Aalto"', about: "by name, handle, mail or id" },
    { line: "pkm people show p4k2 --receipts cited --limit 0", about: "every note made from items of theirs" },
  ],
  details:
    "An item is theirs when its author is one of the names and handles you gave them, or when it names no author and its\n" +
    "source is theirs. A name that two people have is nobody's. Figures are as recorded here.",
  parse: (words) => ({ ref: words.args[0] ?? "", receipts: words.choice("receipts", accountKinds) }),
  async run(context, { ref, receipts }) {
    const store = await context.store();
    const person = store.people.get(store.refs.find(ref, ["person"]));
    store.origins.catchUp();
    if (receipts === null) {
      const account = store.accounts.of(person.id);
      const figure = accountKinds.find((kind) => account[kind] > 0);
      const words =
        figure === undefined ? [] : [`the rows of a figure: pkm people show ${person.id} --receipts ${figure}`];
      return personReport(store, { ...person, account }, { words });
    }
    const rows = store.accounts.receipts(person.id, receipts, context.flags.limit ?? rowsMax);
    return table<Receipt>(
      {
        rows,
        columns: [
          { title: "ref", value: ({ ref: thing }) => thing, tone: "id" },
          { title: "when", value: ({ at }) => localText(at) },
          { title: "what", value: ({ title }) => title, isFlexible: true },
        ],
        empty: `nothing of that is recorded for ${person.name}`,
      },
      { ids: rows.flatMap(({ ref: thing }) => thing ?? []) },
    );
  },
});
