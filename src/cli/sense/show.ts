// pkm show: one thing, whole.
import { kindOfId } from "../../base/id.ts";
import type { Report } from "../../ui/report.ts";
import { defineCommand, Words, type Command } from "../command.ts";
import { notesNow } from "./notes-now.ts";
import { showAnnotation, showItem, type Shown } from "./show-item.ts";
import { wholeText } from "./whole-text.ts";
import { showNote } from "./show-note.ts";
import { showSource } from "./show-source.ts";

/** Things that a command of their own shows. */
const shownBy = {
  share: () => import("../share/share.ts"),
  person: () => import("../people/show.ts"),
  community: () => import("../people/community-show.ts"),
} as const;

const showable = ["item", "note", "annotation", "source", "share", "person", "community", "claim", "digest"] as const;

export const command: Command = defineCommand<Shown & { given: string }>({
  path: "show",
  summary: "show an item, a note, or anything else that has an id",
  args: "<ref>",
  options: [
    { flags: "--full", about: "the whole text, however long; where a feed brought only its beginning, from its page" },
    { flags: "--links", about: "what it is linked with, instead of its text" },
    { flags: "--versions", about: "what it said before, instead of its text" },
  ],
  examples: [
    { line: "pkm show k4n2", about: "an item, its text and what was marked in it" },
    { line: "pkm show n3d4 --links", about: "a note's links both ways" },
    { line: "pkm show n3d4 --versions --full", about: "the former texts of a note" },
  ],
  details:
    "Showing an item does not mark it as read. --full asks the item's page once and keeps its readable text, which is then\n" +
    "shown, searched and quoted; pkm seek edit <source> --full does so for all that a source brings.",
  parse: (words) => ({
    given: words.args[0] ?? "",
    isFull: words.flag("full"),
    hasLinks: words.flag("links"),
    hasVersions: words.flag("versions"),
  }),
  async run(context, { given, ...shown }): Promise<Report> {
    const { store } = await notesNow(context);
    const ref = store.refs.find(given, showable);
    const note = store.notes.get(ref);
    if (note !== null) return showNote(store, note, shown);
    const now = context.clock.now();
    const kind = kindOfId(ref);
    if (kind === "annotation") return showAnnotation(store, ref);
    if (kind === "claim") {
      const { command: check } = await import("./check.ts");
      return check.execute({ ...context, flags: { ...context.flags, mayAsk: false } }, new Words([ref], {}));
    }
    if (kind === "digest") return (await import("../daily/digest-show.ts")).showDigest(context, ref);
    if (kind === "source") return showSource(store, ref, now);
    if (kind === "share" || kind === "person" || kind === "community") {
      const { command: own } = await shownBy[kind]();
      return own.execute(context, new Words([ref], {}));
    }
    store.attention.note("opened", [ref]);
    if (shown.isFull && !shown.hasLinks && !shown.hasVersions) await wholeText(context, ref);
    return showItem(store, ref, shown);
  },
});
