// The command channel: hands the message to a program of the person's own, for places that only it can reach.
import { spawn } from "node:child_process";
import { reasonOf } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { publicContent } from "../../formats/publish-content.ts";
import { publishDocument } from "../../formats/publish-text.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type { Channel, ChannelWorld, SendOutcome, SettingSpec, WirePart } from "../../share/channel.ts";
import { checkKnown, listSetting, requiredText } from "../settings.ts";

const settings: readonly SettingSpec[] = [
  { name: "run", kind: "text", isRequired: true },
  { name: "arg", kind: "list", isRequired: false },
];

/** The usual patience: a program may have to reach a slow place. */
export const command: Channel = commandChannel({ timeoutMs: 120_000 });

/**
 * Runs `--run` with each `--arg`, without a shell, the message as Markdown on its standard input. How it ends tells what
 * came of it (sysexits.h): 0 sent, 75 later, 77 held for credentials, another status refused. One that was killed or
 * never ended has told nothing, and the person is asked. A first line of output that is an address is kept as the link.
 */
export function commandChannel({ timeoutMs }: { timeoutMs: number }): Channel {
  return {
    kind: "command",
    settings,
    capabilities: {
      retry: "never",
      canEdit: false,
      canDelete: false,
      canReadReplies: false,
      exposures: ["closed", "members", "world"],
    },
    check: (given) => checkKnown(given, settings),
    audience: (address) => ({ people: [], unknown: [`who gets what ${callOf(address)} is handed`] }),
    prepare: (letter, address) => [
      {
        part: 1,
        wireId: `${letter.shareId}.${letter.releaseId}.v${letter.version}`,
        to: callOf(address),
        mediaType: "text/markdown; charset=utf-8",
        bytes: Buffer.from(publishDocument(publicContent(letter)), "utf8"),
      },
    ],
    validate: (parts, address) =>
      parts
        .filter(({ to }) => to !== callOf(address))
        .map(({ to }) => ({
          code: "program-changed",
          message: `it was staged for another program: ${to}`,
          isFatal: true,
        })),
    deliver: async (part, address, world) => outcomeOf(await run(part, address, timeoutMs), { part, address, world }),
  };
}

/** How the program ended: by itself, by a signal (`status` null), or not begun at all. */
type End = { isBegun: false; reason: string } | { isBegun: true; status: number | null; output: string; words: string };

function run({ bytes, wireId }: WirePart, { settings: given }: ChannelAddress, timeoutMs: number): Promise<End> {
  const child = spawn(requiredText(given, "run"), listSetting(given, "arg"), {
    stdio: ["pipe", "pipe", "pipe"],
    // A group of its own, so that what it started ends with it.
    detached: true,
    env: { ...process.env, PKM_WIRE_ID: wireId },
  });
  const output = collected(child.stdout);
  const words = collected(child.stderr);
  return new Promise((done) => {
    const timer = setTimeout(() => {
      // What left the group holds the pipes open for as long as it likes.
      child.stdout.destroy();
      child.stderr.destroy();
      endGroup(child.pid);
    }, timeoutMs);
    child.once("error", (error) => {
      clearTimeout(timer);
      if (child.pid === undefined) done({ isBegun: false, reason: reasonOf(error) });
    });
    child.once("close", (status) => {
      clearTimeout(timer);
      if (child.pid !== undefined) done({ isBegun: true, status, output: output(), words: words() });
    });
    // One that ends without reading has still said by its status what became of the message.
    child.stdin.on("error", () => undefined);
    child.stdin.end(bytes);
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It ended by itself in this very moment.
  }
}

/** Keeps the beginning of what a program says, and reads on to the end so that it never waits. */
function collected(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    if (size < saidBytesMax) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).subarray(0, saidBytesMax).toString("utf8");
}

const saidBytesMax = 16_384;

interface Told {
  part: WirePart;
  address: ChannelAddress;
  world: ChannelWorld;
}

function outcomeOf(end: End, { part, address, world }: Told): SendOutcome {
  const program = plainLine(requiredText(address.settings, "run"));
  if (!end.isBegun) {
    return { kind: "held", message: `${program} can not be run: ${plainLine(end.reason)}`, hint: `which ${program}` };
  }
  const said = plainLine(end.words.split("\n").findLast((line) => line.trim() !== "") ?? "");
  const message = `${program} ${end.status === null ? "was killed" : `ended with ${end.status}`}${said === "" ? "" : `: ${said}`}`;
  switch (end.status) {
    case 0: {
      const receipt = { url: linkIn(end.output), uri: part.wireId, exposure: null, isConfirmed: false };
      return { kind: "sent", receipt: { ...receipt, at: world.now().toISOString() } };
    }
    case 75:
      return { kind: "later", message, retryAt: null };
    case 77:
      return { kind: "held", message, hint: callOf(address) };
    case null:
      return { kind: "unknown", message };
    default:
      return { kind: "rejected", message };
  }
}

/** The first line, where it is the address of a page. */
function linkIn(output: string): string | null {
  const line = plainLine(output.split("\n")[0] ?? "");
  return /^https?:\/\/\S+$/.test(line) && URL.canParse(line) ? line : null;
}

function callOf({ settings: given }: ChannelAddress): string {
  return [requiredText(given, "run"), ...listSetting(given, "arg")].map(plainLine).join(" ");
}
