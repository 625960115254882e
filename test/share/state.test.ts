// The state of a share, worked out of its facts.
import { test } from "node:test";
import assert from "node:assert/strict";
import { nextOf } from "../../src/share/pipeline.ts";
import { stateOf, type ShareState } from "../../src/share/state.ts";
import type { ShareCase } from "../../src/share/share.ts";
import { at, feedback, release, shareCase } from "./case.ts";

const publication = release(["confirmed"], { id: "r3k9", kind: "publication", sent: at });
const closed = release(["sent"], { closed: at, sent: at });

const cases: readonly { is: ShareState; waits: RegExp; of: string; given: ShareCase }[] = [
  { is: "open", waits: /not staged/, of: "nothing staged", given: shareCase({}) },
  { is: "open", waits: /staged for Bench/, of: "staged only", given: shareCase({ releases: [release(["pending"])] }) },
  {
    is: "in-round",
    waits: /answers from Bench/,
    of: "sent",
    given: shareCase({ releases: [release(["sent"], { sent: at })] }),
  },
  {
    is: "in-round",
    waits: /1 to decide/,
    of: "an undecided point",
    given: shareCase({ releases: [release(["sent"], { sent: at })], feedback: [feedback("received")] }),
  },
  {
    is: "revising",
    waits: /1 accepted/,
    of: "an accepted point",
    given: shareCase({ releases: [release(["sent"], { sent: at })], feedback: [feedback("accepted")] }),
  },
  {
    is: "revising",
    waits: /edited since v1/,
    of: "an edited note",
    given: shareCase({ releases: [release(["sent"])], note: "edited" }),
  },
  {
    is: "revising",
    waits: /edited since v1/,
    of: "an edit after it was cleared",
    given: shareCase({ releases: [closed], note: "edited" }),
  },
  { is: "revising", waits: /file is gone/, of: "a note that is gone", given: shareCase({ note: "gone" }) },
  {
    is: "cleared",
    waits: /cleared/,
    of: "all points decided",
    given: shareCase({ releases: [release(["sent"], { sent: at })], feedback: [feedback("declined")] }),
  },
  {
    is: "cleared",
    waits: /no answer, which is no approval/,
    of: "a round closed without answer",
    given: shareCase({ releases: [closed] }),
  },
  {
    is: "cleared",
    waits: /cleared/,
    of: "a second version that takes the point up",
    given: shareCase({ versions: 2, releases: [closed], feedback: [feedback("addressed", { addressedVersion: 2 })] }),
  },
  {
    is: "published",
    waits: /nothing/,
    of: "the newest version out",
    given: shareCase({ releases: [closed, publication] }),
  },
  {
    is: "cleared",
    waits: /no answer/,
    of: "an older version out",
    given: shareCase({ versions: 2, releases: [closed, publication] }),
  },
  {
    is: "revising",
    waits: /edited/,
    of: "an edit after publication",
    given: shareCase({ releases: [closed, publication], note: "edited" }),
  },
  {
    is: "withdrawn",
    waits: /nothing/,
    of: "withdrawn",
    given: shareCase({ releases: [closed, publication], withdrawn: true }),
  },
  {
    is: "open",
    waits: /may or may not/,
    of: "a delivery nobody knows about",
    given: shareCase({ releases: [release(["unknown"], { sent: at })] }),
  },
];

test("every state out of its facts, and what it waits for", () => {
  for (const { is, waits, of, given } of cases) {
    assert.equal(stateOf(given), is, of);
    assert.match(nextOf(given).waiting, waits, of);
  }
  assert.equal(new Set(cases.map(({ is }) => is)).size, 6);
});

test("what waits for the person names a command", () => {
  const yours = cases.map(({ given }) => nextOf(given)).filter(({ waiting }) => waiting.startsWith("you:"));
  assert.ok(yours.length >= 9);
  for (const { next } of yours) assert.match(next ?? "", /^pkm /);
});
