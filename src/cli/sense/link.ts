// pkm sense link: links a note to another note or to an item.
import { PkmError } from "../../base/errors.ts";
import { refOf } from "../../sense/indexed-note.ts";
import { linkNote } from "../../sense/linking.ts";
import { type LinkKind, linkKinds } from "../../sense/note.ts";
import { record } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { resolved } from "./given-refs.ts";
import { notesNow } from "./notes-now.ts";
import { wouldDo } from "./would-do.ts";

interface Input {
  from: string;
  to: string;
  as: LinkKind;
  isRemoval: boolean;
}

export const command: Command = defineCommand<Input>({
  path: "sense link",
  summary: "link a note to another note or to an item",
  args: "<from> <to>",
  options: [
    { flags: "--as <kind>", about: linkKinds.join(", "), choices: linkKinds },
    { flags: "--remove", about: "take the link out" },
  ],
  examples: [
    { line: "pkm sense link n3d4 n7k2 --as challenges", about: "this note speaks against that one" },
    { line: "pkm sense link n3d4 k4n2 --as example", about: "an item as an example" },
  ],
  details: "The link is written into the frontmatter of the first note. A [[link]] in a note's text is yours to edit.",
  parse(words) {
    const as = words.choice("as", linkKinds);
    if (as === null) {
      throw new PkmError("usage", `say how they are linked: ${linkKinds.join(", ")}`, {
        hint: `pkm sense link ${words.args.join(" ")} --as supports`,
      });
    }
    return { from: words.args[0] ?? "", to: words.args[1] ?? "", as, isRemoval: words.flag("remove") };
  },
  async run(context, { from, to, as, isRemoval }) {
    const { store, vault } = await notesNow(context);
    const note = store.refs.find(from, ["note"]);
    const [target] = resolved(store, [to], ["note", "item"]);
    if (target === undefined) throw new PkmError("not-found", `nothing is called ${to}`, { hint: "pkm find" });
    if (context.flags.isDryRun) return wouldDo(`${isRemoval ? "unlink" : "link"} ${note} ${as} ${target.ref}`);
    const wanted = { from: note, to: target.ref, isNoteTo: target.isNote, as, isRemoval };
    const linked = linkNote({ store, vault }, wanted);
    const ref = refOf(linked.note);
    const done = isRemoval ? "unlinked" : "linked";
    const still = isRemoval ? "is not linked so" : "is linked so already";
    return record(
      {
        value: { from: ref, to: linked.to, as, isLinked: !isRemoval, isChanged: linked.isChanged },
        fields: [
          { label: "from", value: `${ref} ${linked.note.title}` },
          { label: as, value: linked.to, tone: "id" },
        ],
      },
      { ids: [ref], words: [linked.isChanged ? `${done} ${ref}: pkm show ${ref} --links` : `${ref} ${still}`] },
    );
  },
});
