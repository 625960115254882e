// A relay in front of a real SMTP server that stops a client at a chosen moment of its message.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Moments of a message, in order. Up to "dot-held" the server can not have taken it; from "dot-passed" on it has. */
export const moments = ["connect", "mail", "data", "body", "dot-held", "dot-passed", "answered"] as const;
export type Moment = (typeof moments)[number];

export interface SmtpProxy {
  port: number;
  /** Calls `act` when the next client comes to that moment; null lets all through. */
  stopAt(moment: Moment | null, act: () => void): void;
  close(): Promise<void>;
}

/** Relays between its own port and the server's. */
export async function openSmtpProxy(serverPort: number): Promise<SmtpProxy> {
  let plan: { moment: Moment; act: () => void } | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const far = connect(serverPort, "127.0.0.1");
    for (const socket of [client, far]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      // A client that was killed breaks off.
      socket.on("error", () => undefined);
    }
    const mine = plan;
    plan = mine?.moment === "connect" ? null : plan;
    relay(client, far, mine);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  return {
    port: address.port,
    stopAt: (moment, act) => void (plan = moment === null ? null : { moment, act }),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

const dot = "\r\n.\r\n";

/** One connection. The server's answer to the whole message is held back from "dot-passed" on. */
function relay(client: Socket, far: Socket, plan: { moment: Moment; act: () => void } | null): void {
  let said = "";
  let isOver = false;
  const reach = (moment: Moment): boolean => {
    if (plan?.moment !== moment || isOver) return false;
    isOver = true;
    plan.act();
    return true;
  };
  reach("connect");
  client.on("data", (chunk) => {
    if (isOver && plan?.moment !== "dot-passed" && plan?.moment !== "answered") return;
    said += chunk.toString("latin1");
    const isEnd = said.includes(dot);
    if (/\r?\nMAIL FROM/i.test(`\n${said}`) && reach("mail")) return;
    if (/\r\nDATA\r\n/i.test(said) && reach("data")) return;
    if (isEnd && plan?.moment === "body") {
      far.write(chunk.subarray(0, Math.floor(chunk.length / 2)));
      reach("body");
      return;
    }
    if (isEnd && reach("dot-held")) return;
    far.write(chunk);
    if (isEnd) reach("dot-passed");
  });
  far.on("data", (chunk) => {
    if (isOver && plan?.moment === "dot-passed") return;
    const isAnswer = said.includes(dot);
    client.write(chunk);
    if (isAnswer) reach("answered");
  });
  client.on("close", () => far.destroy());
  far.on("close", () => client.destroy());
}
