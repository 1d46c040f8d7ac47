import { expect, test } from "vitest";
import { exampleSystem } from "../example-message.ts";
import { renderHtml } from "./html.ts";
import { renderSlack } from "./slack.ts";
import { renderSubject } from "./subject.ts";
import { renderTerminal } from "./terminal.ts";
import { renderText } from "./text.ts";
import { webhookBody } from "./webhook-body.ts";

/* Messages about Wirewatch itself, in every form. */

test("the text has title, time and lines", () => {
  expect(renderText(exampleSystem())).toBe(`LOW · Wirewatch
Wirewatch is at work
2026-03-02 09:00 GMT (Europe/London)

1,204 articles in the last 24 hours from 37 of 38 sources.
12 alerts, 11 delivered & 1 waiting.

Open Wirewatch: https://wirewatch.example.org/
`);
});

test("subject, terminal, mail and Slack say the same", () => {
  expect(renderSubject(exampleSystem())).toBe("Wirewatch is at work");
  expect(renderSubject(exampleSystem({ title: "Deliveries stand still", severity: "critical" }))).toBe(
    "[CRITICAL] Wirewatch: Deliveries stand still",
  );
  expect(renderTerminal(exampleSystem(), { color: false, width: 80 })).toBe(`[LOW] Wirewatch
  Wirewatch is at work
  2026-03-02 09:00 GMT (Europe/London)
  1,204 articles in the last 24 hours from 37 of 38 sources.
  12 alerts, 11 delivered & 1 waiting.
  Open Wirewatch: https://wirewatch.example.org/

`);
  expect(renderHtml(exampleSystem())).toContain('<li dir="auto">12 alerts, 11 delivered &amp; 1 waiting.</li></ul>');
  expect(renderSlack(exampleSystem()).blocks).toMatchObject([
    { block_id: exampleSystem().id, text: { text: "Wirewatch is at work" } },
    { elements: [{ text: "*LOW* · Wirewatch" }] },
    { text: { text: "2026-03-02 09:00 GMT (Europe/London)" } },
    { text: { text: "1,204 articles in the last 24 hours from 37 of 38 sources." } },
    { text: { text: "12 alerts, 11 delivered &amp; 1 waiting." } },
    { elements: [{ text: { text: "Open Wirewatch" }, url: "https://wirewatch.example.org/" }] },
  ]);
});

test("a webhook gets title and lines as they are", () => {
  expect(JSON.parse(webhookBody(exampleSystem()))).toEqual({
    type: "system.heartbeat",
    timestamp: "2026-03-02T09:00:00Z",
    data: {
      title: "Wirewatch is at work",
      severity: "low",
      lines: ["1,204 articles in the last 24 hours from 37 of 38 sources.", "12 alerts, 11 delivered & 1 waiting."],
      links: { open: "https://wirewatch.example.org/" },
    },
  });
});
