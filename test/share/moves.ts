// What a person and the world may do in a random sequence, each as one move.
import fc from "fast-check";
import { answer } from "../../src/share/answering.ts";
import { clearPublication, planPublication } from "../../src/share/publish.ts";
import { reflect } from "../../src/share/reflect.ts";
import { stageReports } from "../../src/share/report.ts";
import { addFeedback, closeRounds, decide } from "../../src/share/reply.ts";
import { resolve } from "../../src/share/resolve.ts";
import { revise } from "../../src/share/revise.ts";
import { openReleases, send, type Sent } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import { withdraw } from "../../src/share/withdraw.ts";
import type { Bench, Far } from "./bench.ts";
import type { HiddenWords } from "./hidden.ts";

const commandNames = [
  "stage",
  "stage open",
  "stage anyway",
  "stage team",
  "stage other",
  "reflect",
  "report",
  "send reports",
  "leak feedback",
  "leak comment",
  "leak name",
  "leak family",
  "leak link",
  "answer names",
  "allow",
  "open room",
  "shut room",
  "tire",
  "rest",
  "send",
  "send",
  "send",
  "preview public",
  "publish",
  "publish",
  "publish anyway",
  "publish from the team",
  "edit",
  "add",
  "accept",
  "decline",
  "close",
  "revise",
  "revise text",
  "withdraw",
  "join",
  "leave person",
  "leave place",
  "undo",
  "undo",
  "wait",
  "trouble",
  "fair",
  "resolve sent",
  "resolve retry",
] as const;
export type CommandName = (typeof commandNames)[number];
export const command: fc.Arbitrary<CommandName> = fc.constantFrom(...commandNames);

/** How a sequence may begin, so that few runs come far. */
export const openings: readonly (readonly CommandName[])[] = [
  [],
  ["stage", "send"],
  ["stage", "send", "close", "publish"],
  ["stage", "send", "add", "accept", "revise text", "report", "send reports"],
  ["stage", "send", "add", "decline", "stage open", "send"],
  ["stage", "send", "add", "accept", "leak feedback", "revise", "publish", "allow", "publish"],
  ["leak name", "stage", "send", "answer names", "publish anyway"],
  ["leak link", "stage", "send"],
  ["stage", "open room", "send", "shut room", "send"],
  ["stage team", "send", "close", "publish anyway", "publish from the team"],
  ["leak family", "stage", "send", "leak comment", "stage", "send"],
];

export interface World {
  bench: Bench;
  place: string;
  open: string;
  /** A team, and another community that nobody asked yet. */
  team: string;
  other: string;
  network: string;
  hidden: HiddenWords;
  note: string;
  people: string[];
  texts: number;
  /** How often each thing happened, so that the test can tell that it tested something. */
  seen: Map<string, number>;
}

export function count(world: World, what: string): void {
  world.seen.set(what, (world.seen.get(what) ?? 0) + 1);
}

export interface Moment {
  world: World;
  /** The note's share, or null while it has none. */
  share: string | null;
}

/** Commands that need a share, and do nothing without one. */
const onShare: Readonly<Partial<Record<CommandName, (world: World, share: string) => unknown>>> = {
  send: (world, share) => sendOf(world, share, openReleases(world.bench.desk.releases.ofShare(share))),
  "preview public": ({ bench: { desk }, network }, share) => planPublication(desk, { share, network }),
  add: ({ bench: { desk }, people, hidden, texts }, share) => {
    const person = people[texts % people.length] ?? "";
    return addFeedback(desk, {
      share,
      person,
      via: "mail",
      text: hidden.feedbackOf(person),
      about: null,
      consent: "private",
    });
  },
  report: ({ bench: { desk } }, share) => stageReports(desk, { share, opening: "Thank you." }),
  "send reports": (world, share) => {
    const { desk } = world.bench;
    const reports = desk.releases
      .ofShare(share)
      .filter(({ kind, cancelled }) => kind === "report" && cancelled === null);
    return sendOf(world, share, reports);
  },
  "answer names": (world, share) => allow(world, share, { check: "names", passage: null }),
  allow: (world, share) => {
    for (const [how, check] of [
      ["feedback", "private"],
      ["comment", "private"],
      ["link", "links"],
    ] as const) {
      allow(world, share, { check, passage: how === "link" ? "https://reader.example/feed" : world.hidden.leaks[how] });
    }
  },
  accept: (world, share) => decideLast(world, share, "accepted"),
  decline: (world, share) => decideLast(world, share, "declined"),
  close: ({ bench: { desk } }, share) => closeRounds(desk, share),
  revise: ({ bench: { desk } }, share) => revise(desk, { share, body: null, takesUp: null }),
  "revise text": (world, share) =>
    revise(world.bench.desk, { share, body: `Text ${(world.texts += 1)}.`, takesUp: null }),
  withdraw: ({ bench: { desk } }, share) => withdraw(desk, share),
  "resolve sent": resolveTruly,
  "resolve retry": resolveTruly,
};

