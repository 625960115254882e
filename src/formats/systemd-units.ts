// A timer as a pair of systemd user units (systemd.service(5), systemd.timer(5), systemd.exec(5)).
import { timeText, type Timer } from "../base/timer.ts";

/** Runs the command once; its standard error goes to the journal. */
export function serviceUnit(timer: Timer): string {
  return lines([
    "[Unit]",
    `Description=${plain(`pkm ${timer.argv.slice(2).join(" ")}`)}`,
    "",
    "[Service]",
    "Type=oneshot",
    ...timer.env.map(([key, value]) => `Environment=${quoted(`${key}=${value}`)}`),
    // A dollar sign would begin a variable here, and here alone.
    `ExecStart=${timer.argv.map((word) => quoted(word).replaceAll("$", "$$$$")).join(" ")}`,
  ]);
}

/** Every day at the time; one that was missed while the machine slept is made up for. */
export function timerUnit(timer: Timer): string {
  return lines([
    "[Unit]",
    `Description=pkm every day at ${timeText(timer)}`,
    "",
    "[Timer]",
    `OnCalendar=*-*-* ${timeText(timer)}:00`,
    "Persistent=true",
    "",
    "[Install]",
    "WantedBy=timers.target",
  ]);
}

/** In double quotes, with C escapes; % begins a specifier. */
function quoted(word: string): string {
  const escaped = word
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("%", "%%")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `"${escaped}"`;
}

/** On one line, without specifiers. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("%", "%%");
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
