// The gate opens only when every condition is met, and no reason sets aside what none may.
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { exposures, type Exposure } from "../../src/people/community.ts";
import { gateOf, gateRefusal, isWidening, unmetConditions, type Target } from "../../src/share/gate.ts";
import type { GateRules } from "../../src/share/gate-rules.ts";
import type { ShareCase } from "../../src/share/share.ts";
import { at, feedback, noRules, release, shareCase } from "./case.ts";

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
      const left = unmetConditions(gate, [{ conditions: all, reason: "late" }]).map(({ name }) => name);
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

test("only what is wider than all before it, reaches somebody new elsewhere, or leaves a bounded context has to pass", () => {
  const reader = (person: string) => ({ person, name: person, address: null });
  const audience = (exposure: Exposure, people: readonly string[] = [], unknown: readonly string[] = []) => ({
    exposure,
    people: people.map(reader),
    unknown,
  });
  const been = (exposure: Exposure, state: "sent" | "unknown" | "pending") =>
    release([state], { audience: audience(exposure, ["p1"]) });
  const round = (exposure: Exposure, more: Partial<Parameters<typeof isWidening>[0]> = {}) =>
    ({ kind: "round", place: "c2k9", audience: audience(exposure, ["p1"]), ...more }) as const;
  let checked = 0;
  for (const to of exposures) {
    assert.equal(isWidening({ ...round(to), kind: "publication" }, [been("world", "sent")], []), true);
    assert.equal(isWidening({ ...round(to), kind: "report" }, [been("closed", "sent")], []), false);
    assert.equal(isWidening(round(to), [], []), to === "world");
    assert.equal(isWidening(round(to), [], [family]), true, "leaving a bounded context");
    assert.equal(
      isWidening(round(to), [been("world", "pending")], []),
      to === "world",
      "what did not leave counts not",
    );
    for (const from of exposures) {
      const isWider = exposures.indexOf(to) > exposures.indexOf(from);
      assert.equal(isWidening(round(to), [been(from, "sent")], []), isWider);
      assert.equal(isWidening(round(to), [been("closed", "sent"), been(from, "unknown")], []), isWider);
      const elsewhere = { place: "c3k9" };
      assert.equal(isWidening(round(to, elsewhere), [been(from, "sent")], []), isWider, "the same reader elsewhere");
      const other = { ...elsewhere, audience: audience(to, ["p1", "p2"]) };
      assert.equal(
        isWidening(round(to, other), [been(from, "sent")], []),
        from !== "world",
        "another reader elsewhere",
      );
      const list = { ...elsewhere, audience: audience(to, [], ["who reads the list"]) };
      assert.equal(
        isWidening(round(to, list), [been(from, "sent")], []),
        from !== "world",
        "readers that nobody knows",
      );
      const joined = { audience: audience(to, ["p1", "p2"]) };
      assert.equal(isWidening(round(to, joined), [been(from, "sent")], []), isWider, "a new member of the same place");
      checked += 1;
    }
  }
  assert.equal(checked, 9);
});

const family = { name: "family", words: "the context family, which is bounded" };
const target: Target = { name: "garden", exposure: "world", rest: null, leaves: [] };
const ruled = (rules: Partial<GateRules>, more: Partial<Parameters<typeof shareCase>[0]> = {}) => ({
  ...shareCase({ releases: [release(["sent"], { closed: at })], ...more }),
  rules: { ...noRules, ...rules },
});
const unmetNames = (given: ShareCase, to: Target | null = target) =>
  unmetConditions(gateOf(given, to), []).map(({ name }) => name);

test("a version lies for as long as config says, and no longer", () => {
  assert.deepEqual(unmetNames(ruled({})), []);
  const young = ruled({ coolingHours: 24 });
  assert.deepEqual(unmetNames(young), ["cooled"]);
  assert.match(gateOf(young).conditions.at(-1)?.why ?? "", /to lie for 24 h, until 2026-11-24T08:00/);
  const old = { ...young, now: new Date("2026-11-24T08:00:00.000Z") };
  assert.deepEqual(unmetNames(old), []);
  assert.equal(unmetNames({ ...young, now: new Date("2026-11-24T07:59:59.000Z") }).length, 1);
});

test("config says how far notes of a kind or context go, and which need no round", () => {
  const family = ruled({ closedOnly: ["context: Family"] });
  const note = family.note === null ? null : { ...family.note, contexts: ["family"] };
  assert.deepEqual(unmetNames(family), []);
  assert.deepEqual(unmetNames({ ...family, note }), ["policy"]);
  assert.deepEqual(unmetNames({ ...family, note }, { ...target, exposure: "closed" }), []);
  const ideas = ruled({ membersOnly: ["kind:idea"] });
  assert.deepEqual(unmetNames(ideas), ["policy"]);
  assert.deepEqual(unmetNames(ideas, { ...target, exposure: "members" }), []);
  assert.deepEqual(
    unmetNames(ruled({ membersOnly: ["kind:idea"], closedOnly: ["kind:idea"] }), { ...target, exposure: "members" }),
    ["policy"],
  );
  assert.deepEqual(unmetNames(ruled({}, { releases: [] })), ["asked", "answered"]);
  assert.deepEqual(unmetNames(ruled({ unasked: ["kind:idea"] }, { releases: [] })), []);
  const waiting = ruled({ unasked: ["kind:idea"] }, { releases: [release(["sent"])] });
  assert.deepEqual(unmetNames(waiting), ["answered"], "who was asked is waited for all the same");
});

test("a place in its quiet hours and a bounded context are conditions of their own, and a reason sets them aside", () => {
  const to = { ...target, rest: { why: "its quiet hours", until: at }, leaves: [family] };
  const gate = gateOf(ruled({}), to);
  assert.deepEqual(
    unmetConditions(gate, []).map(({ name }) => name),
    ["attention", "bounded"],
  );
  const told = (reason: string): readonly string[] =>
    unmetConditions(gate, [{ conditions: ["attention", "bounded"], reason }]).map(({ name }) => name);
  assert.deepEqual(told("it can not wait"), ["bounded"], "a reason for something else");
  assert.deepEqual(told("the FAMILY knows of it"), []);
});
