// pkm share answer: the person's word on a check of the pre-flight.
import { PkmError } from "../../base/errors.ts";
import { answer } from "../../share/answering.ts";
import { checkNames, type CheckName } from "../../share/preflight.ts";
import { record } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal } from "../dry-run.ts";
import { openDesk } from "./desk.ts";

interface Input {
  ref: string;
  check: CheckName;
  place: string | null;
  passage: string | null;
  word: string;
}

export const command: Command = defineCommand<Input>({
  path: "share answer",
  summary: "answer a check of the pre-flight, with your word on record",
  args: "<share> <check>",
  options: [
    { flags: "-m, --message <word>", about: "why it may go like this" },
    { flags: "--to <place>", about: "the community or network it is for, where several wait or none does" },
    { flags: "--allow <passage>", about: "let this passage, name or address stand, also in later versions" },
  ],
  examples: [
    { line: 'pkm share answer d3r7 one-sided -m "the other side is the next note"', about: "for this version there" },
    {
      line: 'pkm share answer d3r7 private --allow "half a minute ahead of the others" -m "Ines said I may"',
      about: "words of somebody's, passage by passage",
    },
  ],
  details: `Checks: ${checkNames.join(", ")}. pkm share preview shows what each found. A word holds for one version and one
place: an edit makes it void. To switch a check off for good, name it under [preflight] in config.toml.`,
  parse(words) {
    const [ref = "", name = ""] = words.args;
    const check = checkNames.find((known) => known === name);
    if (check === undefined) {
      throw new PkmError("usage", `there is no check ${name}; there are ${checkNames.join(", ")}`, {
        hint: `pkm share preview ${ref}`,
      });
    }
    const word = words.text("message");
    if (word === null)
      throw new PkmError("usage", "an answer needs its word: -m", { hint: `pkm share answer ${ref} ${check} -m "…"` });
    return { ref, check, place: words.text("to"), passage: words.text("allow"), word };
  },
  run: (context, { ref, check, place, passage, word }) =>
    orRehearsal(async () => {
      const desk = await openDesk(context);
      const share = desk.find(ref);
      const to = place === null ? null : desk.store.refs.find(place, ["community"]);
      const given = answer(desk, { share, check, place: to, passage, word });
      const { name } = desk.communities.get(given.place);
      return record(
        {
          value: { share, ...given },
          fields: [
            { label: "share", value: `${share} v${given.version}`, tone: "id" },
            { label: "check", value: check },
            { label: "for", value: name },
            { label: "passage", value: given.passage },
            { label: "word", value: given.word },
          ],
        },
        { ids: [share], words: [`answered ${check}: pkm share preview ${share}`] },
      );
    }),
});
