import { expect, test } from "vitest";
import { agentWords } from "./agent-words.ts";
import { ownPath } from "./own-path.ts";
import { readName } from "./read-name.ts";
import { createTurns, TooBusyError } from "./turns.ts";

test.each([
  ["/", "/"],
  ["/alerts?state=open&q=a%20b", "/alerts?state=open&q=a%20b"],
  ["/a/../alerts", "/alerts"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["\\\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["/\n/evil.example", "/"],
  ["/.//evil.example", "/"],
  ["/..//evil.example/x", "/"],
  ["/%2f/evil.example", "/%2f/evil.example"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["evil.example", "/"],
  [" /alerts", "/"],
  ["/\u0000\r\nset-cookie: a=b", "/%00set-cookie:%20a=b"],
  ["", "/"],
  [null, "/"],
  [`/${"x".repeat(3000)}`, "/"],
])("of %j the way goes on to %j", (given, expected) => {
  expect(ownPath(given)).toBe(expected);
  // As a browser reads it.
  expect(new URL(ownPath(given), "http://console.example").host).toBe("console.example");
});

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1",
    "Safari on iOS",
  ],
  ["Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"],
  ["desk-script/2", "desk-script/2"],
  ["", "a program that does not say its name"],
])("the browser %j is called %j", (agent, words) => {
  expect(agentWords(agent)).toBe(words);
});

test.each([
  [" Anna Smith ", "Anna Smith"],
  ["", null],
  [null, null],
  ["a\nb", null],
  ["x".repeat(101), null],
])("the name %j is read as %j", (given, name) => {
  expect(readName(given)).toBe(name);
});

test("two at once work, the others wait in order, and one too many is sent away", async () => {
  const turns = createTurns({ atOnce: 2, waiting: 2 });
  const order: number[] = [];
  const ends: (() => void)[] = [];
  const work = (number: number) =>
    turns.take(async () => {
      order.push(number);
      await new Promise<void>((resolve) => void ends.push(resolve));
      if (number === 1) throw new Error("broke");
    });
  const all = [1, 2, 3, 4].map((number) => work(number).catch(() => undefined));
  await expect(work(5)).rejects.toBeInstanceOf(TooBusyError);
  expect(order).toEqual([1, 2]);
  while (order.length < 4) {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const end of ends) end();
  await Promise.all(all);
  expect(order).toEqual([1, 2, 3, 4]);
});
