// Revising: the person's next text becomes the next version, and what was accepted is taken up by it.
import { PkmError } from "../base/errors.ts";
import { openCase, type Desk } from "./desk.ts";
import { unaddressed, type Feedback } from "./feedback.ts";
import { isEdited, latestVersion, type NoteNow, type Share } from "./share.ts";

type ReviseDesk = Pick<Desk, "shares" | "feedback" | "clock" | "note" | "changes" | "rules"> & {
  /** Writes the text the person handed in as the note's body; throws PkmError("failed") when the file has changed since. */
  rewrite(note: NoteNow, body: string): NoteNow;
};

export interface Revision {
  version: number;
  /** The points that the version takes up. */
  addressed: readonly Feedback[];
}

/**
 * Makes the next version of `body`, or of the file where it was edited already (`body` null). Throws
 * PkmError("not-yet") when nothing changed, and "failed" when `body` would write over an edit of the file.
 */
export function revise(desk: ReviseDesk, share: string, body: string | null): Revision {
  const shareCase = openCase(desk, share);
  const { note } = shareCase;
  const latest = latestVersion(shareCase);
  refuseEnded(shareCase.share);
  if (note === null) {
    throw new PkmError("not-found", `the file of the note ${shareCase.share.note} is gone`, {
      hint: `pkm show ${shareCase.share.note}`,
    });
  }
  if (body === null ? !isEdited(shareCase) : body.trim() === note.body.trim() && !isEdited(shareCase)) {
    throw new PkmError("not-yet", `nothing changed since v${latest.n}`, { hint: `pkm sense edit ${note.id}` });
  }
  if (body !== null && isEdited(shareCase)) {
    const told = `${note.path} was edited since v${latest.n}: the text given would write over it`;
    throw new PkmError("failed", told, { hint: `pkm share revise ${share}   (takes the file as it stands)` });
  }
  if (body?.trim() === "") throw new PkmError("usage", "the new text is empty", { hint: `pkm share revise ${share}` });
  return desk.changes.record(`revised ${share} to v${latest.n + 1}`, () => {
    const now = body === null ? note : rewritten(desk, note, body);
    const version = desk.shares.addVersion(share, now).n;
    const addressed = unaddressed(shareCase.feedback);
    desk.feedback.address(share, version);
    return { version, addressed };
  });
}

function rewritten(desk: ReviseDesk, note: NoteNow, body: string): NoteNow {
  const now = desk.rewrite(note, body.endsWith("\n") ? body : `${body}\n`);
  desk.changes.recordFile({ path: note.path, before: note.fileText, after: now.fileText });
  return now;
}

/** Refuses a share that has come to its end. */
export function refuseEnded({ id, note, withdrawn, closed }: Share): void {
  if (withdrawn === null && closed === null) return;
  const end = withdrawn === null ? "is closed" : "was withdrawn";
  throw new PkmError("not-yet", `${id} ${end}`, { hint: `pkm share stage ${note} --with <community>` });
}

const checklistEnd = "end of the checklist: it is cut off when you save -->";

/** The text for the editor: the open points as a checklist in a comment, then the note's body. */
export function checklistText(feedback: readonly Feedback[], body: string): string {
  const points = feedback.filter(({ state }) => state === "accepted" || state === "received");
  if (points.length === 0) return body;
  const lines = points.map(
    ({ id, state, personName, text }) =>
      `- [ ] ${id} ${personName}${state === "received" ? " (not decided)" : ""}: ${text.replaceAll("--", "\u2013").replace(/\s+/g, " ")}`,
  );
  return `<!-- What was said:\n${lines.join("\n")}\n${checklistEnd}\n${body}`;
}

/** The text without the checklist that `checklistText` put on top. */
export function withoutChecklist(text: string): string {
  const end = text.indexOf(checklistEnd);
  const isOurs = text.trimStart().startsWith("<!-- What was said:") && end >= 0;
  return isOurs ? text.slice(end + checklistEnd.length).replace(/^\r?\n/, "") : text;
}
