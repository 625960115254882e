// pkm people add: writes a person down.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { mailFrom, refuseTaken } from "./known-words.ts";
import { personReport } from "./person-report.ts";

interface Input {
  name: string;
  mail: string | null;
  feed: string | null;
  handles: readonly string[];
}

export const command: Command = defineCommand<Input>({
  path: "people add",
  summary: "write a person down",
  args: "<name>",
  options: [
    { flags: "--mail <address>", about: "their mail address" },
    { flags: "--feed <url>", about: "a feed you follow that is theirs" },
    { flags: "--handle <handle>", about: "what they are called elsewhere: @name or a URL", isRepeatable: true },
  ],
  examples: [
    {
      line: 'pkm people add "Ines Aalto" --mail ines@bench.example',
      about: "then: pkm community member <community> <person>",
    },
  ],
  parse(words) {
    const name = plainLine(words.args[0] ?? "");
    const mail = words.text("mail");
    if (name === "") throw new PkmError("usage", "the name is empty", { hint: 'pkm people add "…"' });
    return {
      name,
      mail: mail === null ? null : mailFrom(mail),
      feed: words.text("feed"),
      handles: words.list("handle").map(plainLine),
    };
  },
  run: (context, { name, mail, feed, handles }) =>
    orRehearsal(async () => {
      const store = await context.store();
      const { people } = store;
      if (mail !== null) refuseTaken(store, mail, null);
      const person = recorderFor(context, store).record(`added ${name}`, () => {
        const { id } = people.add({ name, mail, handles });
        if (feed !== null) people.ownSource(id, store.sources.get(store.refs.find(feed, ["source"])).url);
        return people.get(id);
      });
      return personReport(store, person, {
        words: [`added ${person.id}: pkm community member <community> ${person.id}`],
      });
    }),
});
