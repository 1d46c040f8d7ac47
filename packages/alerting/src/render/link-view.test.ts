import { expect, test } from "vitest";
import { linkViews } from "./link-view.ts";

const at = (path: string): string => `https://wirewatch.example.org/${path}`;

test("links have labels and stand in the order of use", () => {
  const links = { unsubscribe: at("u"), why: at("w"), runbook: at("r"), mute: at("m"), ack: at("a"), open: at("o") };
  expect(linkViews(links, "Open the alert").map(({ name, label, url }) => [name, label, url])).toEqual([
    ["open", "Open the alert", at("o")],
    ["ack", "Acknowledge", at("a")],
    ["mute", "Mute this story", at("m")],
    ["why", "Why this alert", at("w")],
    ["runbook", "runbook", at("r")],
    ["unsubscribe", "Unsubscribe", at("u")],
  ]);
});

test("what is for mail programs, or is no http(s) address, is not shown", () => {
  const links = { unsubscribePost: at("u"), open: "javascript:alert(1)", why: "/explain", mute: at("m") };
  expect(linkViews(links, "Open").map(({ name }) => name)).toEqual(["mute"]);
});

test("a name that an object has of its own is a name", () => {
  expect(linkViews({ constructor: at("c"), toString: at("t") }, "Open").map(({ label }) => label)).toEqual([
    "constructor",
    "toString",
  ]);
});

test("six are shown at most", () => {
  const links = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`x${index}`, at(String(index))]));
  expect(linkViews(links, "Open")).toHaveLength(6);
});
