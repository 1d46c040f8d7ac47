import type { OutgoingMessage } from "@wirewatch/model";
import { expect, test } from "vitest";
import { exampleDigest, exampleMessage, exampleNotice, exampleSystem } from "./example-message.ts";
import { isAlert, isDigest, isNotice, isSystem } from "./message-kind.ts";

test.each<[string, OutgoingMessage]>([
  ["alert", exampleMessage()],
  ["notice", exampleNotice()],
  ["digest", exampleDigest()],
  ["system", exampleSystem()],
])("%s is of one kind only", (kind, message) => {
  const kinds = { alert: isAlert, notice: isNotice, digest: isDigest, system: isSystem };
  expect(Object.entries(kinds).flatMap(([name, is]) => (is(message) ? [name] : []))).toEqual([kind]);
});
