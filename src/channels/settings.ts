// Channel settings read from what the person typed, with errors that name the flag.
import { PkmError } from "../base/errors.ts";
import type { ChannelSettings } from "../people/community.ts";
import type { SettingSpec } from "../share/channel.ts";

const help = { hint: "pkm help channels" };

/** The value of a text setting; null when it is not set. */
export function textSetting(settings: ChannelSettings, name: string): string | null {
  const value = settings[name];
  return typeof value === "string" && value !== "" ? value : null;
}

/** The value of a text setting that must be there; throws PkmError("usage") naming the flag. */
export function requiredText(settings: ChannelSettings, name: string): string {
  const value = textSetting(settings, name);
  if (value === null) throw missing(name);
  return value;
}

/** The values of a setting that may be given several times; a single text is a list of one. */
export function listSetting(settings: ChannelSettings, name: string): readonly string[] {
  const value = settings[name];
  if (typeof value === "string") return value === "" ? [] : [value];
  return typeof value === "object" ? value : [];
}

/**
 * Holds the settings against what a channel takes: every required one there, no other, each of
 * its kind. Throws PkmError("usage") naming the flag.
 */
export function checkKnown(settings: ChannelSettings, specs: readonly SettingSpec[]): void {
  for (const [name, value] of Object.entries(settings)) {
    const spec = specs.find((known) => known.name === name);
    if (spec === undefined) {
      const known = specs.map((each) => `--${each.name}`).join(" ");
      throw new PkmError("usage", `this channel has no setting --${name}; it takes ${known}`, help);
    }
    if (!isOfKind(value, spec.kind)) {
      throw new PkmError("usage", `--${name} takes ${wants[spec.kind]}`, help);
    }
  }
  for (const { name, isRequired } of specs) {
    if (isRequired && listSetting(settings, name).length === 0) throw missing(name);
  }
}

const wants: Readonly<Record<SettingSpec["kind"], string>> = {
  text: "one value",
  list: "one or more values",
  flag: "no value",
};

function isOfKind(value: ChannelSettings[string], kind: SettingSpec["kind"]): boolean {
  if (kind === "flag") return typeof value === "boolean";
  if (kind === "text") return typeof value === "string";
  return typeof value === "string" || typeof value === "object";
}

function missing(name: string): PkmError {
  return new PkmError("usage", `--${name} is missing`, help);
}
