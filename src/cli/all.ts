// Every command, loaded only when it is called or explained.
import type { Command } from "./command.ts";

export interface CommandEntry {
  path: string;
  load: () => Promise<{ readonly command: Command }>;
}

/** In the order help shows them. */
export const commands: readonly CommandEntry[] = [
  { path: "status", load: () => import("./care/status.ts") },
  { path: "seek", load: () => import("./seek/seek.ts") },
  { path: "seek add", load: () => import("./seek/add.ts") },
  { path: "seek list", load: () => import("./seek/list.ts") },
  { path: "seek check", load: () => import("./seek/check.ts") },
  { path: "seek remove", load: () => import("./seek/remove.ts") },
  { path: "digest", load: () => import("./care/digest.ts") },
  { path: "sense", load: () => import("./sense/sense.ts") },
  { path: "sense mark", load: () => import("./sense/mark.ts") },
  { path: "sense note", load: () => import("./sense/note.ts") },
  { path: "sense tag", load: () => import("./sense/tag.ts") },
  { path: "sense link", load: () => import("./sense/link.ts") },
  { path: "sense list", load: () => import("./sense/list.ts") },
  { path: "sense edit", load: () => import("./sense/edit.ts") },
  { path: "find", load: () => import("./sense/find.ts") },
  { path: "show", load: () => import("./sense/show.ts") },
  { path: "open", load: () => import("./sense/open.ts") },
  { path: "share", load: () => import("./share/share.ts") },
  { path: "share stage", load: () => import("./share/stage.ts") },
  { path: "share preview", load: () => import("./share/preview.ts") },
  { path: "share send", load: () => import("./share/send.ts") },
  { path: "share feedback", load: () => import("./share/feedback.ts") },
  { path: "share revise", load: () => import("./share/revise.ts") },
  { path: "share publish", load: () => import("./share/publish.ts") },
  { path: "share withdraw", load: () => import("./share/withdraw.ts") },
  { path: "share resolve", load: () => import("./share/resolve.ts") },
  { path: "share log", load: () => import("./share/log.ts") },
  { path: "people", load: () => import("./people/people.ts") },
  { path: "people add", load: () => import("./people/add.ts") },
  { path: "people show", load: () => import("./people/show.ts") },
  { path: "community", load: () => import("./people/community.ts") },
  { path: "community add", load: () => import("./people/community-add.ts") },
  { path: "community show", load: () => import("./people/community-show.ts") },
  { path: "community member", load: () => import("./people/community-member.ts") },
  { path: "community channel", load: () => import("./people/community-channel.ts") },
  { path: "community leave", load: () => import("./people/community-leave.ts") },
  { path: "network", load: () => import("./people/network.ts") },
  { path: "network add", load: () => import("./people/network-add.ts") },
  { path: "channel check", load: () => import("./people/channel-check.ts") },
  { path: "trace", load: () => import("./care/trace.ts") },
  { path: "undo", load: () => import("./care/undo.ts") },
  { path: "doctor", load: () => import("./care/doctor.ts") },
  { path: "demo", load: () => import("./care/demo.ts") },
  { path: "help", load: () => import("./care/help.ts") },
];
