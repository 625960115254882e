// Reflecting: reads a version as those who get it will, alone, and keeps that it was read; nothing leaves the machine.
import type { Desk } from "./desk.ts";
import { refuseEnded } from "./revise.ts";
import type { Reflection } from "./share.ts";
import { openShare, takeVersion } from "./stage.ts";

type ReflectDesk = Pick<Desk, "shares" | "note" | "clock" | "rules" | "changes" | "releases" | "claim">;

/** Records a reflection on the note's text as it stands; `ref` is the share, or the note, of which a share is opened. */
export function reflect(desk: ReflectDesk, ref: string): Reflection {
  return desk.changes.record(`reflected on ${ref}`, () => {
    const isNote = ref.startsWith("n") || ref.endsWith(".md");
    const share = isNote ? openShare(desk, desk.claim(ref)) : desk.shares.facts(ref).share;
    refuseEnded(share);
    const { version } = takeVersion(desk, share);
    const waiting = desk.releases
      .ofShare(share.id)
      .findLast(({ kind, cancelled, version: of }) => kind === "round" && cancelled === null && of === version);
    return desk.shares.addReflection({ share: share.id, version, questions: waiting?.questions ?? [] });
  });
}
