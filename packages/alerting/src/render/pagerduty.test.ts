import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { exampleDigest, exampleMessage, exampleNotice, exampleSystem } from "../example-message.ts";
import { wildMessage } from "../fixtures/wild-message.ts";
import { renderPagerDuty } from "./pagerduty.ts";

const [notice] = exampleNotice().notices;
const two = notice === undefined ? [] : [notice, { ...notice, id: "13", sourceId: "regional-wire" }];

describe("an event for PagerDuty", () => {
  test("tells of an alert, with its id as the key", () => {
    expect(renderPagerDuty(exampleMessage())).toEqual({
      kind: "alert",
      event_action: "trigger",
      dedup_key: "al_01J8",
      client: "Wirewatch",
      client_url: "https://wirewatch.example.org/alerts/al_01J8",
      links: [
        { href: "https://news.example.com/acme-recall", text: "Acme Corp recalls heaters" },
        { href: "https://wirewatch.example.org/alerts/al_01J8", text: "Open the alert" },
        { href: "https://wirewatch.example.org/explain/ar_901", text: "Why this alert" },
      ],
      payload: {
        summary: "[CRITICAL] Acme Corporation: Acme Corp recalls heaters",
        source: "Example Times",
        severity: "critical",
        timestamp: "2026-03-02T09:14:31.000Z",
        component: "Acme Corporation",
        class: "alert.opened",
        custom_details: {
          title: "Acme Corp recalls heaters",
          topic: "Acme Corporation",
          severity: "critical",
          source: "Example Times",
          time: "published 2026-03-02 09:10 UTC",
          passages: [
            "Acme Corp recalls heaters",
            "What is recalled: The heaters were built in Acme's Leeds factory & sold for less than £40.",
          ],
          why: [
            '"Acme Corp" in the title',
            '"Acme", "factory" in the section "What is recalled", found by Acme NEAR/8 factory',
          ],
          also_in: ["Regional Wire: Heaters recalled after fires https://wire.example.net/2026/heaters"],
        },
      },
    });
  });

  test.each([
    ["low", "info"],
    ["normal", "warning"],
    ["high", "error"],
    ["critical", "critical"],
  ] as const)("has for %s the severity %s", (severity, expected) => {
    expect(renderPagerDuty(exampleMessage({ severity }))).toMatchObject({ payload: { severity: expected } });
  });

  test.each([
    ["a source that fails", exampleNotice(), "trigger", "source-example-times"],
    ["that source again", exampleNotice({ event: "source.recovered" }), "resolve", "source-example-times"],
    ["several sources", exampleNotice({ notices: two }), "trigger", exampleNotice().id],
    ["a pipeline that stands still", exampleSystem({ event: "system.stalled" }), "trigger", "wirewatch-stalled"],
    ["a pipeline that goes on", exampleSystem({ event: "system.resumed" }), "resolve", "wirewatch-stalled"],
    ["a channel that is off", exampleSystem({ event: "channel.disabled" }), "trigger", exampleSystem().id],
  ])("tells of %s by its own key", (_, message, action, key) => {
    expect(renderPagerDuty(message)).toMatchObject({ kind: "alert", event_action: action, dedup_key: key });
  });

  test.each([
    ["a digest", exampleDigest()],
    ["a heartbeat", exampleSystem()],
    ["several sources that recovered", exampleNotice({ event: "source.recovered", notices: two })],
  ])("calls nobody for %s", (_, message) => {
    const event = renderPagerDuty(message);
    expect(event).toMatchObject({ kind: "change", payload: { source: "Wirewatch" } });
    expect(event).not.toHaveProperty("dedup_key");
  });

  test("dates itself only by a date", () => {
    expect(renderPagerDuty(exampleMessage({ at: "yesterday" }))).not.toHaveProperty("payload.timestamp");
  });

  test("has the stories of a digest among its details", () => {
    expect(renderPagerDuty(exampleDigest())).toMatchObject({
      payload: {
        custom_details: {
          stories: [
            "Acme Corporation · Acme Corp recalls heaters · Example Times · 2026-03-02 09:10 GMT · 4 articles in 3 sources · https://news.example.com/acme-recall",
            "Household goods · Kettle prices rise · Regional Wire · 2026-03-02 09:13 GMT · https://wire.example.net/kettles",
            "and 7 more",
          ],
        },
      },
    });
  });

  test("keeps PagerDuty's limits, whatever the text", () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const event = renderPagerDuty(wildMessage(seededRandom(seed)));
      expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(512 * 1_024 - 100);
      if (event.kind === "alert") expect(event.dedup_key.length).toBeLessThanOrEqual(255);
      if (event.kind === "alert" && event.event_action === "resolve") continue;
      const { payload, links } = event;
      expect(payload.summary.length).toBeLessThanOrEqual(1_024);
      expect(payload.summary.length * payload.source.length).toBeGreaterThan(0);
      expect(payload.timestamp).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
      expect(links.filter(({ href, text }) => !href.startsWith("https://") || text === "")).toEqual([]);
    }
  });
});
