// Decides whether output is coloured.

/** What --color says; null when it was not given. */
export type ColourFlag = "always" | "never" | "auto" | null;

export interface ColourQuestion {
  flag: ColourFlag;
  env: Readonly<Record<string, string | undefined>>;
  /** Whether the stream that is written to is a terminal. */
  isTty: boolean;
}

/**
 * The flag, then NO_COLOR (no-color.org: any value but the empty one), then FORCE_COLOR and CLICOLOR_FORCE
 * (on unless empty, 0 or false), then CLICOLOR=0 and TERM=dumb, then whether it is a terminal.
 */
export function wantsColour({ flag, env, isTty }: ColourQuestion): boolean {
  if (flag === "always") return true;
  if (flag === "never") return false;
  if (isSet(env["NO_COLOR"])) return false;
  if (isOn(env["FORCE_COLOR"]) || isOn(env["CLICOLOR_FORCE"])) return true;
  if (env["CLICOLOR"] === "0" || env["TERM"] === "dumb") return false;
  return isTty;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

function isOn(value: string | undefined): boolean {
  return isSet(value) && value !== "0" && value !== "false";
}
