// pkm share preview: who would get it, by name, and the exact bytes on each channel.
import { PkmError } from "../../base/errors.ts";
import { joinAudiences } from "../../share/audience.ts";
import { refuseUnlessTrue } from "../../share/at-departure.ts";
import { findingsOf } from "../../share/clearance.ts";
import type { Audience, PostForm, WireProblem } from "../../share/channel.ts";
import { openCase, openLines } from "../../share/desk.ts";
import type { Finding } from "../../share/preflight.ts";
import { planPublication } from "../../share/publish.ts";
import type { Delivery, Release } from "../../share/release.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { openDesk, type ShareDesk } from "./desk.ts";
import { formFrom, formOptions } from "./form-options.ts";
import { answerLines, checkLines, checkViews, type CheckView } from "./preflight-words.ts";
import { audienceLines } from "./words.ts";

interface Page {
  /** The channel's kind. */
  channel: string;
  channelId: string;
  delivery: string;
  part: number;
  place: string;
  to: string;
  state: string;
  /** How many bytes. */
  bytes: number;
  hash: string;
  /** The exact bytes as UTF-8. */
  body: string;
  /** What its reader sees, where the bytes are encoded; null where they read as they stand. */
  reads: string | null;
  problems: readonly WireProblem[];
}

interface Preview {
  share: string;
  version: number;
  audience: Audience;
  channels: readonly Page[];
  preflight: readonly CheckView[];
  /** Why a release would not be sent as things stand. */
  refusals: readonly { place: string; why: string }[];
}

/** What was found out about each release that is shown. */
interface Looked {
  release: Release;
  findings: readonly Finding[];
}

export const command: Command = defineCommand<{ ref: string; networks: readonly string[]; form: Partial<PostForm> }>({
  path: "share preview",
  summary: "show who would get it and the exact bytes",
  args: "<share>",
  options: [
    { flags: "--to <network>", about: "the publication to this network instead of the round", isRepeatable: true },
    ...formOptions,
  ],
  examples: [
    { line: "pkm share preview d3r7", about: "the round that is staged" },
    { line: "pkm share preview d3r7 --to garden", about: "what publishing would put there" },
  ],
  details:
    "The bytes shown are stored, and just these are sent; when anything they were made of has changed since, sending refuses.",
  parse: (words) => ({ ref: words.args[0] ?? "", networks: words.list("to"), form: formFrom(words) }),
  async run(context, { ref, networks, form }) {
    const desk = await openDesk(context);
    const share = desk.find(ref);
    const wanted: string[] = [];
    for (const network of networks) {
      wanted.push(await planPublication(desk, { share, network: desk.store.refs.find(network, ["community"]), form }));
    }
    const all = desk.releases.ofShare(share);
    const releases = networks.length > 0 ? all.filter(({ id }) => wanted.includes(id)) : roundsToShow(share, all);
    const shareCase = openCase(desk, share);
    const looked = releases.map((release) => ({ release, findings: findingsOf(desk, shareCase, release) }));
    return previewReport(await previewOf(desk, share, looked), looked);
  },
});

/** The rounds that wait to be sent, else the last that was. */
function roundsToShow(share: string, releases: readonly Release[]): readonly Release[] {
  const rounds = releases.filter(({ kind }) => kind === "round");
  const waiting = rounds.filter(
    ({ cancelled, deliveries }) => cancelled === null && deliveries.some(({ state }) => state === "pending"),
  );
  const last = rounds.findLast(({ sent }) => sent !== null);
  if (waiting.length > 0 || last !== undefined) return waiting.length > 0 || last === undefined ? waiting : [last];
  throw new PkmError("not-yet", `nothing is staged of ${share}`, {
    hint: ["pkm share stage <note> --with <community>", `pkm share preview ${share} --to <network>`],
  });
}

async function previewOf(desk: ShareDesk, share: string, looked: readonly Looked[]): Promise<Preview> {
  const channels: Page[] = [];
  const refusals: Preview["refusals"][number][] = [];
  for (const { release } of looked) {
    const lines = await openLines(desk, desk.communities.get(release.place));
    channels.push(...(await pagesOf(desk, release)));
    const why = refusal(() => refuseUnlessTrue(desk, { share, release: release.id, lines }));
    if (why !== null) refusals.push({ place: release.placeName, why });
  }
  const audience = joinAudiences(looked.map(({ release }) => release.audience));
  const preflight = looked.flatMap(({ release, findings }) => checkViews(findings, release.place));
  return { share, version: looked.at(-1)?.release.version ?? 0, audience, channels, preflight, refusals };
}

async function pagesOf(desk: ShareDesk, release: Release): Promise<readonly Page[]> {
  const pages: Page[] = [];
  const deliveries = release.deliveries.filter(({ state }) => state !== "cancelled");
  for (const [id, ofChannel] of Map.groupBy(deliveries, ({ channel }) => channel)) {
    const parts = ofChannel.map((delivery) => ({ ...delivery, bytes: desk.releases.bytes(delivery.id) }));
    const { address } = desk.communities.ofChannel(id);
    const port = await desk.channel(address.kind);
    const problems = port.validate(parts, address);
    // What is wrong with a thread as a whole stands at its head.
    for (const [index, part] of parts.entries()) {
      const said = { problems: index === 0 ? problems : [], reads: port.preview?.(part) ?? null };
      pages.push({ ...pageOf(release, part), ...said });
    }
  }
  return pages;
}

function pageOf(release: Release, part: Delivery & { bytes: Uint8Array }): Omit<Page, "problems" | "reads"> {
  const { id, channel, channelKind, to, state, hash, sizeBytes, bytes } = part;
  const where = { delivery: id, part: part.part, place: release.placeName, to, state };
  const body = new TextDecoder().decode(bytes);
  return { channel: channelKind, channelId: channel, ...where, bytes: sizeBytes, hash, body };
}

function refusal(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (thrown) {
    if (thrown instanceof PkmError) return thrown.message;
    throw thrown;
  }
}

function previewReport(preview: Preview, looked: readonly Looked[]): Report {
  const { share, version, channels, refusals } = preview;
  const heads = looked.flatMap(({ release: { placeName, kind, audience }, findings }) => [
    `${share} v${version}, ${kind === "round" ? "a round with" : "a publication to"} ${placeName}`,
    ...audienceLines(audience),
    ...checkLines(findings),
  ]);
  const pages = channels.flatMap((page) => [
    "",
    `--- ${page.channel} ${page.channelId}, ${page.bytes} bytes`,
    `to ${page.to}`,
    `sha256 ${page.hash}`,
    ...page.problems.map(({ code, message }) => `problem: ${code}: ${message}`),
    ...(page.reads === null ? [] : ["as its reader sees it; the exact bytes stand in --json"]),
    (page.reads ?? page.body).trimEnd(),
  ]);
  const refused = refusals.map(({ why }) => `it would not be sent: ${why}`);
  const answers = looked.flatMap(({ release, findings }) => answerLines(share, findings, release.place));
  const isPublic = looked.some(({ release }) => release.kind === "publication");
  const next = isPublic ? `pkm share publish ${share} --to <network>` : `pkm share send ${share}`;
  const own = [...heads, ...refused, ""].join("\n");
  return text(
    { value: preview, text: own + pages.join("\n"), keepsFrom: own.length },
    { ids: [share], words: refused.length === 0 ? [`these bytes go out with: ${next}`] : [...refused, ...answers] },
  );
}
