// Tones as colours of a 16-colour terminal, or as nothing at all.
import type { Tone } from "./report.ts";

/** Dresses text in a tone; the text itself stays as it is. */
export type Paint = (text: string, tone: Tone) => string;

/** No colour: text as it is. */
export const plainPaint: Paint = (text) => text;

/**
 * The paint for a terminal. Of the 16 colours only those that can be read on black and on white; red is
 * both warning and failure, told apart by weight, and no tone is ever the only carrier of a meaning.
 * chalk is loaded here alone, so that a run without colour does not pay for it.
 */
export async function loadPaint({ hasColour }: { hasColour: boolean }): Promise<Paint> {
  if (!hasColour) return plainPaint;
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level: 1 });
  const brushes: Readonly<Record<Tone, (text: string) => string>> = {
    plain: (text) => text,
    dim: chalk.dim,
    strong: chalk.bold,
    id: chalk.magenta,
    good: chalk.green,
    warn: chalk.red,
    bad: chalk.bold.red,
    link: chalk.underline,
  };
  return (text, tone) => brushes[tone](text);
}
