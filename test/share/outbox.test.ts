// The outbox: what may be tried again, and that a doubt ends only by an arrival.
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { exposures } from "../../src/people/community.ts";
import type { SendOutcome } from "../../src/share/channel.ts";
import { nextStep, settle, settleMs } from "../../src/share/outbox.ts";
import { deliveryStates } from "../../src/share/release.ts";
import { at, delivery } from "./case.ts";

const retries = ["idempotent", "lookup", "never"] as const;
const now = new Date(Date.parse(at) + settleMs);

test("only pending and unknown deliveries are ever touched", () => {
  let checked = 0;
  for (const state of deliveryStates) {
    for (const retry of retries) {
      const step = nextStep(delivery(state), { retry, now, parent: null });
      const expected = {
        pending: "send",
        sending: "wait",
        unknown: { idempotent: "send", lookup: "ask", never: "resolve" }[retry],
      };
      const wanted = state === "pending" || state === "sending" || state === "unknown" ? expected[state] : "nothing";
      assert.equal(step.do, wanted, `${state} ${retry}`);
      checked += 1;
    }
  }
  assert.equal(checked, 27);
});

test("a part waits until the one before it has arrived", () => {
  let waited = 0;
  for (const state of deliveryStates) {
    const step = nextStep(delivery("pending", { part: 2 }), {
      retry: "lookup",
      now,
      parent: { part: 1, state, error: null },
    });
    const hasArrived = ["sent", "confirmed", "edited", "retracted"].includes(state);
    assert.equal(step.do, hasArrived ? "send" : "wait", state);
    if (!hasArrived) waited += 1;
  }
  assert.equal(waited, 5);
});

test("the far end is asked only once the last try can not be on its way any more", () => {
  const soon = new Date(Date.parse(at) + settleMs - 1);
  assert.equal(nextStep(delivery("unknown"), { retry: "lookup", now: soon, parent: null }).do, "wait");
  assert.equal(nextStep(delivery("unknown"), { retry: "lookup", now, parent: null }).do, "ask");
});

test("what was told to wait waits", () => {
  const later = delivery("pending", { retryAt: "2026-11-23T09:00:00.000Z" });
  assert.equal(nextStep(later, { retry: "never", now, parent: null }).do, "wait");
  assert.equal(nextStep(later, { retry: "never", now: new Date("2026-11-23T09:00:00.000Z"), parent: null }).do, "send");
});

const outcome: fc.Arbitrary<SendOutcome> = fc.oneof(
  fc.record({
    kind: fc.constant("sent" as const),
    receipt: fc.record({
      url: fc.constantFrom(null, "https://far.example/1"),
      uri: fc.constant("1"),
      exposure: fc.constantFrom(null, ...exposures),
      isConfirmed: fc.boolean(),
      at: fc.constant(at),
    }),
  }),
  fc.constant({ kind: "held" as const, message: "who are you", hint: "pkm" }),
  fc.record({ kind: fc.constant("later" as const), message: fc.constant("busy"), retryAt: fc.constantFrom(null, at) }),
  fc.constant({ kind: "rejected" as const, message: "no" }),
  fc.constant({ kind: "unknown" as const, message: "silence" }),
);

test("an attempt that may have arrived stays unknown until an arrival is seen", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(
      outcome,
      fc.constantFrom("pending" as const, "unknown" as const),
      fc.constantFrom(...exposures),
      (given, was, frozen) => {
        const settled = settle(given, was, frozen);
        const ofPending = { sent: "", held: "pending", later: "pending", rejected: "failed", unknown: "unknown" };
        const arrived = given.kind === "sent" && given.receipt.isConfirmed ? "confirmed" : "sent";
        assert.equal(
          settled.state,
          given.kind === "sent" ? arrived : was === "unknown" ? "unknown" : ofPending[given.kind],
        );
        if (given.kind === "sent") {
          const { exposure } = given.receipt;
          const isWider = exposure !== null && exposures.indexOf(exposure) > exposures.indexOf(frozen);
          assert.equal(settled.error?.code ?? null, isWider ? "wider" : null);
        } else {
          assert.equal(settled.error?.message, given.message);
        }
        seen.set(given.kind, (seen.get(given.kind) ?? 0) + 1);
      },
    ),
    { numRuns: 1000, seed: 3 },
  );
  assert.equal(seen.size, 5);
});
