// pkm share revise: the note's next text becomes the next version, and takes up what was accepted.
import { PkmError } from "../../base/errors.ts";
import { claimOf } from "../../share/taken-up.ts";
import { openCase } from "../../share/desk.ts";
import { nextOf } from "../../share/pipeline.ts";
import { checklistText, readChecklist, refuseEnded, revise } from "../../share/revise.ts";
import { isEdited, latestVersion } from "../../share/share.ts";
import { shareView } from "../../share/view.ts";
import { record } from "../../ui/report.ts";
import type { Context } from "../context.ts";
import { pipedText } from "../piped-text.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal } from "../dry-run.ts";
import { openDesk, type ShareDesk } from "./desk.ts";

interface Input {
  ref: string;
  /** The new body; null: from the editor, or the file as it was edited already. */
  text: string | null;
  isFromStdin: boolean;
  /** Feedback the version takes up; null is every accepted point, or what is ticked in the editor. */
  takesUp: readonly string[] | null;
}

export const command: Command = defineCommand<Input>({
  path: "share revise",
  summary: "make the next version, taking up the accepted points",
  args: "<share> [text]",
  options: [
    { flags: "-m, --message <text>", about: "the note's new text" },
    {
      flags: "--takes-up <feedback>",
      about: "a point that it takes up, none for no point; without it every accepted one",
      isRepeatable: true,
    },
  ],
  examples: [
    {
      line: "pkm share revise d3r7",
      about: "takes the note as you edited it, else opens $EDITOR with the points on top",
    },
    { line: "pkm share revise d3r7 - < draft.md", about: "the new text from a file" },
    { line: "pkm share revise d3r7 --takes-up f2k9", about: "only this point is taken up" },
  ],
  details:
    "In the editor the open points stand on top as a checklist; the version takes up those that you tick. What is claimed is held against the text: where it is as it was, it says so, here and to those who gave the point.",
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
    const named = words.list("takesUp");
    const takesUp = named.length === 0 ? null : named.filter((id) => id !== "none");
    return { ref, text: message, isFromStdin: text === "-", takesUp };
  },
  run: (context, input) =>
    orRehearsal(async () => {
      const desk = await openDesk(context);
      const share = desk.find(input.ref);
      const body = input.isFromStdin ? await pipedText(context.person) : input.text;
      const given = body === null && input.takesUp === null ? await fromEditor(context, desk, share) : null;
      const points = input.takesUp?.map((id) => desk.store.refs.find(id, ["feedback"])) ?? given?.ticked ?? null;
      const { version, addressed } = revise(desk, { share, body: given?.body ?? body, takesUp: points });
      const shareCase = openCase(desk, share);
      const { next } = nextOf(shareCase);
      const unchanged = addressed
        .filter((point) => claimOf(point, shareCase.versions) === "unchanged")
        .map(({ id }) => id);
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
            { label: "claimed, text unchanged", value: unchanged.length === 0 ? null : unchanged.join(", ") },
          ],
        },
        {
          ids: [share],
          words: [
            `revised ${share} to v${version}${next === null ? "" : `: ${next}`}`,
            ...(addressed.length === 0 ? [] : [`tell those who gave the points: pkm share report ${share}`]),
          ],
        },
      );
    }),
});

/** What the person made in the editor; null where the file was edited already and stands for itself. */
async function fromEditor(
  context: Context,
  desk: ShareDesk,
  share: string,
): Promise<ReturnType<typeof readChecklist> | null> {
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
  const text = await context.person.edit(before, ".md");
  return text === null ? null : readChecklist(text);
}
