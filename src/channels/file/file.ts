// The file channel: one Markdown file per release in a folder, for places that pkm cannot reach itself.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { reasonOf } from "../../base/errors.ts";
import { sha256 } from "../../base/hash.ts";
import { plainLine } from "../../base/plain.ts";
import { publicContent } from "../../formats/publish-content.ts";
import { publishDocument } from "../../formats/publish-text.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type { Channel, SendOutcome, SettingSpec, WirePart } from "../../share/channel.ts";
import { readIn, removeIn, writeIn } from "../folder.ts";
import { checkKnown, requiredText } from "../settings.ts";

const settings: readonly SettingSpec[] = [{ name: "dir", kind: "text", isRequired: true }];

/** Writes `<release>-v<version>.md` into `--dir`. Doing it again leaves the one file. */
export const file: Channel = {
  kind: "file",
  settings,
  capabilities: {
    retry: "idempotent",
    canEdit: false,
    canDelete: true,
    canReadReplies: false,
    exposures: ["closed", "members", "world"],
  },
  check: (given) => checkKnown(given, settings),
  audience: (address) => ({ people: [], unknown: [`who reads the folder ${dirOf(address)}`] }),
  prepare: (letter, address) => [
    {
      part: 1,
      wireId: `${letter.releaseId}-v${letter.version}`,
      to: dirOf(address),
      mediaType: "text/markdown; charset=utf-8",
      bytes: Buffer.from(publishDocument(publicContent(letter)), "utf8"),
    },
  ],
  validate: () => [],
  deliver: async (part, address, world) => {
    try {
      const there = await readIn(dirOf(address), nameOf(part));
      if (there === null) await writeIn(dirOf(address), nameOf(part), part.bytes);
      else if (!there.equals(part.bytes)) {
        return { kind: "rejected", message: `${nameOf(part)} in ${dirOf(address)} holds something else` };
      }
      return sent(part, address, world.now());
    } catch (error) {
      return { kind: "later", message: plainLine(reasonOf(error)), retryAt: null };
    }
  },
  retract: async (part, address, world) => {
    try {
      const there = await readIn(dirOf(address), nameOf(part));
      if (there !== null && !there.equals(part.bytes)) {
        return { kind: "rejected", message: `${nameOf(part)} in ${dirOf(address)} was changed since` };
      }
      await removeIn(dirOf(address), nameOf(part));
      return sent(part, address, world.now());
    } catch (error) {
      return { kind: "later", message: plainLine(reasonOf(error)), retryAt: null };
    }
  },
};

function dirOf(address: ChannelAddress): string {
  return requiredText(address.settings, "dir");
}

function nameOf({ wireId }: WirePart): string {
  return `${wireId}.md`;
}

function sent(part: WirePart, address: ChannelAddress, now: Date): SendOutcome {
  return {
    kind: "sent",
    receipt: {
      url: pathToFileURL(resolve(dirOf(address), nameOf(part))).href,
      uri: `sha256:${sha256(part.bytes)}`,
      exposure: null,
      isConfirmed: true,
      at: now.toISOString(),
    },
  };
}
