import { describe, expect, test } from "vitest";
import { configFrom } from "../../../../../test/support/config.ts";
import { compareConfigs, textOf } from "./compare-configs.ts";
import { lines } from "../../views/html.ts";
import { missingSecrets } from "./missing-secrets.ts";
import { shownConfig } from "./shown-config.ts";

describe("a configuration as it is shown", () => {
  test("has keys and lengths of time as the files have them, and nothing that is empty", () => {
    const stored = {
      groupWaitMs: 60_000,
      closeAfterMs: 172_800_000,
      groupBy: ["topic"],
      matchers: [],
      digest: null,
      updates: { a: [] },
      recheckMs: [60_000, 7_200_000],
    };
    expect(shownConfig(stored, "alerts")).toEqual({
      group_wait: "1m",
      close_after: "2d",
      group_by: ["topic"],
      recheck: ["1m", "2h"],
    });
  });

  test.each([
    [{ token: "xoxb-123" }, { token: "(hidden)" }],
    [{ token: "${env:SLACK}" }, { token: "${env:SLACK}" }],
    [{ secrets: ["whsec_abc", "${file:/run/s}"] }, { secrets: ["(hidden)", "${file:/run/s}"] }],
    [{ password: "${env:A}x" }, { password: "(hidden)" }],
    [{ routingKey: "r0uting" }, { routing_key: "(hidden)" }],
    [{ url: "https://hooks.example/T0/B0/s3cret" }, { url: "https://hooks.example/…" }],
    [{ url: "https://hooks.example/" }, { url: "https://hooks.example/" }],
    [{ target: "tgram://bot:s3cret@chat" }, { target: "tgram://chat/…" }],
    [
      { headers: { Authorization: "Bearer s3cret", "X-Desk": "${env:DESK}" } },
      { headers: { Authorization: "(hidden)", "X-Desk": "${env:DESK}" } },
    ],
    [{ note: "postgres://me:s3cret@db/x" }, { note: "postgres://db/x" }],
    [
      { to: "desk@example.org", name: "token" },
      { to: "desk@example.org", name: "token" },
    ],
  ])("%j is shown as %j", (stored, shown) => {
    expect(shownConfig(stored, "alerts")).toEqual(shown);
    expect(JSON.stringify(shownConfig(stored, "alerts"))).not.toContain("s3cret");
  });

  test("shows addresses of sources whole, but for passwords in them", () => {
    expect(shownConfig({ url: "https://a.example/rss?x=1" }, "other")).toEqual({ url: "https://a.example/rss?x=1" });
    expect(shownConfig({ url: "https://me:s3cret@a.example/rss" }, "other")).toEqual({ url: "https://a.example/rss" });
  });

  test("is indented YAML in markup", () => {
    const text = textOf({ route: { name: "<b>", matchers: ["a"] } }, "alerts");
    expect(lines(text.trimEnd()).markup).toBe("route:\n  name: &lt;b&gt;\n  matchers:\n    - a");
  });
});

describe("two configurations", () => {
  const base = { sources: [{ id: "a", name: "A", url: "https://a.example/rss" }] };
  const files = (topics: readonly object[], sources: readonly object[] = base.sources) =>
    configFrom({ sources: { sources }, topics });

  test("differ by entries, wherever they stand", async () => {
    const acme = { id: "acme", name: "Acme", any: ["Acme"] };
    const before = await files([acme, { id: "old", name: "Old", any: ["old"] }]);
    const after = await files(
      [
        { id: "new", name: "New", any: ["new"] },
        { ...acme, any: ["Acme", "Ajax"] },
      ],
      [{ id: "b", name: "B", url: "https://b.example/rss" }, ...base.sources],
    );
    const changes = compareConfigs(before, after);
    expect(changes.map(({ kind, id, change }) => [kind, id, change])).toEqual([
      ["topic", "acme", "changed"],
      ["topic", "old", "removed"],
      ["topic", "new", "added"],
      ["source", "b", "added"],
    ]);
    expect(changes[0]?.lines.filter(({ kind }) => kind !== "same").map(({ text }) => text.trim())).toEqual([
      expect.stringContaining("Ajax"),
    ]);
  });

  test("that are the same differ in nothing, and the first has everything anew", async () => {
    const config = await files([]);
    expect(compareConfigs(config, structuredClone(config))).toEqual([]);
    expect(compareConfigs({}, config).map(({ kind }) => kind)).toContain("source");
  });

  test.each([null, 7, "x", [], { sources: "x", topics: [null, 3, { id: 1 }] }, { alerts: [] }])(
    "of which one is %j are compared without harm",
    async (odd) => {
      const config = await files([]);
      expect(Array.isArray(compareConfigs(odd, config))).toBe(true);
      expect(Array.isArray(compareConfigs(config, odd))).toBe(true);
    },
  );
});

test("what a channel refers to and is not there is named, never what is", async () => {
  const config = await configFrom({
    sources: { sources: [] },
    alerts: {
      route: { receiver: "desk" },
      receivers: [
        {
          name: "desk",
          slack: [
            { channel: "#a", token: "${env:THERE}" },
            { channel: "#b", token: "${env:GONE}" },
          ],
          email: [{ to: "a@example.org" }],
        },
      ],
      smtp: { host: "mail.example.org", from: "w@example.org", user: "w", password: "${env:MAIL}" },
    },
  });
  const resolve = (text: string): Promise<string> =>
    text === "${env:THERE}" ? Promise.resolve("s3cret") : Promise.reject(new Error(`${text} is not set`));
  const found = await Promise.all(
    (config.alerts.receivers[0]?.channels ?? []).map((channel) => missingSecrets(channel, config.alerts, resolve)),
  );
  expect(found).toEqual([["${env:MAIL} is not set"], [], ["${env:GONE} is not set"]]);
});
