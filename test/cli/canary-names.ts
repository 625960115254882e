// The canaries: what stands for each secret and each confidence.

/** What stands for each secret; nothing else in the world has these letters. */
export const secrets = {
  feed: "CANARY7feed-password",
  mail: "CANARY7mail-password",
  digest: "CANARY7digest-password",
  mastodon: "CANARY7mastodon-token",
  bluesky: "CANARY7bluesky-password",
  matrix: "CANARY7matrix-token",
  typed: "CANARY7typed-password",
} as const;

/** What stands for what was said in confidence. */
export const confidences = {
  note: "wagtailnote",
  comment: "wagtailcomment",
  feedback: "wagtailfeedback",
  address: "wagtailaddress@hidden.example",
  muted: "wagtailmuted",
} as const;
