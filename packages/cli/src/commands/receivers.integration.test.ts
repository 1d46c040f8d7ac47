import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWebhookSink } from "../../../../test/support/webhook-sink.ts";
import type { WebhookSink } from "../../../../test/support/webhook-sink.ts";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { configFolder } from "../operator-scene/config-folder.ts";
import type { ConfigFolder } from "../operator-scene/config-folder.ts";
import { startSite } from "../operator-scene/site.ts";
import type { Site } from "../operator-scene/site.ts";
import { testReceiver } from "./receivers-test.ts";
import { receivers } from "./receivers.ts";

let sink: WebhookSink;
let site: Site;
let folder: ConfigFolder;
const token = "token-that-nobody-may-see";

beforeAll(async () => {
  sink = await startWebhookSink();
  site = await startSite({ "/gone": 410, [`/secret-path/${token}`]: 403, "/down": 500 });
  const hook = (path: string): string => `{ url: "${site.origin}${path}", secret: "\${env:HOOK}" }`;
  folder = configFolder({
    "sources.yaml": "sources: [{ id: a, url: https://a.example.org/ }]",
    "topics.yaml": "topics: [{ id: acme, any: [acme] }]",
    "alerts.yaml": `
time_zone: Europe/London
network: { allow_private: ["${sink.host}", "${new URL(site.origin).host}"] }
smtp: { host: mail.example.org, from: alerts@example.org }
route: { receiver: partner, routes: [{ name: other, matchers: [severity=low], receiver: mixed }] }
receivers:
  - name: partner
    webhook: [{ url: "${sink.url}/hooks/abc", secret: "\${env:HOOK}", events: [alert.opened], repeat: at-most-once }]
    rate_limit: { max: 20, per: 1h }
    fallback: screen
  - name: mixed
    terminal: true
    webhook: [${hook("/gone")}, ${hook("/down")}, { url: "${sink.url}/x", secret: "\${env:MISSING}" }]
  - { name: masked, webhook: [${hook(`/secret-path/${token}`)}], time_zone: Asia/Kolkata }
  - { name: screen, terminal: true, heartbeat: { at: "09:00", time_zone: UTC } }
  - name: morning
    digest: { schedule: { at: "07:30", weekdays: [monday:friday], time_zone: UTC }, via: { email: [{ to: desk@example.org }] } }
    remind: { every: 15m, max: 1 }
    escalate: { unless_acknowledged_within: 10m, to: screen }
dead_man: { receiver: screen, after: 30m }
`,
  });
});
afterAll(async () => {
  folder.remove();
  await Promise.all([sink.close(), site.close()]);
});

async function run(...words: string[]): Promise<{ code: number; text: string }> {
  const { write, text } = collector();
  const code = await testReceiver(words, environmentOf(undefined, folder.path), write, { HOOK: sink.secret });
  return { code, text: text() };
}

