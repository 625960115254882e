// pkm share revise: the note's next text becomes the next version, and takes up what was accepted.
import { PkmError } from "../../base/errors.ts";
import { openCase } from "../../share/desk.ts";
import { nextOf } from "../../share/pipeline.ts";
import { checklistText, refuseEnded, revise, withoutChecklist } from "../../share/revise.ts";
import { isEdited, latestVersion } from "../../share/share.ts";
import { shareView } from "../../share/view.ts";
import { record } from "../../ui/report.ts";
import type { Context } from "../context.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal } from "../dry-run.ts";
import { openDesk, type ShareDesk } from "./desk.ts";

interface Input {
  ref: string;
  /** The new body; null: from the editor, or the file as it was edited already. */
  text: string | null;
  isFromStdin: boolean;
}

export const command: Command = defineCommand<Input>({
  path: "share revise",
  summary: "make the next version, taking up the accepted points",
  args: "<share> [text]",
  options: [{ flags: "-m, --message <text>", about: "the note's new text" }],
  examples: [
    {
      line: "pkm share revise d3r7",
      about: "takes the note as you edited it, else opens $EDITOR with the points on top",
    },
    { line: "pkm share revise d3r7 - < draft.md", about: "the new text from a file" },
  ],
  parse(words) {
    const [ref = "", text] = words.args;
    const message = words.text("message");
    if (text !== undefined && text !== "-") {
      throw new PkmError("usage", "the new text is given with -m, or - for standard input", {
        hint: `pkm share revise ${ref} -m "…"`,
      });
    }
    if (text === "-" && message !== null)
      throw new PkmError("usage", "either -m or -, not both", { hint: "pkm help share revise" });
    return { ref, text: message, isFromStdin: text === "-" };
  },
  run: (context, input) =>
    orRehearsal(async () => {
      const desk = await openDesk(context);
      const share = desk.find(input.ref);
      const body = input.isFromStdin ? new TextDecoder().decode(await context.person.readStdin()) : input.text;
      const { version, addressed } = revise(desk, share, body ?? (await editedBody(context, desk, share)));
      const shareCase = openCase(desk, share);
      const { next } = nextOf(shareCase);
      return record(
        {
          value: { ...shareView(shareCase), ...nextOf(shareCase) },
          fields: [
            { label: "share", value: share, tone: "id" },
            { label: "version", value: `v${version}` },
            {
              label: "takes up",
              value:
                addressed.length === 0
                  ? null
                  : addressed.map(({ id, personName }) => `${id} of ${personName}`).join(", "),
            },
          ],
        },
        { ids: [share], words: [`revised ${share} to v${version}${next === null ? "" : `: ${next}`}`] },
      );
    }),
});

/** The text out of the editor, or null where the file was edited already and stands for itself. */
async function editedBody(context: Context, desk: ShareDesk, share: string): Promise<string | null> {
  const shareCase = openCase(desk, share);
  refuseEnded(shareCase.share);
  if (shareCase.note === null || isEdited(shareCase)) return null;
  if (!context.flags.mayAsk) {
    throw new PkmError(
      "not-yet",
      `nothing changed since v${latestVersion(shareCase).n}, and there is no terminal to edit in`,
      {
        hint: [`pkm share revise ${share} -m "…"`, `pkm share revise ${share} - < draft.md`],
      },
    );
  }
  const before = checklistText(shareCase.feedback, shareCase.note.body);
  const text = await context.person.edit(before, "md");
  return text === null ? null : withoutChecklist(text);
}
