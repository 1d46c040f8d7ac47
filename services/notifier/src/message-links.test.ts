import { verifyLink } from "@wirewatch/alerting";
import { expect, test } from "vitest";
import { messageLinks } from "./message-links.ts";

const key = new Uint8Array(32).fill(7);
const now = new Date("2026-03-02T12:00:00Z");
const given = { alertId: "al_5", receiver: "desk", now };

test.each(["https://wirewatch.example.org", "https://wirewatch.example.org/", "https://wirewatch.example.org//"])(
  "links begin with the address of the console, %s",
  (publicUrl) => {
    const links = messageLinks(key, publicUrl, given);
    expect(Object.keys(links)).toEqual(["open", "ack", "mute", "why"]);
    for (const address of Object.values(links))
      expect(address).toMatch(/^https:\/\/wirewatch\.example\.org\/l\/[\w.-]+$/u);
  },
);

test("links work for 30 days and are then recognised as too old", () => {
  const token = messageLinks(key, "https://wirewatch.example.org", given)["ack"]?.split("/").at(-1) ?? "";
  const inDays = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
  expect(verifyLink(key, token, inDays(29.9))).toMatchObject({
    kind: "valid",
    link: { action: "ack", receiver: "desk" },
  });
  expect(verifyLink(key, token, inDays(30))).toMatchObject({ kind: "expired" });
});

test("a name that is too long for a link costs the links, not the message", () => {
  expect(messageLinks(key, "https://wirewatch.example.org", { ...given, receiver: "見".repeat(200) })).toEqual({});
});
