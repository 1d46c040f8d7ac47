import { exampleMessage } from "@wirewatch/alerting";
import { expect, test } from "vitest";
import { createTerminalChannel } from "./terminal.ts";
import { testChannel } from "./test-channel.ts";

testChannel(
  "the terminal",
  async () => {
    const texts: string[] = [];
    let failures = 0;
    const write = async (text: string): Promise<void> => {
      texts.push(text);
      if (failures === 0) return;
      failures -= 1;
      throw new Error("write EPIPE");
    };
    return {
      channel: createTerminalChannel({ write, color: false, width: 80 }),
      received: () => texts.map((text) => ({ id: null, text, markup: "" })),
      failNext: (...faults) => {
        failures += faults.length;
      },
      strayRequests: () => 0,
      stop: async () => {},
    };
  },
  { faults: ["unavailable"], carriesId: false },
);

test("the terminal colours what matched when it can", async () => {
  let text = "";
  const channel = createTerminalChannel({
    write: (part) => void (text += part),
    color: true,
    width: 80,
  });
  expect(await channel.send(exampleMessage(), new AbortController().signal)).toMatchObject({
    kind: "sent",
    status: null,
  });
  expect(text).toContain("\u001B[1;33mAcme Corp\u001B[0m recalls heaters");
});
