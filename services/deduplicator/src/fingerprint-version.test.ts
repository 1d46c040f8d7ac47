import { createHash } from "node:crypto";
import { fingerprint } from "@wirewatch/similarity";
import { expect, test } from "vitest";
import { fingerprintVersion } from "./fingerprint-version.ts";

const texts = [
  {
    title: "Harbour reopens",
    text: "The harbour of Elmouth reopened on Tuesday after a storm had closed it for 12 days. Some 1,400 containers wait on the quay, said the harbourmaster, and the first ships are expected before the night. Fishermen had asked for help from the county; it was refused twice.",
  },
  {
    title: "港が再開",
    text: "嵐のため十二日間閉鎖されていた港が火曜日に再開した。埠頭には千四百個のコンテナが待っている。",
  },
  { title: null, text: "Too short." },
];

/** Of the fingerprints of the texts above. */
const recorded: Readonly<Record<number, string>> = {
  1: "e5c4910d4abe5ede2efbedad7ee88a9bb32c908bc9aaee35741782fa63b28f83",
};

test("fingerprints are those of their version: after a change raise the version and record them here", () => {
  const prints = texts.map((text) => {
    const { bodyHash, keys } = fingerprint(text);
    return { bodyHash, keys };
  });
  expect(createHash("sha256").update(JSON.stringify(prints)).digest("hex")).toBe(recorded[fingerprintVersion]);
});
