// A list of whole numbers of 32 bits that grows.

/** Numbers in the order they were pushed; what lies in `items` beyond `length` is nothing. */
export class Growing {
  items: Uint32Array = new Uint32Array(1 << 12);
  length = 0;

  push(value: number): void {
    if (this.length === this.items.length) {
      const grown = new Uint32Array(2 * this.length);
      grown.set(this.items);
      this.items = grown;
    }
    this.items[this.length] = value;
    this.length += 1;
  }
}
