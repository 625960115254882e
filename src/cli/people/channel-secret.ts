// pkm channel secret: puts a secret where a reference says, from standard input, so that it stands in no argument.
import { PkmError } from "../../base/errors.ts";
import { record } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, Rehearsed } from "../dry-run.ts";
import { pipedText } from "../piped-text.ts";
import { secretReference } from "./channel-settings.ts";

export const command: Command = defineCommand<string>({
  path: "channel secret",
  summary: "put a password or token where a reference says, from standard input",
  args: "<reference>",
  options: [],
  examples: [
    {
      line: "pkm channel secret file:$HOME/.config/pkm/secrets/list < token.txt",
      about: "a file that only you can read, replaced in one step",
    },
    { line: "pass show mail | pkm channel secret keyring:pkm/mail", about: "the keyring of the desktop" },
  ],
  details: "The first line is kept. It is never taken as an argument, for those stand in the list of processes.",
  parse: (words) => secretReference(words.args[0] ?? ""),
  run: (context, reference) =>
    orRehearsal(async () => {
      if (!context.person.hasStdin) {
        throw new PkmError("usage", "the secret comes from standard input", {
          hint: `pkm channel secret ${reference} < FILE`,
        });
      }
      const [secret = ""] = (await pipedText(context.person)).split(/\r?\n/);
      if (context.flags.isDryRun) throw new Rehearsed(`would put a secret in ${reference}`);
      context.keepSecret(reference, secret);
      return record(
        { value: { reference }, fields: [{ label: "secret", value: reference, tone: "id" }] },
        { words: [`kept; name it with --secret ${reference}`] },
      );
    }),
});
