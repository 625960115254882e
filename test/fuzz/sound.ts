// What makes a value sound that was read out of a hostile document, whatever it is for.

const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** What is wrong with a text that is to stand on one line: controls, nothing but nothing, halves of characters. */
export function* lineComplaints(what: string, text: string | null): Generator<string> {
  if (text === null) return;
  if (text === "") yield `a ${what} is empty and not null`;
  const found = control.exec(text)?.[0];
  if (found !== undefined) yield `a ${what} holds the control character ${found.charCodeAt(0)}`;
  yield* formComplaints(what, text);
}

/** What is wrong with the form of a text, however long. */
export function* formComplaints(what: string, text: string | null): Generator<string> {
  if (text !== null && !text.isWellFormed()) yield `a ${what} holds half a character`;
}

/** What is wrong with an address of the web that came out of a document; without a base it may be relative. */
export function* linkComplaints(what: string, link: string | null, baseUrl: string | null): Generator<string> {
  if (link === null) return;
  yield* lineComplaints(what, link);
  if (baseUrl !== null && !/^https?:\/\/[^/]/i.test(link)) yield `a ${what} leads to ${link.slice(0, 40)}`;
  else if (baseUrl !== null && !URL.canParse(link)) yield `a ${what} is no address`;
  else if (/^(?:javascript|data|file|vbscript):/i.test(link)) yield `a ${what} leads to ${link.slice(0, 40)}`;
}

/** What is wrong with a number of things. */
export function* countComplaints(what: string, count: number | null): Generator<string> {
  if (count !== null && !(Number.isSafeInteger(count) && count > 0)) yield `a ${what} is ${count}`;
}

/** What is wrong with an instant. */
export function* dateComplaints(date: string | null): Generator<string> {
  if (date === null) return;
  const isIso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(date);
  if (!isIso || Number.isNaN(Date.parse(date))) yield `a date is ${date}`;
}
