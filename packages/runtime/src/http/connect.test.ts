import { Socket } from "node:net";
import { expect, test } from "vitest";
import { connectionReadyAt, guardedConnector } from "./connect.ts";
import { type Dial, type DialTarget, systemTls } from "./dial.ts";
import { RefusedError } from "./failure.ts";

test("looks a name up once and dials the address that was checked", async () => {
  const looked: string[] = [];
  const lookup = async (hostname: string) => {
    looked.push(hostname);
    return looked.length === 1 ? ["93.184.215.14"] : ["127.0.0.1"];
  };
  const { dial, dials } = recordingDial();
  await connect("news.example", { lookup, dial });
  expect(looked).toEqual(["news.example"]);
  expect(dials).toMatchObject([{ address: "93.184.215.14", port: 443, hostname: "news.example", secure: true }]);
});

test.each([
  ["a private answer", "news.example", ["10.0.0.5"]],
  ["one private answer among public ones", "news.example", ["93.184.215.14", "10.0.0.5"]],
  ["a mapped private answer", "news.example", ["::ffff:10.0.0.5"]],
  ["an answer that is no address", "news.example", ["localhost"]],
  ["a literal, which needs no look-up", "127.0.0.1", []],
  ["an IPv6 literal", "::1", []],
  ["a mapped literal", "::ffff:127.0.0.1", []],
  ["a name of a private network", "wiki.lan", ["93.184.215.14"]],
])("refuses %s without dialling", async (_, hostname, answers) => {
  const { dial, dials } = recordingDial();
  await expect(connect(hostname, { lookup: async () => answers, dial })).rejects.toBeInstanceOf(RefusedError);
  expect(dials).toEqual([]);
});

test.each([
  ["the host", ["wiki.lan"]],
  ["host and port", ["wiki.lan:443"]],
])("dials a private address when %s is listed", async (_, opened) => {
  const { dial, dials } = recordingDial();
  await connect("wiki.lan", { opened, lookup: async () => ["10.0.0.5"], dial });
  expect(dials).toHaveLength(1);
});

test("a listed range opens the addresses in it and no others", async () => {
  const { dial, dials } = recordingDial();
  const opened = ["10.0.0.0/8"];
  await connect("wiki.example", { opened, lookup: async () => ["10.0.0.5"], dial });
  expect(dials).toHaveLength(1);
  const elsewhere = connect("wiki.example", { opened, lookup: async () => ["10.0.0.5", "192.168.0.5"], dial });
  await expect(elsewhere).rejects.toBeInstanceOf(RefusedError);
  expect(dials).toHaveLength(1);
});

test("offers HTTP/2, and HTTP/1.1 after it", async () => {
  const { dial, dials } = recordingDial();
  await connect("news.example", { lookup: async () => ["93.184.215.14"], dial });
  expect(dials[0]?.protocols).toEqual(["h2", "http/1.1"]);
});

test("tries the next address when one does not answer", async () => {
  const { dial, dials } = recordingDial((target) => {
    if (target.address !== "93.184.215.14") throw Object.assign(new Error("no route"), { code: "ENETUNREACH" });
  });
  await connect("news.example", { lookup: async () => ["2606:4700::1", "93.184.215.14"], dial });
  expect(dials.map(({ address }) => address)).toEqual(["2606:4700::1", "93.184.215.14"]);
});

test("tries no other address when one turns out to be somebody else's", async () => {
  const dials: string[] = [];
  const dial: Dial = async ({ address }) => {
    dials.push(address);
    return socketTo("10.0.0.1");
  };
  const lookup = async () => ["93.184.215.14", "93.184.215.15"];
  await expect(connect("news.example", { lookup, dial })).rejects.toBeInstanceOf(RefusedError);
  expect(dials).toEqual(["93.184.215.14"]);
});

test("gives up all attempts when the client is closed", async () => {
  const closing = new AbortController();
  const dial: Dial = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("given up"))));
  const connecting = connect("news.example", { lookup: async () => ["93.184.215.14"], dial, closed: closing.signal });
  closing.abort();
  await expect(connecting).rejects.toMatchObject({ code: "aborted" });
});

test("says of an error how long the connection had been there", async () => {
  const socket = socketTo("93.184.215.14");
  const before = performance.now();
  await connect("news.example", { lookup: async () => ["93.184.215.14"], dial: async () => socket });
  const error = new Error("cut");
  socket.emit("error", error);
  expect(connectionReadyAt(error)).toBeGreaterThanOrEqual(before);
  expect(connectionReadyAt(new Error("another"))).toBeNull();
});

test("drops a connection that ended somewhere else", async () => {
  const socket = socketTo("127.0.0.1");
  const dial: Dial = async () => socket;
  const connecting = connect("news.example", { lookup: async () => ["93.184.215.14"], dial });
  await expect(connecting).rejects.toThrow("connected to 127.0.0.1 instead of 93.184.215.14");
  expect(socket.destroyed).toBe(true);
});

test("an IPv4 address may come back as a mapped one", async () => {
  const deps = { lookup: async () => ["93.184.215.14"], dial: async () => socketTo("::ffff:93.184.215.14") };
  await expect(connect("news.example", deps)).resolves.toBeInstanceOf(Socket);
});

test("a name without addresses does not exist", async () => {
  const { dial } = recordingDial();
  await expect(connect("news.example", { lookup: async () => [], dial })).rejects.toMatchObject({
    code: "dns",
    message: "the host name news.example does not exist",
  });
});

function connect(
  hostname: string,
  deps: { opened?: string[]; lookup: (hostname: string) => Promise<string[]>; dial: Dial; closed?: AbortSignal },
): Promise<Socket> {
  const { opened = [], lookup, dial, closed = new AbortController().signal } = deps;
  const connector = guardedConnector(opened, { lookup, dial, closed, startTls: systemTls() });
  return new Promise((resolve, reject) => {
    connector({ hostname, protocol: "https:", port: "" }, (error, socket) => {
      if (error === null) resolve(socket);
      else reject(error);
    });
  });
}

function recordingDial(check: (target: DialTarget) => void = () => {}): { dial: Dial; dials: DialTarget[] } {
  const dials: DialTarget[] = [];
  const dial: Dial = async (target) => {
    dials.push(target);
    check(target);
    return socketTo(target.address);
  };
  return { dial, dials };
}

function socketTo(remoteAddress: string): Socket {
  return Object.defineProperty(new Socket(), "remoteAddress", { value: remoteAddress });
}
