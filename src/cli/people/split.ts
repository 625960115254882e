// pkm people split: one entry that is two people becomes two.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { mailFrom } from "./known-words.ts";
import { personReport } from "./person-report.ts";

interface Input {
  ref: string;
  name: string;
  mail: string | null;
  handles: readonly string[];
  feeds: readonly string[];
}

export const command: Command = defineCommand<Input>({
  path: "people split",
  summary: "tell two people apart that stood as one",
  args: "<person> <name>",
  options: [
    { flags: "--mail <address>", about: "the mail address that is the other's" },
    { flags: "--handle <handle>", about: "a handle that is the other's", isRepeatable: true },
    { flags: "--feed <source>", about: "a source that is the other's", isRepeatable: true },
  ],
  examples: [
    { line: 'pkm people split p4k2 "Ines Berg" --handle @iberg --feed s4k2', about: "somebody new takes them along" },
  ],
  details:
    "Items go along with the names and sources; feedback and evidence stay, for they tell only of whom you thought.",
  parse(words) {
    const name = plainLine(words.args[1] ?? "");
    if (name === "") throw new PkmError("usage", "the name is empty", { hint: "pkm help people split" });
    const mail = words.text("mail");
    return {
      ref: words.args[0] ?? "",
      name,
      mail: mail === null ? null : mailFrom(mail),
      handles: words.list("handle").map(plainLine),
      feeds: words.list("feed"),
    };
  },
  run: (context, { ref, name, mail, handles, feeds }) =>
    orRehearsal(async () => {
      const store = await context.store();
      const { people, refs, sources } = store;
      const person = people.get(refs.find(ref, ["person"]));
      const stranger = [...handles, ...(mail === null ? [] : [mail])].find((each) => !person.handles.includes(each));
      if (stranger !== undefined) {
        throw new PkmError("usage", `${person.name} is not known as ${stranger}`, {
          hint: `pkm people show ${person.id}`,
        });
      }
      const owned = feeds.map((feed) => sources.get(refs.find(feed, ["source"])).url);
      const made = recorderFor(context, store).record(`told ${name} apart from ${person.name}`, () =>
        people.split(person.id, { name, mail, handles, sources: owned }),
      );
      return personReport(store, people.get(made), { words: [`${made} is ${name}: pkm people show ${person.id}`] });
    }),
});
