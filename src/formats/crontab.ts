// A timer as lines of a crontab (crontab(5)): ours stand between two marks, and no other line is touched.
import type { Timer } from "../base/timer.ts";

const opening = (name: string): string => `# ${name} schedule: made by pkm, taken away by pkm schedule --remove`;
const closing = (name: string): string => `# ${name} schedule ends`;

/** The timer's lines with their marks, ending in a line feed. Throws for what no crontab can say: a line break. */
export function crontabBlock(timer: Timer): string {
  const env = timer.env.map(([key, value]) => `${key}=${shellWord(value)}`);
  // cron turns an unescaped % into a line break.
  const command = [...env, ...timer.argv.map(shellWord)].join(" ").replaceAll("%", "\\%");
  if (/[\n\r\0]/.test(command)) throw new Error("a line of a crontab can not have a line break in it");
  return `${opening(timer.name)}\n${timer.minute} ${timer.hour} * * * ${command}\n${closing(timer.name)}\n`;
}

/** The crontab with `block` in the place of the block of that name, or at its end; null takes the block away. */
export function withBlock(crontab: string, name: string, block: string | null): string {
  const lines = crontab === "" ? [] : crontab.replace(/\n$/, "").split("\n");
  const from = lines.indexOf(opening(name));
  const to = lines.indexOf(closing(name), from);
  const isThere = from >= 0 && to >= 0;
  const before = isThere ? lines.slice(0, from) : lines;
  const after = isThere ? lines.slice(to + 1) : [];
  const own = block === null ? [] : [block.replace(/\n$/, "")];
  const all = [...before, ...own, ...after];
  return all.length === 0 ? "" : `${all.join("\n")}\n`;
}

/** The block of that name as it stands; null when there is none. */
export function blockIn(crontab: string, name: string): string | null {
  const lines = crontab.split("\n");
  const from = lines.indexOf(opening(name));
  const to = lines.indexOf(closing(name), from);
  return from < 0 || to < 0 ? null : `${lines.slice(from, to + 1).join("\n")}\n`;
}

/** A word as sh takes it whole (POSIX shell, 2.2.2). */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
