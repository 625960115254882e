// The help topic on two machines of one person.

export const machines: string = `Two machines

Never let a sync program carry pkm.db: two machines that write it break it, and pkm doctor warns where it sees one.

  notes     a folder of files: let git or any file sync carry it. Each machine keeps its own index of it
  state     what you read, kept, tagged, annotated and decided of feedback, and which contexts are bounded:
              pkm export --as state | ssh desk pkm import -
              ssh desk pkm export --as state | pkm import -
            In any order and as often as you like: the later word counts, whatever the clocks say, and nothing is
            lost. What speaks of something that is not there yet waits for it.
  the rest  a new machine begins with everything:
              pkm export --as all | ssh new pkm import -
            Shares stay with the machine that sends them: only there is it known what has left.

An item whose address is the same has the same id wherever that is free; state goes by addresses, not by ids.`;
