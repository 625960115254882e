// A timer as a property list for launchd (launchd.plist(5)).
import type { Timer } from "../base/timer.ts";
import { block, element, writeXml, type Tree } from "./publish-tree.ts";

/** Its label, which is its file's name too. */
export function agentLabel({ name }: Pick<Timer, "name">): string {
  return `org.pkm.${name}`;
}

/** What goes wrong is written to `logFile`. A time that was missed while the machine slept is made up for when it wakes. */
export function launchAgent(timer: Timer, logFile: string): string {
  const environment = timer.env.flatMap(([name, value]) => [element("key", {}, name), element("string", {}, value)]);
  const dict = block(
    "dict",
    {},
    ...entry("Label", element("string", {}, agentLabel(timer))),
    ...entry("ProgramArguments", block("array", {}, ...timer.argv.map((word) => element("string", {}, word)))),
    ...entry("EnvironmentVariables", block("dict", {}, ...environment)),
    ...entry(
      "StartCalendarInterval",
      block(
        "dict",
        {},
        ...entry("Hour", element("integer", {}, String(timer.hour))),
        ...entry("Minute", element("integer", {}, String(timer.minute))),
      ),
    ),
    ...entry("ProcessType", element("string", {}, "Background")),
    ...entry("StandardErrorPath", element("string", {}, logFile)),
  );
  const doctype =
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">';
  const [declaration = "", ...rest] = writeXml(block("plist", { version: "1.0" }, dict)).split("\n");
  return [declaration, doctype, ...rest].join("\n");
}

function entry(key: string, value: Tree): readonly Tree[] {
  return [element("key", {}, key), value];
}
