// Reads standard input to its end.
import { PkmError, reasonOf } from "../base/errors.ts";

/** All bytes of the stream. Throws PkmError("failed") when there are more than `bytesMax`, or it cannot be read. */
export async function readAll(stream: NodeJS.ReadStream, bytesMax: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const piece of piecesOf(stream)) {
    bytes += piece.length;
    if (bytes > bytesMax) break;
    chunks.push(piece);
  }
  if (bytes > bytesMax) {
    throw new PkmError("failed", `standard input is longer than ${bytesMax} bytes`);
  }
  return Buffer.concat(chunks);
}

/** The bytes of the stream as they come. Throws PkmError("failed") when it cannot be read. */
export async function* piecesOf(stream: NodeJS.ReadStream): AsyncGenerator<Buffer> {
  try {
    const received: AsyncIterable<unknown> = stream;
    for await (const chunk of received) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
  } catch (error) {
    throw new PkmError("failed", `cannot read standard input: ${reasonOf(error)}`, { cause: error });
  }
}
