// pkm people export: people as an address book, for any other program.
import { personSteps, type Person, type PersonStep } from "../../people/person.ts";
import { record, text } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { insideOption, maskedWords, openMask } from "./masked.ts";
import { shellWord } from "../../base/shell-word.ts";

interface Input {
  step: PersonStep | null;
  inside: string | null;
  out: string | null;
}

export const command: Command = defineCommand<Input>({
  path: "people export",
  summary: "write people as an address book (vCard)",
  args: "",
  options: [
    { flags: "--step <step>", about: `only ${personSteps.join(", ")}` },
    insideOption,
    { flags: "--out <file>", about: "into a file, instead of standard output" },
  ],
  examples: [
    { line: "pkm people export --out people.vcf", about: "vCard 4.0" },
    { line: "pkm people export --step co-member", about: "those alone" },
  ],
  details: "Names, mail addresses and handles, and nothing of what you wrote down about anybody.",
  parse: (words) => ({
    step: words.choice("step", personSteps),
    inside: words.text("context"),
    out: words.out(),
  }),
  async run(context, { step, inside, out }) {
    const store = await context.store();
    const { writeVcards } = await context.readers();
    const all = store.people.list().filter((person) => step === null || person.step === step);
    const mayName = openMask(store, inside);
    const named = all.filter(({ id }) => mayName(id));
    const document = await writeVcards(named.map((person) => ({ name: person.name, ...addressesOf(person) })));
    const words = maskedWords(all.length - named.length);
    if (out === null) {
      return text({ value: { people: named.length, document }, text: document, isExact: true }, { words });
    }
    if (!context.flags.isDryRun) {
      // Others' addresses: for its owner alone, as every export is.
      await context.writeParts(out, [document], {
        mayReplace: context.flags.isYes,
        again: `pkm people export --out ${shellWord(out)} --yes`,
      });
    }
    return record(
      {
        value: { people: named.length, out },
        fields: [
          { label: "people", value: String(named.length) },
          { label: "out", value: out },
        ],
      },
      { words },
    );
  },
});

function addressesOf({ handles }: Person): { mails: readonly string[]; handles: readonly string[] } {
  const isMail = (handle: string): boolean => /^[^@\s]+@[^@\s]+$/.test(handle);
  return { mails: handles.filter(isMail), handles: handles.filter((handle) => !isMail(handle)) };
}
