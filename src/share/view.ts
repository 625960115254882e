// Shares, deliveries and feedback as the machine contract names them.
import type { Instant } from "../base/clock.ts";
import type { Audience } from "./channel.ts";
import { claimOf, type Claim } from "./taken-up.ts";
import type { Feedback } from "./feedback.ts";
import { gateOf } from "./gate.ts";
import { roundState, type Delivery, type Release } from "./release.ts";
import type { Reflection, ShareCase } from "./share.ts";
import { stateOf, type ShareState } from "./state.ts";

export interface DeliveryView {
  id: string;
  /** The channel's kind. */
  channel: string;
  channelId: string;
  to: string;
  state: string;
  version: number;
  part: number;
  uri: string | null;
  url: string | null;
  hash: string;
  attempts: number;
  /** When it arrived; of what has not, when its state last changed. */
  at: Instant;
  error: { code: string; message: string } | null;
}

/** The delivery as every answer with deliveries gives it. */
export function deliveryView(delivery: Delivery): DeliveryView {
  const { id, channelKind, channel, to, state, version, part, uri, url, hash, attempts, error } = delivery;
  const at = delivery.arrived ?? delivery.at;
  return {
    id,
    channel: channelKind,
    channelId: channel,
    to,
    state,
    version,
    part,
    uri,
    url,
    hash,
    attempts,
    at,
    error,
  };
}

export interface FeedbackView {
  id: string;
  kind: "feedback";
  /** Person id. */
  from: string;
  fromName: string;
  via: string;
  round: string;
  version: number;
  received: Instant;
  text: string;
  about: string | null;
  state: string;
  why: string | null;
  addressedVersion: number | null;
  consent: string;
}

/** The contribution as `share feedback --json` gives it. */
export function feedbackView(feedback: Feedback): FeedbackView {
  const {
    id,
    person,
    personName,
    via,
    release,
    version,
    received,
    text,
    about,
    state,
    why,
    addressedVersion,
    consent,
  } = feedback;
  const from = { from: person, fromName: personName };
  return {
    id,
    kind: "feedback",
    ...from,
    via,
    round: release,
    version,
    received,
    text,
    about,
    state,
    why,
    addressedVersion,
    consent,
  };
}

export interface RoundView {
  id: string;
  version: number;
  /** Community id; null for a reflection, a round with nobody else. */
  community: string | null;
  communityName: string;
  ask: readonly string[];
  until: Instant | null;
  state: string;
  /** How a closed round ended: "answered", "no answer", "cancelled" or "reflected"; null while it is not closed. */
  outcome: string | null;
  audience: Audience;
  deliveries: readonly DeliveryView[];
}

export interface ShareView {
  id: string;
  kind: "share";
  /** Note id. */
  note: string;
  title: string;
  state: ShareState;
  created: Instant;
  withdrawn: Instant | null;
  versions: readonly { n: number; hash: string; created: Instant }[];
  rounds: readonly RoundView[];
  /** `claim`: whether what takes it up says something else there ("changed") or only claims to ("unchanged"). */
  feedback: readonly (FeedbackView & { claim: Claim | null })[];
  published: readonly { network: string; networkName: string; url: string | null; version: number; at: Instant }[];
  gate: { open: boolean; conditions: readonly { name: string; met: boolean; why: string; mend: string | null }[] };
  overrides: readonly { reason: string; at: Instant; conditions: readonly string[] }[];
}

/** The share as `share --json` gives it, its state and gate worked out at `shareCase.now`. */
export function shareView(shareCase: ShareCase): ShareView {
  const { share, versions, releases, feedback, reflections } = shareCase;
  const gate = gateOf(shareCase);
  const conditions = gate.conditions.map(({ name, isMet, why, mend }) => ({ name, met: isMet, why, mend }));
  return {
    id: share.id,
    kind: "share",
    note: share.note,
    title: versions.at(-1)?.title ?? "",
    state: stateOf(shareCase),
    created: share.created,
    withdrawn: share.withdrawn,
    versions: versions.map(({ n, hash, created }) => ({ n, hash, created })),
    rounds: [
      ...releases.filter(({ kind }) => kind === "round").map((release) => roundView(release, shareCase)),
      ...reflections.map(reflectionView),
    ],
    feedback: feedback.map((point) => ({ ...feedbackView(point), claim: claimOf(point, versions) })),
    published: releases.filter(({ kind }) => kind === "publication").flatMap(publishedView),
    gate: { open: gate.isOpen, conditions },
    overrides: releases
      .flatMap(({ overrides }) => overrides)
      .map(({ reason, at, conditions: set }) => ({ reason, at, conditions: set })),
  };
}

function roundView(release: Release, { feedback, now }: ShareCase): RoundView {
  const { id, version, place, placeName, questions, until, audience, deliveries } = release;
  const answers = feedback.filter((each) => each.release === id).length;
  const where = { community: place, communityName: placeName };
  return {
    id,
    version,
    ...where,
    ask: questions,
    until,
    ...roundState(release, answers, now),
    audience,
    deliveries: deliveries.map(deliveryView),
  };
}

function reflectionView({ id, version, questions }: Reflection): RoundView {
  const audience: Audience = { exposure: "closed", people: [], unknown: [] };
  const end = { state: "closed", outcome: "reflected" };
  return {
    id,
    version,
    community: null,
    communityName: "me",
    ask: questions,
    until: null,
    ...end,
    audience,
    deliveries: [],
  };
}

/** The publication's standing posts: the first part of each channel. */
function publishedView({ place, placeName, deliveries }: Release): ShareView["published"] {
  return deliveries
    .filter(({ part, state }) => part === 1 && ["sent", "confirmed", "edited"].includes(state))
    .map(({ url, version, arrived, at }) => ({
      network: place,
      networkName: placeName,
      url,
      version,
      at: arrived ?? at,
    }));
}
