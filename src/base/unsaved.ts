// The error of a command that could keep nothing of what a person handed in.
import { reasonOf } from "./errors.ts";

/** A failure with the words that a person had handed in, which nothing keeps any more; `cause` is what failed. */
export class UnsavedError extends Error {
  readonly text: string;

  constructor(text: string, cause: unknown) {
    super(reasonOf(cause), { cause });
    this.name = "UnsavedError";
    this.text = text;
  }
}
