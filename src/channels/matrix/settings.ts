// The settings of a Matrix channel: the account's server, and the room.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import type { ChannelAddress, ChannelSettings } from "../../people/community.ts";
import type { SettingSpec } from "../../share/channel.ts";
import { checkKnown, requiredText, textSetting } from "../settings.ts";
import { serverOf } from "../web-address.ts";

export const matrixSettings: readonly SettingSpec[] = [
  { name: "homeserver", kind: "text", isRequired: true },
  { name: "room", kind: "text", isRequired: true },
  { name: "secret", kind: "text", isRequired: true },
  { name: "unencrypted", kind: "flag", isRequired: false },
  // What #name led to when the channel was added; nobody types it.
  { name: "room-id", kind: "text", isRequired: false },
];

/** Throws PkmError("usage") naming the flag. */
export function checkMatrix(settings: ChannelSettings): void {
  checkKnown(settings, matrixSettings);
  serverOf(settings, "homeserver");
  const room = requiredText(settings, "room");
  if (/^[#!][^\s:]+(?::\S+)?$/.test(room)) return;
  throw new PkmError("usage", `--room takes #name:host or !id:host, not ${plainLine(room)}`, {
    hint: "--room '#name:matrix.example'",
  });
}

/** The server, without a slash at its end. */
export function homeserverOf({ settings }: Pick<ChannelAddress, "settings">): string {
  return serverOf(settings, "homeserver");
}

/** The room as the person named it. */
export function roomNamed({ settings }: Pick<ChannelAddress, "settings">): string {
  return requiredText(settings, "room");
}

/** The room's id; null where only a name is known, which may lead elsewhere tomorrow. */
export function roomIdOf({ settings }: Pick<ChannelAddress, "settings">): string | null {
  const room = requiredText(settings, "room");
  return room.startsWith("!") ? room : textSetting(settings, "room-id");
}

/** The reference to the access token. */
export function secretOf({ settings }: Pick<ChannelAddress, "settings">): string {
  return requiredText(settings, "secret");
}

/** Whether the person said that pkm may send in the open where the room is encrypted. */
export function maySendInTheOpen({ settings }: Pick<ChannelAddress, "settings">): boolean {
  return settings["unencrypted"] === true;
}