const anywhere: Readonly<Partial<Record<CommandName, (world: World) => unknown>>> = {
  stage: ({ bench, note, place }) => stage(bench.desk, { note, place, questions: [], until: null, anyway: null }),
  "stage open": ({ bench, note, open }) =>
    stage(bench.desk, { note, place: open, questions: [], until: null, anyway: null }),
  "stage anyway": ({ bench, note, open }) =>
    stage(bench.desk, { note, place: open, questions: [], until: null, anyway: "they asked" }),
  "stage team": ({ bench, note, team }) =>
    stage(bench.desk, { note, place: team, questions: [], until: null, anyway: null }),
  "stage other": ({ bench, note, other }) =>
    stage(bench.desk, { note, place: other, questions: [], until: null, anyway: "they asked too" }),
  reflect: ({ bench, note }) => reflect(bench.desk, note),
  "leak feedback": (world) => leak(world, "feedback"),
  "leak comment": (world) => leak(world, "comment"),
  "leak name": (world) => leak(world, "name"),
  "leak family": (world) => leak(world, "family"),
  "leak link": (world) => leak(world, "link"),
  "open room": ({ bench }) => (bench.far.room = "world"),
  "shut room": ({ bench }) => (bench.far.room = null),
  tire: (world) => setRhythm(world, 1),
  rest: (world) => setRhythm(world, null),
  edit: (world) => world.bench.edit(world.note, `Text ${(world.texts += 1)}.\n`),
  join: ({ bench, people, place }) => people.push(bench.member(place, `Person ${people.length}`)),
  "leave person": ({ bench, people, place }) => bench.store.communities.setMember(place, people.at(-1) ?? "", "left"),
  "leave place": ({ bench, open }) => bench.store.communities.leave(open),
  undo: ({ bench: { store } }) => {
    const change = store.changes.latest();
    if (change !== null && store.changes.files(change.no).length === 0) store.changes.undo(change.no);
  },
  wait: ({ bench }) => bench.wait(60_000),
  trouble: ({ bench, texts }) => (bench.far.trouble = troubles[texts % troubles.length] ?? null),
  fair: ({ bench }) => (bench.far.trouble = null),
};

/** The person copies something private into the note, between words of their own. */
function leak(world: World, how: keyof HiddenWords["leaks"]): void {
  const { bench, note, hidden } = world;
  bench.edit(note, `Text ${(world.texts += 1)}. As I heard: ${hidden.leaks[how]}, or so I think.\n`);
}

/** The person lets something stand at the network and at the open community. */
function allow(
  world: World,
  share: string,
  given: { check: "names" | "private" | "links"; passage: string | null },
): void {
  const { bench, network, open } = world;
  for (const place of [network, open]) answer(bench.desk, { share, place, word: "I was told I may", ...given });
}

function setRhythm({ bench: { store }, place }: World, perWeek: number | null): void {
  const { norms, attribution, isBounded } = store.communities.get(place);
  store.communities.setNorms(place, { norms, attribution, isBounded, rhythm: { perWeek, quiet: null } });
}

export async function perform({ world, share }: Moment, name: CommandName): Promise<void> {
  await anywhere[name]?.(world);
  if (share !== null) await onShare[name]?.(world, share);
  const reasons = { publish: null, "publish anyway": "it can not wait", "publish from the team": "Forge knows of it" };
  if (name === "publish" || name === "publish anyway" || name === "publish from the team")
    await publish({ world, share }, reasons[name]);
}

async function publish({ world, share }: Moment, anyway: string | null): Promise<void> {
  const { bench, note, network } = world;
  const cleared = await clearPublication(bench.desk, { share, note, networks: [network], anyway });
  await sendOf(
    world,
    cleared.share,
    cleared.releases.map((id) => ({ id })),
  );
}

function decideLast({ bench: { desk } }: World, share: string, verdict: "accepted" | "declined"): void {
  const point = desk.feedback.ofShare(share).findLast(({ state }) => state !== "addressed");
  if (point !== undefined) decide(desk, { share, id: point.id, verdict, why: "because" });
}

/** The person looks at the far end and tells the truth. */
function resolveTruly({ bench: { desk, far } }: World, share: string): void {
  const all = desk.releases.ofShare(share).flatMap(({ deliveries }) => deliveries);
  const unknown = all.find(({ state }) => state === "unknown");
  if (unknown === undefined) return;
  const isThere = far.landed.some(({ wireId }) => wireId === unknown.wireId);
  resolve(desk, unknown.id, isThere ? "sent" : "retry");
}

const troubles: readonly NonNullable<Far["trouble"]>[] = [
  () => "lost",
  () => ({ kind: "unknown", message: "reset" }),
  () => ({ kind: "later", message: "busy", retryAt: null }),
  () => ({ kind: "rejected", message: "no" }),
  () => ({ kind: "held", message: "who are you", hint: "pkm" }),
];

async function sendOf(world: World, share: string, releases: readonly { id: string }[]): Promise<readonly Sent[]> {
  const sent = await send(
    world.bench.desk,
    share,
    releases.map(({ id }) => id),
  );
  // Where a part waits for another, the refusal is told per delivery.
  countStops(world, sent.map(({ why }) => why ?? "").join("; "));
  return sent;
}

/** Notes which checks of the pre-flight stopped something. */
export function countStops(world: World, refusal: string): void {
  for (const [, check = ""] of refusal.matchAll(/\b(private|names|links|bounded|audience-tired): /g)) {
    count(world, `stopped: ${check}`);
  }
}
