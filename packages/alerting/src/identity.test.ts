import { describe, expect, test } from "vitest";
import { deliveryId, groupKey } from "./identity.ts";
import type { DeliveryIdentity } from "./identity.ts";

const delivery: DeliveryIdentity = {
  receiver: "newsdesk",
  channel: "webhook-0",
  groupId: "al_01J8",
  event: "alert.opened",
  revision: 1,
};

describe("the delivery id", () => {
  test("stays what it was when this test was written", () => {
    expect(deliveryId(delivery)).toBe("dl_b676c6c5f291ddee5bd2e84f81a30e7a163ad454");
  });

  test("differs when any part differs", () => {
    const others: DeliveryIdentity[] = [
      { ...delivery, receiver: "newsdes" },
      { ...delivery, channel: "kwebhook-0", receiver: "newsdes" },
      { ...delivery, groupId: "al_01J9" },
      { ...delivery, event: "alert.updated" },
      { ...delivery, revision: 2 },
      { ...delivery, receiver: 'newsdesk","webhook-0' },
    ];
    expect(new Set([delivery, ...others].map(deliveryId)).size).toBe(others.length + 1);
  });

  test("can be part of the text a webhook signs and of a mail's Message-ID", () => {
    expect(deliveryId({ ...delivery, receiver: "a.b \uD800\r\n" })).toMatch(/^dl_[0-9a-f]{40}$/);
  });
});

describe("the group key", () => {
  const labels = { topic: "acme", story: "st_77", source_tag: ["b", "a"] };

  test.each([
    ["names route, story and topic", ["topic", "story"], "desk/story=st_77/topic=acme"],
    ["does not depend on the order in the file", ["story", "topic"], "desk/story=st_77/topic=acme"],
    ["is the route alone when nothing is grouped by", [], "desk"],
    ["takes a missing label as empty", ["owner"], "desk/owner="],
    ["takes several values in one order", ["source_tag"], "desk/source_tag=a,b"],
  ])("%s", (_, groupBy, expected) => {
    expect(groupKey({ name: "desk", groupBy }, labels)).toBe(expected);
  });

  test("keeps names apart that contain its own signs", () => {
    const groupBy = ["story", "topic"];
    const one = groupKey({ name: "desk", groupBy }, { story: "1/topic=2", topic: "" });
    const two = groupKey({ name: "desk", groupBy }, { story: "1", topic: "2/topic=" });
    expect(one).not.toBe(two);
    expect(groupKey({ name: "a/story=1", groupBy: [] }, {})).not.toBe(
      groupKey({ name: "a", groupBy: ["story"] }, { story: "1" }),
    );
  });
});
