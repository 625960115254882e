// Reads standard input to its end.
import { PkmError, reasonOf } from "../base/errors.ts";

/** All bytes of the stream. Throws PkmError("failed") when there are more than `bytesMax`, or it cannot be read. */
export async function readAll(stream: NodeJS.ReadStream, bytesMax: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    const received: AsyncIterable<unknown> = stream;
    for await (const chunk of received) {
      const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      bytes += buffer.length;
      if (bytes > bytesMax) break;
      chunks.push(buffer);
    }
  } catch (error) {
    throw new PkmError("failed", `cannot read standard input: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  if (bytes > bytesMax) {
    throw new PkmError("failed", `standard input is longer than ${bytesMax} bytes`);
  }
  return Buffer.concat(chunks);
}
