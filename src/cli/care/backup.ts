// pkm backup: keeps everything in one file that is known to be whole.
import { PkmError } from "../../base/errors.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { BackupMade, Context } from "../context.ts";
import { counted } from "./export-form.ts";
import { shellWord } from "../../base/shell-word.ts";

export const command: Command = defineCommand<{ out: string | null }>({
  path: "backup",
  summary: "keep store, notes and config.toml in one file",
  args: "",
  options: [{ flags: "--out <file>", about: "where to; one that is there stays, unless --yes" }],
  examples: [
    { line: "pkm backup", about: "beside the store, named after the time" },
    { line: "pkm backup --out /media/stick/pkm.backup --yes", about: "over the older one, once the new one is whole" },
    { line: "pkm restore pkm.backup -n", about: "what is in one" },
  ],
  details:
    "The file has its name only once it was read back: every page, every reference, every note against its hash. It is\n" +
    "readable by you alone. Secrets are not in it, for pkm keeps only where they are; addresses are, as you typed them.\n" +
    "The folder .git of your notes is left out. Without pkm: sqlite3 FILE -A -x gets the notes out of it.",
  parse(words) {
    if (words.text("out") === "-")
      throw new PkmError("usage", "a backup is read back before it counts, and can not go to standard output", {
        hint: "pkm backup --out pkm.backup",
      });
    return { out: words.out() };
  },
  run: backup,
});

async function backup(context: Context, { out }: { out: string | null }): Promise<Report> {
  const backups = await context.backups();
  const file = out ?? `${backups.folder}/pkm-${backups.stamp()}.backup`;
  const { isDryRun, isYes } = context.flags;
  if (isDryRun) return text({ value: { dryRun: true, file }, text: `not done: keep everything in ${file}` });
  const made = backups.make(file, { mayReplace: isYes, again: `pkm backup --out ${shellWord(file)} --yes` });
  return text(
    { value: made, text: file },
    { words: [`kept ${countsText(made)}`, `put it back: pkm restore ${shellWord(file)}`] },
  );
}

/** "2 sources, 31 items, 4 notes". */
export function countsText({ counts }: Pick<BackupMade, "counts">): string {
  const nouns: readonly (readonly [string, string])[] = [
    ["sources", "source"],
    ["items", "item"],
    ["annotations", "annotation"],
    ["notes", "note"],
    ["shares", "share"],
  ];
  return nouns.map(([name, noun]) => counted(counts[name] ?? 0, noun)).join(", ");
}
