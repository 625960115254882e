// The whole screen for a while: raw keys in, pictures out, and the terminal as it was on every way out.
import { StringDecoder } from "node:string_decoder";
import { PkmError } from "../base/errors.ts";
import type { Paint } from "../ui/paint.ts";
import type { Tone } from "../ui/report.ts";
import { splitCommand } from "../base/command-words.ts";
import { runInForeground } from "./child.ts";
import { openKeyReader, type Key } from "./keys.ts";
import type { ProcessEnds } from "./terminal.ts";

export interface Picture {
  /** Safe to print and within the screen: at most `rows`, each at most `columns` wide. */
  lines: readonly (readonly { text: string; tone: Tone }[])[];
  /** Counted from 0; null hides it. */
  cursor: { row: number; column: number } | null;
}

export interface Size {
  columns: number;
  rows: number;
}

/** What a play may do with the terminal beside being drawn. */
export interface Hands {
  /** Gives the terminal to `act` as it was before, and takes it back. */
  aside<Result>(act: () => Promise<Result>): Promise<Result>;
  /** Puts text into the clipboard of the person's terminal (OSC 52); whether it took it can not be told. */
  copy(text: string): void;
  /** Draws anew: something changed without a key. */
  redraw(): void;
  /** Hands text to a program typed as one line, without a shell, aside; says how it ended. */
  pipe(command: string, input: string): Promise<string>;
}

/** What is played on the screen. */
export interface ScreenPlay {
  draw(size: Size): Picture;
  /** Resolves to false when the play is over. */
  press(key: Key, hands: Hands): Promise<boolean>;
}

/** ESC alone is the key when nothing follows it for so long. */
const escapeMs = 50;
/** When a stop signal has no effect, as without job control, the screen comes back by itself. */
const unstoppedMs = 100;
/** Alternate screen, no line wrap, hidden cursor, marked pastes; and all of it back. */
const enter = "\u001b[?1049h\u001b[?7l\u001b[?25l\u001b[?2004h\u001b[H\u001b[2J";
const leave = "\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l";
const deathSignals = ["SIGTERM", "SIGHUP"] as const;

/** Plays until the play is over. Ctrl-C and the end of input throw PkmError("interrupted"). The caller made sure of a terminal. */
export function playScreen(play: ScreenPlay, { ends, paint }: { ends: ProcessEnds; paint: Paint }): Promise<void> {
  return new Promise((resolve, reject) => new Stage(play, { ends, paint, resolve, reject }).open());
}

interface StageEnds {
  ends: ProcessEnds;
  paint: Paint;
  resolve: () => void;
  reject: (error: unknown) => void;
}

class Stage {
  readonly #play: ScreenPlay;
  readonly #ends: StageEnds;
  readonly #keys = openKeyReader();
  readonly #decoder = new StringDecoder("utf8");
  readonly #waiting: Key[] = [];
  #shown: readonly string[] = [];
  #escapeTimer: NodeJS.Timeout | null = null;
  #isOn = false;
  #isAside = false;
  #isPlaying = false;
  #isOver = false;

  constructor(play: ScreenPlay, ends: StageEnds) {
    this.#play = play;
    this.#ends = ends;
  }

