// The topic of pkm help on JSON: the names of the fields that scripts may rely on.

export const json = `JSON

--json prints one value, --jsonl one object a line. Names below are relied on: more may be added,
none is renamed. Dates are ISO 8601 in UTC or null; ids are strings; what is absent is null.

item        {id, kind:"item", title, url, author, published, updated, fetched, guid, source:{id,title,url},
             via:[sourceId], state, tags, contexts, people, minutes, text, html,
             enclosures:[{url,type,bytes}], versions, duplicateOf}; lists leave text and html out;
             show adds summary, durationSeconds, image, transcript, chapters, persons
source      {id, kind:"source", title, url, site, state, filter, person, tags, items, unread, perWeek,
             keptRatio, lastFetched, lastNew, nextDue, failingSince, error:{code,message,hint}}
note        {id, kind:"note", noteKind, title, path, tags, contexts, growth, created, updated,
             sources:[itemId], links:[{to,as}], backlinks:[{from,as}], shares:[shareId], text}
annotation  {id, kind:"annotation", item, quote:{exact,prefix,suffix}, comment, tags, created, anchor:"same|moved|gone",
             isPageGone}
share       {id, kind:"share", note, state, versions:[{n,hash,created}],
             rounds:[{id,version,community,ask,until,state,deliveries}], feedback,
             published:[{network,url,version,at}], gate:{open,conditions:[{name,met,why,mend}]},
             overrides:[{reason,at}]}
delivery    {id, channel, to, state, version, part, uri, url, hash, attempts, at, error}
feedback    {id, from, via, round, received, text, about, state, why, consent}; what came back and was kept apart is
             listed with state "apart", from null and why
person      {id, kind:"person", name, handles, sources, step, since, dormant, left, disagrees,
             evidence:[{at,what,ref,way:"gave|got"|null}]}
community   {id, kind:"community|team|network", name, goals, norms, attribution, rhythm:{perWeek,quiet}, bounded,
             members:[{person,degree}], channels:[{id,kind,exposure,address,agreed}]}

pkm          {seek:{waiting,minutes,lastFetch,broken}, sense:{kept}, share:{drafts,heard,unknown}, next}
seek         {due, fetched, unchanged, new, updated, merged, broken:[{source,url,since,error,hint}], retryAt, tookMs,
             letGo, emptied, pages}
seek add     [{source, title, url, new, waiting, letGo, newest:[item]}]
seek save    [{…item, what:"new|changed|same|brought"}]
seek check   {input, format, version, encoding, title, link, items:[…], problems:[{code,message,line}]} for each input
seek mute    {no, how:"mute|keep", query, created, until, items}, with --list one of each; so does seek keep
seek echoes  [{origin:{id,title,url,published,source,similarity,how:"origin|text|link|same",distance}, echoes:[the same],
             independent:[{origin, echoes}]}]; with --tellings [{story, report, …telling}]
sense stale  [{annotation, item, title, quote, anchor, isPageGone, created, notes:[{ref,title,hasQuote}],
             shares:[{id,note,places,isPublished}]}]
sense rename {id, ref, title, titleBefore, path, pathBefore, relinked:[path], left:[ref], isChanged}; -n adds
             dryRun and files:[{path,before,after}]
sense tags   [{tag, items, notes, others, alike:[tag]}]; merge: {from, into, things, notes, inline, isChanged, dryRun}
sense check  {about, item, claim, status, independent, repeats:[{found,why}], findings:[{no,about,step,bears,found,text,at}],
             next, claims:[{id,text,status}]}
review --weekly [{week, step, stage, about, count, oldest:{ref,title,since}, next, isDone, isBottleneck}]
sense context [{context, bounded, notes, items, sources, places, people}]; add, remove: [{ref, contexts, changed}];
             bound, unbound: {context, isBounded, isChanged}
sense bridges [{notes:[{ref,title,contexts}], shared:{items,people,tags,sources}, bounded:[context], score}]
related      [{ref, kind, title, score, why:{words,tags,people,links}}]
undo         {no, at, summary, staysBecause, undone, paths:[path]}, with --list one of each; -n adds dryRun and
             files:[{path,before,after}], --keep adds kept
people show  {…person, account:{came,kept,annotated,cited,shared,asked,answered,"taken-up",gave,got}}; with --receipts
             [{at, kind, ref, title}]
mirror       [{by, stage, n, kinds, chance, low, high, unknown, top:[{key,label,n}]}], a row for each side and stage;
             with --receipts [{id, at, title, of}]
mirror yield [{source, title, filter, subscribed, shown, opened, annotated, cited, shared, kept, advice:"quiet|drop"|null}]
mirror filters [{filter, sources, subscribed, shown, opened, annotated, cited, shared}]
mirror reciprocity [{person, name, asked, answered, points, takenUp, cited, gave, got}]
people import [person]; people export {people, document} or, with --out, {people, out}
people suggest [{person, name, step, to, cited, asked, told, first, last}]; of one person [{person, kind:"cited|asked|told",
             at, mine, theirs, title}]
who          [{person, name, step, counts:{answered,cited,marked,kept,wrote}, last, receipts:[{person,kind,ref,at,title}]}];
             with --receipts the receipts alone
mirror elsewhere [{id, day, title, source, yielded:"noted|annotated|kept|opened|nothing"}]
attention    {isOn, offSince, shown, opened, elsewhere, since}; forget: {forgotten}
digest       {id, date, since, query, minutes, shown, held, dropped, letGo, sections:[{name, more,
             items:[{…item, why, excerpt, from, next}]}]}; with --mail also to and messageId, with --out also out
digest finds {note, items:[itemId], draft}; where a note was made also path
digest again {id, to, messageId}
digest list  [{id, made, how:"screen|file|mail", target, delivered, unsure, shown, held, dropped}]
share preview {share, audience:{exposure,people,unknown}, channels:[{channel,bytes,hash,body,problems}],
             preflight:[{check,result:"ok|trips|off|answered",detail,stops,place}], refusals:[{place,why}]}
share answer {share, check, version, place, passage, word}
share report {share, reports:[{id,audience,bytes,body,reads,delivery}], byHand:[{person,why,body}], told:[name]}
export       {kind, …counts, document} or, with --out, {kind, …counts, out}; -n adds dryRun
import       {kind, items:{new,known}, feeds:{new,known}, marks:{new,known}, tags, states, notTaken:[{place,what}]};
             all: {kind, records, counts, reaches}; state: {kind, items, taken, known, waiting}; markdown: {kind,
             notes:{new,known}, notTaken}; -n adds dryRun
backup       {file, made, schema, counts, bytes}
restore      {file, made, schema, counts, bytes, aside:[path]}; -n: {dryRun, …, stands:[path]}
trace        {root, nodes:[{id,kind,title,at}], edges:[{from,to,as}], gaps:[{between,why}]}

Errors with --json, on stderr: {error:{code, message, why, mend:[command]}}`;
