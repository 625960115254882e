// Revising: the person's next text becomes the next version, and what was accepted is taken up by it.
import { PkmError } from "../base/errors.ts";
import { openCase, type Desk } from "./desk.ts";
import { unaddressed, type Feedback } from "./feedback.ts";
import { isEdited, latestVersion, refuseUnfit, type NoteNow, type Share, type ShareCase } from "./share.ts";

type ReviseDesk = Pick<Desk, "shares" | "feedback" | "clock" | "note" | "changes" | "rules"> & {
  /** Writes the text the person handed in as the note's body; throws PkmError("failed") when the file has changed since. */
  rewrite(note: NoteNow, body: string): NoteNow;
};

export interface Revising {
  share: string;
  /** The new body; null takes the file as it was edited already. */
  body: string | null;
  /** Feedback that the version takes up; null is every accepted point. */
  takesUp: readonly string[] | null;
}

export interface Revision {
  version: number;
  /** The points that the version takes up. */
  addressed: readonly Feedback[];
}

/**
 * Makes the next version of `body`, or of the file where it was edited already. Where nothing changed, points named in
 * `takesUp` are claimed for the newest version. Throws PkmError("not-yet") when nothing changed and none is named, and
 * "failed" when `body` would write over an edit of the file.
 */
export function revise(desk: ReviseDesk, { share, body, takesUp }: Revising): Revision {
  const shareCase = openCase(desk, share);
  const { note } = shareCase;
  const latest = latestVersion(shareCase);
  refuseEnded(shareCase.share);
  const points = pointsFor(shareCase, takesUp);
  if (note === null) {
    throw new PkmError("not-found", `the file of the note ${shareCase.share.note} is gone`, {
      hint: `pkm show ${shareCase.share.note}`,
    });
  }
  refuseUnfit(note);
  const isSame = !isEdited(shareCase) && (body === null || body.trim() === note.body.trim());
  if (isSame && takesUp !== null && points.length > 0) {
    return desk.changes.record(`took up ${points.map(({ id }) => id).join(", ")} in v${latest.n}`, () =>
      take(desk, points, latest.n),
    );
  }
  if (isSame) {
    throw new PkmError("not-yet", `nothing changed since v${latest.n}`, { hint: `pkm sense edit ${note.id}` });
  }
  if (body !== null && isEdited(shareCase)) {
    const told = `${note.path} was edited since v${latest.n}: the text given would write over it`;
    throw new PkmError("failed", told, { hint: `pkm share revise ${share}   (takes the file as it stands)` });
  }
  if (body?.trim() === "") throw new PkmError("usage", "the new text is empty", { hint: `pkm share revise ${share}` });
  return desk.changes.record(`revised ${share} to v${latest.n + 1}`, () => {
    const now = body === null ? note : rewritten(desk, note, body);
    return take(desk, points, desk.shares.addVersion(share, now).n);
  });
}

/** The points meant; throws PkmError where one of them is no open point of the share. */
function pointsFor(
  { share, feedback }: Pick<ShareCase, "share" | "feedback">,
  takesUp: Revising["takesUp"],
): readonly Feedback[] {
  if (takesUp === null) return unaddressed(feedback);
  return takesUp.map((id) => {
    const point = feedback.find((each) => each.id === id);
    if (point !== undefined && (point.state === "accepted" || point.state === "received")) return point;
    const told =
      point === undefined ? `${share.id} has no feedback ${id}` : `${id} is ${point.state}: it is not to be taken up`;
    throw new PkmError(point === undefined ? "not-found" : "not-yet", told, { hint: `pkm share feedback ${share.id}` });
  });
}

function take(desk: ReviseDesk, points: readonly Feedback[], version: number): Revision {
  desk.feedback.address(
    points.map(({ id }) => id),
    version,
  );
  return { version, addressed: points.map((point) => ({ ...point, state: "addressed", addressedVersion: version })) };
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

const checklistStart = "<!-- What was said. Put an x between the brackets of what this version takes up.";
const checklistEnd = "end of the checklist: it is cut off when you save -->";

/** The text for the editor: the open points as a checklist in a comment, then the note's body. */
export function checklistText(feedback: readonly Feedback[], body: string): string {
  const points = feedback.filter(({ state }) => state === "accepted" || state === "received");
  if (points.length === 0) return body;
  const lines = points.map(({ id, state, personName, about, text }) => {
    const where = about === null ? "" : ` on “${inComment(about)}”`;
    return `- [ ] ${id} ${inComment(personName)}${where}${state === "received" ? " (not decided)" : ""}: ${inComment(text)}`;
  });
  return `${checklistStart}\n${lines.join("\n")}\n${checklistEnd}\n${body}`;
}

/** What came back from the editor: the body without the checklist, and the points ticked; null where there was none. */
export function readChecklist(text: string): { body: string; ticked: readonly string[] | null } {
  const end = text.indexOf(checklistEnd);
  if (!text.trimStart().startsWith(checklistStart) || end < 0) return { body: text, ticked: null };
  const ticks = text.slice(0, end).matchAll(/^[ \t]*- \[[xX]\] (f\w+)/gm);
  const body = text.slice(end + checklistEnd.length).replace(/^\r?\n/, "");
  return { body, ticked: Array.from(ticks, ([, id = ""]) => id) };
}

/** Two hyphens would end the comment. */
function inComment(text: string): string {
  return text.replaceAll("--", "\u2013").replace(/\s+/g, " ").trim();
}
