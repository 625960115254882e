// What config.toml says of gate and pre-flight, checked.
import { PkmError } from "../../base/errors.ts";
import { noteKinds } from "../../sense/note.ts";
import type { GateRules } from "../../share/gate-rules.ts";
import { checkNames, type CheckName, type PreflightRules } from "../../share/preflight.ts";
import type { Context } from "../context.ts";
import type { ListKey, Settings } from "../../base/setting-keys.ts";

/** Throws PkmError("config") for a check or a kind of note that there is not. */
export function rulesFrom({ settings }: Pick<Context["home"], "settings">): {
  gate: GateRules;
  preflight: PreflightRules;
} {
  return {
    gate: {
      coolingHours: settings.count("gate.cooling-hours") ?? 0,
      unasked: noteRules(settings, "gate.unasked"),
      closedOnly: noteRules(settings, "gate.closed-only"),
      membersOnly: noteRules(settings, "gate.members-only"),
    },
    preflight: { off: checksIn(settings, "preflight.off"), stop: checksIn(settings, "preflight.stop") },
  };
}

function noteRules(settings: Settings, key: ListKey): readonly string[] {
  const rules = settings.texts(key) ?? [];
  const wrong = rules.find((rule) => !isNoteRule(rule));
  if (wrong === undefined) return rules;
  throw new PkmError(
    "config",
    `${key} names notes as kind:${noteKinds.join(", kind:")} or context:<name>, not ${wrong}`,
    {
      hint: "pkm config edit",
    },
  );
}

function isNoteRule(rule: string): boolean {
  const [what = "", ...rest] = rule.split(":");
  const name = rest.join(":").trim();
  return what === "context" ? name !== "" : what === "kind" && noteKinds.some((kind) => kind === name);
}

function checksIn(settings: Settings, key: ListKey): readonly CheckName[] {
  return (settings.texts(key) ?? []).map((name) => {
    const check = checkNames.find((known) => known === name);
    if (check !== undefined) return check;
    throw new PkmError("config", `${key}: there is no check ${name}; there are ${checkNames.join(", ")}`, {
      hint: "pkm config edit",
    });
  });
}
