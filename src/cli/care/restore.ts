// pkm restore: puts a backup back; what stands is moved aside, never away.
import { text, type Report } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { countsText } from "./backup.ts";
import { shellWord } from "../../base/shell-word.ts";

export const command: Command = defineCommand<{ file: string }>({
  path: "restore",
  summary: "put a backup back; what stands is moved aside",
  args: "<backup>",
  options: [],
  examples: [
    { line: "pkm restore pkm.backup -n", about: "what is in it, and what would be moved aside" },
    { line: "pkm restore pkm.backup", about: "asks first, where something stands" },
    { line: "pkm --home ~/then restore pkm.backup --yes", about: "into another home, to look at it" },
  ],
  details:
    "The backup is read through first, unpacked beside what stands, and read through again; then they change places.\n" +
    "Stopped at any instant, what you have is the old home or the new one, whole. What stood is named and yours to delete.\n" +
    "What waits to leave in it may have left since: the far end is asked first, or you are.",
  parse: (words) => ({ file: words.args[0] ?? "" }),
  run: restore,
});

async function restore(context: Context, { file }: { file: string }): Promise<Report> {
  const backups = await context.backups();
  const facts = backups.check(file);
  const stands = backups.stands();
  const holds = `${countsText(facts)}, made ${localText(facts.made)}`;
  if (context.flags.isDryRun) {
    const lines = [`not done: put back ${holds}`, ...stands.map((path) => `  moves aside ${path}`)];
    return text({ value: { dryRun: true, file, ...facts, stands }, text: lines.join("\n") });
  }
  if (stands.length > 0) {
    const question = `put back ${holds}, and move aside ${stands.join(", ")}?`;
    if (!(await context.person.confirm(question, `pkm restore ${shellWord(file)} --yes`)))
      return text({ value: { dryRun: true, file, ...facts, stands }, text: "not done" });
  }
  await context.holdRun();
  const restored = await backups.restore(file);
  const lines = [`put back ${holds}`, ...restored.aside.map((path) => `  moved aside ${path}`)];
  return text({ value: restored, text: lines.join("\n") }, { words: ["look around: pkm", "check it: pkm doctor"] });
}
