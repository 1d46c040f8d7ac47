import { expect, test } from "vitest";
import { RefusedError } from "./failure.ts";
import { proxyOf } from "./proxy.ts";

test("reads an address", () => {
  expect(proxyOf("http://proxy.example:3128", [])).toEqual({
    hostname: "proxy.example",
    port: 3128,
    secure: false,
    origin: "http://proxy.example:3128",
    authorization: null,
  });
  expect(proxyOf("https://[2606:4700::1111]/", [])).toMatchObject({
    hostname: "2606:4700::1111",
    port: 443,
    secure: true,
  });
});

test.each([
  ["desk:hunter2", "desk:hunter2"],
  ["desk", "desk:"],
  ["desk:", "desk:"],
  ["desk:p%40ss%3Aword", "desk:p@ss:word"],
  ["desk:p@ss:w/rd?#", "desk:p@ss:w/rd?#"],
  ["desk:100%", "desk:100%"],
  ["büro:größe", "büro:größe"],
])("reads the user and password in %s", (userinfo, credentials) => {
  const { authorization, origin } = proxyOf(`http://${userinfo}@proxy.example:3128`, []);
  expect(authorization).toBe(`Basic ${Buffer.from(credentials).toString("base64")}`);
  expect(origin).toBe("http://proxy.example:3128");
});

test.each([
  ["a private address", "http://10.0.0.1:3128", "network.allow_private"],
  ["a private name", "http://desk:hunter2@squid.lan:3128", "network.allow_private"],
  ["localhost in disguise", "http://desk:hunter2@2130706433:3128", "network.allow_private"],
  ["another kind", "socks5://desk:hunter2@proxy.example:1080", "http://host:port"],
  ["no scheme", "proxy.example:3128", "http://host:port"],
  ["nothing", "", "http://host:port"],
  ["nonsense", "http://desk:hunter2@:0:0", "http://host:port"],
])("refuses %s, and does not repeat a password", (_, text, words) => {
  const read = () => proxyOf(text, []);
  expect(read).toThrow(RefusedError);
  expect(read).toThrow(words);
  expect(read).not.toThrow("hunter2");
});

test("takes a private one that is listed", () => {
  expect(proxyOf("http://10.0.0.1:3128", ["10.0.0.0/8"])).toMatchObject({ hostname: "10.0.0.1" });
  expect(proxyOf("http://squid:3128", ["squid:3128"])).toMatchObject({ hostname: "squid" });
});
