// Callbacks for htmlparser2's tokenizer that do nothing, to begin from.
import type { TokenizerCallbacks } from "htmlparser2";

const ignore = (): void => {};

/** Every event passed over; spread it and name the events that matter. */
export const silent: TokenizerCallbacks = {
  onattribdata: ignore,
  onattribentity: ignore,
  onattribend: ignore,
  onattribname: ignore,
  oncdata: ignore,
  onclosetag: ignore,
  oncomment: ignore,
  ondeclaration: ignore,
  onend: ignore,
  onopentagend: ignore,
  onopentagname: ignore,
  onprocessinginstruction: ignore,
  onselfclosingtag: ignore,
  ontext: ignore,
  ontextentity: ignore,
};
