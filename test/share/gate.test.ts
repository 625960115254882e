// The gate opens only when every condition is met, and no reason sets aside what none may.
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { exposures } from "../../src/people/community.ts";
import { gateOf, gateRefusal, isWidening, unmetConditions } from "../../src/share/gate.ts";
import { feedback, release, shareCase, at } from "./case.ts";

const facts = fc.record({
  round: fc.constantFrom("none", "planned", "unknown", "sent", "closed", "over"),
  states: fc.array(fc.constantFrom("received", "accepted", "addressed", "declined", "deferred"), { maxLength: 4 }),
  note: fc.constantFrom("same", "edited", "gone"),
  withdrawn: fc.boolean(),
  versions: fc.integer({ min: 1, max: 3 }),
});

type Facts = typeof facts extends fc.Arbitrary<infer Value> ? Value : never;

function caseOf({ round, states, note, withdrawn, versions }: Facts): ReturnType<typeof shareCase> {
  const state = round === "planned" ? "pending" : round === "unknown" ? "unknown" : "sent";
  const made = release([state], { closed: round === "closed" ? at : null, until: round === "over" ? at : null });
  const releases = round === "none" ? [] : [made];
  return shareCase({ releases, feedback: states.map((each) => feedback(each)), note, withdrawn, versions });
}

test("the gate is open exactly when all six conditions hold", () => {
  let opened = 0;
  fc.assert(
    fc.property(facts, (given) => {
      const gate = gateOf(caseOf(given));
      const wasAsked = ["sent", "closed", "over"].includes(given.round);
      const expected = {
        standing: !given.withdrawn,
        current: given.note === "same",
        asked: wasAsked,
        answered: wasAsked && (given.states.length > 0 || given.round !== "sent"),
        decided: !given.states.includes("received"),
        addressed: !given.states.includes("accepted"),
      };
      assert.deepEqual(Object.fromEntries(gate.conditions.map(({ name, isMet }) => [name, isMet])), expected);
      assert.equal(gate.isOpen, Object.values(expected).every(Boolean));
      for (const { isMet, mend, why } of gate.conditions) {
        assert.ok(why.length > 0);
        if (isMet) assert.equal(mend, null);
      }
      if (gate.isOpen) opened += 1;
    }),
    { numRuns: 2000, seed: 1 },
  );
  assert.ok(opened > 10, `only ${opened} open gates were seen`);
});

test("a reason sets aside what it names, but never a withdrawal or an edited note", () => {
  let checked = 0;
  fc.assert(
    fc.property(facts, (given) => {
      const gate = gateOf(caseOf(given));
      const all = gate.conditions.map(({ name }) => name);
      const left = unmetConditions(gate, all).map(({ name }) => name);
      const never = [...(given.withdrawn ? ["standing"] : []), ...(given.note === "same" ? [] : ["current"])];
      assert.deepEqual(left, never);
      assert.equal(unmetConditions(gate, []).length === 0, gate.isOpen);
      checked += 1;
    }),
    { numRuns: 1000, seed: 2 },
  );
  assert.equal(checked, 1000);
});

test("a refusal lists every unmet condition with its command, and how to go anyway", () => {
  const gate = gateOf(
    shareCase({
      releases: [release(["sent"])],
      feedback: [feedback("received"), feedback("accepted", { id: "f3k9" })],
    }),
  );
  const unmet = unmetConditions(gate, []);
  const refusal = gateRefusal("d2k9", unmet, "pkm share publish d2k9 --to c3k9");
  assert.equal(refusal.kind, "not-yet");
  assert.equal(unmet.length, 2);
  assert.match(refusal.message, /decided: f2k9 waits.*addressed: f3k9 accepted/);
  assert.deepEqual(refusal.mend, [
    "pkm share feedback d2k9 accept f2k9",
    "pkm share revise d2k9",
    'pkm share publish d2k9 --to c3k9 --anyway "…"',
  ]);
});

test("what can not be overridden offers no --anyway", () => {
  const unmet = unmetConditions(gateOf(shareCase({ withdrawn: true })), []);
  const { mend } = gateRefusal("d2k9", unmet, "pkm share publish d2k9 --to c3k9");
  assert.ok(mend.length > 0);
  assert.equal(mend.filter((line) => line.includes("--anyway")).length, 0);
});

test("only what is wider than all before it has to pass", () => {
  const been = (exposure: (typeof exposures)[number], state: "sent" | "unknown" | "pending") =>
    release([state], { audience: { exposure, people: [], unknown: [] } });
  let checked = 0;
  for (const to of exposures) {
    assert.equal(isWidening("publication", to, [been("world", "sent")]), true);
    assert.equal(isWidening("round", to, []), to === "world");
    assert.equal(isWidening("round", to, [been("world", "pending")]), to === "world", "what did not leave counts not");
    for (const from of exposures) {
      const isWider = exposures.indexOf(to) > exposures.indexOf(from);
      assert.equal(isWidening("round", to, [been(from, "sent")]), isWider);
      assert.equal(isWidening("round", to, [been("closed", "sent"), been(from, "unknown")]), isWider);
      checked += 2;
    }
  }
  assert.equal(checked, 18);
});
