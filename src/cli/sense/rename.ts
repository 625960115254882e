// pkm sense rename: gives a note another title, its file another name, and rewrites the links to it.
import { PkmError } from "../../base/errors.ts";
import { sha256 } from "../../base/hash.ts";
import { presentNote } from "../../sense/edit-note.ts";
import { refOf } from "../../sense/indexed-note.ts";
import { planRename, renameNote, type Renaming } from "../../sense/rename.ts";
import { record, text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { notesNow } from "./notes-now.ts";
import { turnsText } from "./turns-text.ts";

interface Input {
  note: string;
  title: string;
}

export const command: Command = defineCommand<Input>({
  path: "sense rename",
  summary: "give a note another title, and rewrite the links to it",
  args: "<note> <title...>",
  options: [],
  examples: [
    { line: 'pkm sense rename n3d4 "Trust comes before sharing" -n', about: "shows every line that would change" },
    {
      line: 'pkm sense rename n3d4 "Trust comes before sharing"',
      about: "shows them and asks; with -y it does not ask",
    },
  ],
  details:
    "The title in the frontmatter, the file's name, and [[links]] and Markdown links of other notes are rewritten; aliases\n" +
    "and headings in them stay, as does a link by id. The note's own text stays, its first heading too.",
  parse: (words) => ({ note: words.args[0] ?? "", title: words.args.slice(1).join(" ") }),
  async run(context, { note: given, title }) {
    const { store, vault } = await notesNow(context);
    const note = presentNote(store, store.refs.find(given, ["note"]));
    const work = { store, vault, hash: sha256 };
    const renaming = planRename(work, note, title);
    const ref = refOf(note);
    if (renaming.turns.length === 0) {
      return text({
        value: { ...valueOf(renaming), isChanged: false },
        text: `${ref} is called “${note.title}” already`,
      });
    }
    const diff = turnsText(shownTurns(renaming));
    if (context.flags.isDryRun) {
      return text({
        value: { ...valueOf(renaming), isChanged: false, dryRun: true, files: renaming.turns },
        text: [...headLines(renaming), diff].join("\n"),
      });
    }
    if (!context.flags.isYes) {
      if (!context.flags.mayAsk) {
        throw new PkmError(
          "usage",
          `${shownTurns(renaming).length} note files would be written, and nobody can be asked`,
          {
            hint: [`pkm sense rename ${given} … -n`, `pkm sense rename ${given} … --yes`],
          },
        );
      }
      await context.person.show(`${[...headLines(renaming), diff].join("\n")}\n`);
      if (!(await context.person.confirm("rename it so?", "--yes"))) return nothing(renaming);
    }
    const after = renameNote(work, renaming);
    const left = renaming.left.map((other) => `${other} is not UTF-8: the link in it stays as it was`);
    return record(
      {
        value: { ...valueOf(renaming), ref: refOf(after), isChanged: true },
        fields: [
          { label: "note", value: refOf(after), tone: "id" },
          { label: "title", value: after.title, tone: "strong" },
          { label: "file", value: after.path },
          { label: "relinked", value: relinked(renaming).join(", ") },
        ],
      },
      { ids: [refOf(after)], words: [...left, `renamed ${refOf(after)}: pkm undo takes it back`] },
    );
  },
});

function valueOf(renaming: Renaming): object {
  const { note, title, path, left } = renaming;
  const { id, title: titleBefore, path: pathBefore } = note;
  return { id, title, titleBefore, path, pathBefore, relinked: relinked(renaming), left };
}

/** Paths of the other notes whose links are rewritten. */
function relinked({ note, path, turns }: Renaming): readonly string[] {
  return turns.map((turn) => turn.path).filter((other) => other !== path && other !== note.path);
}

/** The note's own file as one change, wherever it will lie. */
function shownTurns({ note, path, turns }: Renaming): Renaming["turns"] {
  if (path === note.path) return turns;
  const before = turns.find((turn) => turn.path === note.path)?.before ?? null;
  return turns
    .filter((turn) => turn.path !== note.path)
    .map((turn) => (turn.path === path ? { ...turn, before } : turn));
}

function headLines({ note, path }: Renaming): readonly string[] {
  return path === note.path ? [] : [`${note.path} becomes ${path}`, ""];
}

function nothing(renaming: Renaming): Report {
  return text({ value: { ...valueOf(renaming), isChanged: false }, text: "nothing was changed" });
}
