// Share cases for tests of pure rules: a whole case from what a test wants to say.
import type { Delivery, DeliveryState, Release } from "../../src/share/release.ts";
import type { Feedback, FeedbackState } from "../../src/share/feedback.ts";
import type { GateRules } from "../../src/share/gate-rules.ts";
import { plainForm } from "../../src/share/channel.ts";
import { versionHash, type ShareCase } from "../../src/share/share.ts";

/** As long as nobody says otherwise. */
export const noRules: GateRules = { coolingHours: 0, unasked: [], closedOnly: [], membersOnly: [] };

export const at = "2026-11-23T08:00:00.000Z";

export function delivery(state: DeliveryState, more: Partial<Delivery> = {}): Delivery {
  return {
    id: "x2k9",
    release: "r2k9",
    share: "d2k9",
    version: 1,
    channel: "h2k9",
    channelKind: "file",
    part: 1,
    wireId: "w",
    to: "there",
    mediaType: "text/plain",
    hash: "",
    sizeBytes: 0,
    state,
    attempts: 0,
    lease: null,
    retryAt: null,
    url: null,
    uri: null,
    error: null,
    doubted: null,
    arrived: null,
    at,
    ...more,
  };
}

export function release(states: readonly DeliveryState[], more: Partial<Release> = {}): Release {
  const { id = "r2k9", version = 1 } = more;
  return {
    id,
    share: "d2k9",
    version,
    kind: "round",
    place: "c2k9",
    placeName: "Bench Circle",
    audience: { exposure: "closed", people: [], unknown: [] },
    citations: [],
    questions: [],
    until: null,
    form: plainForm,
    planned: at,
    sendAt: null,
    corrects: null,
    sent: null,
    cancelled: null,
    closed: null,
    deliveries: states.map((state) => delivery(state, { release: id, version })),
    overrides: [],
    ...more,
  };
}

export function feedback(state: FeedbackState, more: Partial<Feedback> = {}): Feedback {
  return {
    id: "f2k9",
    share: "d2k9",
    release: "r2k9",
    version: 1,
    person: "p2k9",
    personName: "Ines Aalto",
    via: "coffee",
    received: at,
    text: "what about code?",
    about: null,
    consent: "private",
    state,
    why: null,
    addressedVersion: null,
    decided: null,
    ...more,
  };
}

interface Facts extends Pick<ShareCase, "releases" | "feedback"> {
  versions: number;
  /** What the note says: the newest version, something else, or nothing for its file is gone. */
  note: "same" | "edited" | "gone";
  withdrawn: boolean;
}

export function shareCase(facts: Partial<Facts>): ShareCase {
  const { versions = 1, note = "same", withdrawn = false, releases = [], feedback: given = [] } = facts;
  const texts = Array.from({ length: versions }, (_, index) => `text ${index + 1}`);
  const body = note === "same" ? (texts.at(-1) ?? "") : "edited";
  const file = {
    id: "n2k9",
    path: "t.md",
    fileHash: "",
    fileText: "",
    unfit: null,
    sources: [],
    kind: "idea",
    contexts: [],
  } as const;
  return {
    share: { id: "d2k9", note: "n2k9", created: at, withdrawn: withdrawn ? at : null, closed: null },
    versions: texts.map((text, index) => ({
      share: "d2k9",
      n: index + 1,
      title: "T",
      body: text,
      hash: versionHash("T", text),
      created: at,
    })),
    releases,
    feedback: given,
    reflections: [],
    note: note === "gone" ? null : { ...file, title: "T", body, hash: versionHash("T", body) },
    rules: noRules,
    now: new Date(at),
  };
}