describe("receivers test", () => {
  it("sends a test message and a sample alert that say what they are, signed as alerts are", async () => {
    const { code, text } = await run("partner");
    expect(text).toMatch(
      /^webhook-0 {2}http:\/\/127\.0\.0\.1:\d+\/…\n {2}test message: sent, 204, \d+ ms\n {2}sample alert: sent, 204, \d+ ms\n/u,
    );
    expect(text).toContain("1 channel took both messages; look whether they arrived.");
    expect(code).toBe(0);
    expect(sink.rejected).toEqual([]);
    expect(sink.messages.map(({ body }) => body.type)).toEqual(["system.test", "alert.opened"]);
    expect(new Set(sink.messages.map(({ id }) => id)).size).toBe(2);
    for (const { id } of sink.messages) expect(id).toMatch(/^dl_[0-9a-f]{40}$/u);
    expect(sink.messages[1]?.body.data.article.title).toBe("Test: Acme Corp reopens its Leeds factory");
  });

  it("fails when one channel fails, and says of each what happened and what to do", async () => {
    const { code, text } = await run("mixed");
    expect(code).toBe(1);
    expect(text).toMatch(
      /webhook-0 .*\n {2}test message: FAILED, 410, \d+ ms: .*\n.*\n {2}To do: the address does not exist/u,
    );
    expect(text).toMatch(
      /webhook-1 .*\n {2}test message: FAILED, 500, .*\n.*\n {2}To do: the other side has a problem/u,
    );
    expect(text).toMatch(/webhook-2 .*\n.*MISSING is not set\n.*\n {2}To do: set the variable/u);
    expect(text).toMatch(/terminal-3 {2}where Wirewatch runs\n {2}test message: sent/u);
    expect(text).toContain("This is a test of the receiver mixed: nothing has happened.");
    expect(text).toContain("3 of 4 channels failed.");
  });

  it("tries one channel when asked to", async () => {
    const { code, text } = await run("mixed", "--channel", "terminal-3");
    expect(code).toBe(0);
    expect(text).not.toContain("webhook-0");
  });

  it("shows no secret, neither of the channel nor in its address", async () => {
    const { code, text } = await run("masked");
    expect(code).toBe(1);
    expect(text).toContain("FAILED, 403");
    for (const secret of [token, sink.secret, "whsec_"]) expect(text.replace("(whsec_…)", "")).not.toContain(secret);
  });

  it("gives programs the same", async () => {
    const { code, text } = await run("mixed", "--channel", "webhook-1", "--json");
    expect(code).toBe(1);
    const result = { channel: "webhook-1", isSent: false, status: 500, advice: expect.any(String) };
    expect(JSON.parse(text)).toMatchObject({
      receiver: "mixed",
      results: [
        { ...result, message: "test message" },
        { ...result, message: "sample alert" },
      ],
    });
  });

  it.each([
    [["partnr"], 'there is no receiver "partnr" in alerts.yaml; did you mean partner?'],
    [
      ["mixed", "--channel", "webhook-7"],
      'there is no channel "webhook-7" in the receiver mixed; did you mean webhook-0?',
    ],
    [[], "name one receiver"],
    [["partner", "screen"], "name one receiver"],
  ])("%j is refused with what there is", async (words, message) => {
    await expect(run(...words)).rejects.toThrow(message);
  });
});

describe("receivers list", () => {
  const list = async (...words: string[]): Promise<string> => {
    const { write, text } = collector();
    expect(await receivers(["list", ...words], environmentOf(undefined, folder.path), write)).toBe(0);
    return text();
  };

  it("shows channels, rules and who sends to each, and no address beyond its host", async () => {
    const text = await list();
    expect(text).toContain(`partner: 1 channel, from route root\n  webhook-0  ${sink.url}/…  (at most once)\n`);
    expect(text).toContain(
      "    at most 20 messages in 1h, the rest in a digest\n    what cannot be delivered goes to screen\n",
    );
    expect(text).toContain("masked: 1 channel, nothing sends to it");
    expect(text).toContain("    times in Asia/Kolkata\n");
    expect(text).toContain("screen: 1 channel, from fallback of partner, escalation of morning, the dead-man alarm");
    expect(text).toContain("    a line that all is well at 09:00 every day, UTC");
    expect(text).toContain(
      "  email-0  desk@example.org\n    digest at 07:30 Mon–Fri, UTC; high and critical at once\n",
    );
    expect(text).toContain(
      "    reminded every 15m, at most 1 time\n    goes on to screen when not acknowledged within 10m",
    );
    for (const secret of [token, "/hooks/abc"]) expect(text).not.toContain(secret);
  });

  it("gives programs the same, without secrets", async () => {
    const text = await list("--json");
    expect(JSON.parse(text)).toMatchObject({
      receivers: [{ name: "partner", usedBy: ["route root"] }, {}, {}, {}, {}],
    });
    expect(text).not.toContain(token);
  });
});

it("wants to know what to do", async () => {
  await expect(receivers([], environmentOf(undefined), () => undefined)).rejects.toThrow(
    "write: wirewatch receivers list",
  );
});
