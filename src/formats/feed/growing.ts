// A text put together from very many short pieces, in little more memory than the text itself takes.

/** Pieces held apart; joined they are one block. */
const piecesMax = 4096;

/** A text that grows at its end. */
export class GrowingText {
  /** The first piece; most texts have no other. */
  #start = "";
  #pieces: string[] = [];
  #blocks: string[] = [];

  get isEmpty(): boolean {
    return this.#start === "";
  }

  add(piece: string): void {
    if (this.#start === "") {
      this.#start = piece;
      return;
    }
    this.#pieces.push(piece);
    if (this.#pieces.length < piecesMax) return;
    this.#blocks.push(this.#pieces.join(""));
    this.#pieces = [];
  }

  /** The whole text; it begins anew after that. */
  take(): string {
    const start = this.#start;
    this.#start = "";
    if (this.#pieces.length === 0 && this.#blocks.length === 0) return start;
    const text = start + this.#blocks.join("") + this.#pieces.join("");
    this.#pieces = [];
    this.#blocks = [];
    return text;
  }
}