  open(): void {
    const { stdin, stdout } = this.#ends.ends;
    this.#heedSignals();
    process.on("SIGINT", this.#interrupt);
    process.on("SIGCONT", this.#goOn);
    process.on("exit", this.#leave);
    stdin.on("data", this.#take);
    stdin.on("end", this.#interrupt);
    stdin.on("error", this.#interrupt);
    stdout.on("error", this.#interrupt);
    stdout.on("resize", this.#redraw);
    this.#guarded(() => this.#enter());
  }

  #close(finish: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { stdin, stdout } = this.#ends.ends;
    this.#leave();
    this.#leaveSignals();
    process.off("SIGINT", this.#interrupt);
    process.off("SIGCONT", this.#goOn);
    process.off("exit", this.#leave);
    stdin.off("data", this.#take);
    stdin.off("end", this.#interrupt);
    stdin.off("error", this.#interrupt);
    stdout.off("error", this.#interrupt);
    stdout.off("resize", this.#redraw);
    finish();
  }

  #heedSignals(): void {
    for (const signal of deathSignals) process.on(signal, this.#die);
    process.on("SIGTSTP", this.#stop);
  }

  #leaveSignals(): void {
    for (const signal of deathSignals) process.off(signal, this.#die);
    process.off("SIGTSTP", this.#stop);
  }

  #enter(): void {
    if (this.#isOn || this.#isOver) return;
    this.#isOn = true;
    const { stdin, stdout } = this.#ends.ends;
    // What a shell set meanwhile is only undone when the mode changes.
    stdin.setRawMode(false);
    stdin.setRawMode(true);
    stdin.resume();
    stdout.write(enter);
    this.#shown = [];
    this.#draw();
  }

  readonly #leave = (): void => {
    if (!this.#isOn) return;
    this.#isOn = false;
    const { stdin, stdout } = this.#ends.ends;
    stdout.write(leave);
    stdin.setRawMode(false);
    stdin.pause();
  };

  readonly #die = (signal: NodeJS.Signals): void => {
    this.#close(() => process.kill(process.pid, signal));
  };

  readonly #interrupt = (): void => {
    if (this.#isAside) return;
    this.#close(() => this.#ends.reject(new PkmError("interrupted", "interrupted")));
  };

  /** Ctrl-Z: to the shell and back. The whole group stops, as when the terminal itself had seen the key. */
  readonly #stop = (): void => {
    if (!this.#isOn) return;
    this.#leave();
    // A stopped program has nothing to restore: what ends it then must not wait for it to go on.
    this.#leaveSignals();
    process.kill(0, "SIGTSTP");
    setTimeout(this.#goOn, unstoppedMs);
  };

  readonly #goOn = (): void => {
    if (this.#isOver || this.#isAside) return;
    this.#leaveSignals();
    this.#heedSignals();
    // After a stop that nobody could refuse, the screen is no more as it was left.
    if (this.#isOn) this.#shown = [];
    this.#guarded(() => (this.#isOn ? this.#restore() : this.#enter()));
  };

  #restore(): void {
    this.#isOn = false;
    this.#enter();
  }

  readonly #redraw = (): void => {
    this.#shown = [];
    this.#guarded(() => this.#draw());
  };

  #draw(): void {
    if (!this.#isOn) return;
    const { ends, paint } = this.#ends;
    const size = { columns: ends.stdout.columns || 80, rows: ends.stdout.rows || 24 };
    const { lines, cursor } = this.#play.draw(size);
    const painted = lines.map((spans) => spans.map(({ text, tone }) => paint(text, tone)).join(""));
    ends.stdout.write(frameOf(painted, this.#shown, { rows: size.rows, cursor }));
    this.#shown = painted;
  }

  readonly #take = (chunk: Buffer | string): void => {
    if (this.#escapeTimer !== null) clearTimeout(this.#escapeTimer);
    this.#escapeTimer = null;
    const text = typeof chunk === "string" ? chunk : this.#decoder.write(chunk);
    this.#press(this.#keys.push(text));
    if (this.#keys.isWaiting()) this.#escapeTimer = setTimeout(() => this.#press(this.#keys.flush()), escapeMs);
  };

  #press(keys: readonly Key[]): void {
    for (const key of keys) {
      if (key.name === "ctrl-c") return this.#interrupt();
      this.#waiting.push(key);
    }
    if (!this.#isPlaying) void this.#playOn();
  }

  async #playOn(): Promise<void> {
    this.#isPlaying = true;
    try {
      for (let key = this.#waiting.shift(); key !== undefined && !this.#isOver; key = this.#waiting.shift()) {
        if (key.name === "ctrl-z") this.#stop();
        else if (key.name === "ctrl-l") this.#redraw();
        else if (!(await this.#play.press(key, this.#hands))) return this.#close(this.#ends.resolve);
        if (this.#waiting.length === 0) this.#draw();
      }
    } catch (thrown) {
      this.#close(() => this.#ends.reject(thrown));
    } finally {
      this.#isPlaying = false;
    }
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (thrown) {
      this.#close(() => this.#ends.reject(thrown));
    }
  }

  async #aside<Result>(act: () => Promise<Result>): Promise<Result> {
    this.#leave();
    this.#isAside = true;
    try {
      return await act();
    } finally {
      this.#isAside = false;
      this.#enter();
    }
  }

  readonly #hands: Hands = {
    aside: (act) => this.#aside(act),
    redraw: () => this.#guarded(() => this.#draw()),
    copy: (text) => {
      this.#ends.ends.stdout.write(`\u001b]52;c;${Buffer.from(text).toString("base64")}\u0007`);
    },
    pipe: (command, input) =>
      this.#aside(async () => {
        const argv = splitCommand(command, "the command");
        const { status, signal } = await runInForeground({ role: "program", argv, input });
        await this.#waitForEnter();
        return signal === null ? `${argv[0] ?? ""} ended with status ${status}` : `${argv[0] ?? ""} ended by ${signal}`;
      }),
  };

  /** So that what the program printed can be read. */
  async #waitForEnter(): Promise<void> {
    const { stdin, stdout } = this.#ends.ends;
    stdout.write("\n[enter goes back to the review] ");
    stdin.off("data", this.#take);
    await new Promise<void>((resolve) => {
      stdin.once("data", () => resolve());
      stdin.once("end", () => resolve());
      stdin.resume();
    });
    stdin.pause();
    stdin.on("data", this.#take);
  }
}

/** What turns the screen from one picture into the next: changed lines only, in one synchronized update. */
function frameOf(
  lines: readonly string[],
  shown: readonly string[],
  { rows, cursor }: { rows: number; cursor: Picture["cursor"] },
): string {
  const changed = lines.flatMap((line, row) => (line === shown[row] ? [] : [`\u001b[${row + 1};1H\u001b[K${line}`]));
  const below = lines.length < rows && shown.length !== lines.length ? `\u001b[${lines.length + 1};1H\u001b[J` : "";
  const place = cursor === null ? "\u001b[?25l" : `\u001b[${cursor.row + 1};${cursor.column + 1}H\u001b[?25h`;
  return `\u001b[?2026h${changed.join("")}${below}${place}\u001b[?2026l`;
}
