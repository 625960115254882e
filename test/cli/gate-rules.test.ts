// What config.toml says of gate and pre-flight: taken as it stands, and refused where it names what there is not.
import { test } from "node:test";
import assert from "node:assert/strict";
import { PkmError } from "../../src/base/errors.ts";
import { rulesFrom } from "../../src/cli/share/rules.ts";
import { bareHome, settingsWith } from "./bare-context.ts";

function rules(texts: Readonly<Record<string, readonly string[]>>): ReturnType<typeof rulesFrom> {
  return rulesFrom({
    ...bareHome(""),
    settings: settingsWith({ texts: (key) => texts[key] ?? null, count: () => 24 }),
  });
}

test("every list is taken over, and a home without config.toml has none", () => {
  assert.deepEqual(
    rules({ "gate.unasked": ["kind:finds"], "gate.closed-only": ["context:family"], "preflight.off": ["one-sided"] }),
    {
      gate: { coolingHours: 24, unasked: ["kind:finds"], closedOnly: ["context:family"], membersOnly: [] },
      preflight: { off: ["one-sided"], stop: [] },
    },
  );
  const none = { coolingHours: 0, unasked: [], closedOnly: [], membersOnly: [] };
  assert.deepEqual(rulesFrom(bareHome("")), { gate: none, preflight: { off: [], stop: [] } });
});

test("a check, a kind or a form that there is not is a mistake in config.toml", () => {
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ["preflight.off", "one-side", /no check one-side; there are opened/],
    ["preflight.stop", "all", /no check all/],
    ["gate.unasked", "finds", /not finds/],
    ["gate.closed-only", "kind:poem", /not kind:poem/],
    ["gate.members-only", "context:", /not context:/],
  ];
  for (const [key, value, pattern] of wrong) {
    assert.throws(
      () => rules({ [key]: [value] }),
      (thrown) => thrown instanceof PkmError && thrown.kind === "config" && pattern.test(thrown.message),
      key,
    );
  }
});
