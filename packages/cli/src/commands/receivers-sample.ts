import type { AlertMessage, OutgoingMessage, SystemMessage } from "@wirewatch/model";

/** What a sample depends on. */
interface SampleFacts {
  readonly receiver: string;
  readonly at: Date;
  /** IANA name. */
  readonly timeZone: string;
  /** A new delivery id for each call; receivers know repeats by it. */
  readonly newId: () => string;
}

/** The messages that a test sends: one about itself, then an alert as alerts look. Both say that nothing has happened. */
export function sampleMessages(
  facts: SampleFacts,
): readonly { readonly name: string; readonly message: OutgoingMessage }[] {
  return [
    { name: "test message", message: testMessage(facts) },
    { name: "sample alert", message: sampleAlert(facts) },
  ];
}

function testMessage({ receiver, at, timeZone, newId }: SampleFacts): SystemMessage {
  return {
    id: newId(),
    event: "system.test",
    at: at.toISOString(),
    severity: "low",
    title: `Test of the receiver ${receiver}`,
    lines: [
      `Somebody tried this receiver out with “wirewatch receivers test ${receiver}”. Nothing has happened.`,
      "The next message shows what an alert looks like here.",
    ],
    timeZone,
    links: {},
  };
}

function sampleAlert({ receiver, at, timeZone, newId }: SampleFacts): AlertMessage {
  const title = "Test: Acme Corp reopens its Leeds factory";
  const text = "This is a test. Acme Corp said on Monday that its factory in Leeds would open again.";
  const instant = at.toISOString();
  return {
    id: newId(),
    event: "alert.opened",
    at: instant,
    alertId: "al_test",
    revision: 1,
    topic: { id: "test", name: "Test" },
    severity: "low",
    story: { id: "st_test", title, sources: 1 },
    article: {
      id: "test",
      url: "https://www.example.com/",
      title,
      sourceId: "test",
      sourceName: "Test source",
      language: "en",
      publishedAt: instant,
      firstSeenAt: instant,
    },
    alsoIn: [],
    why: [
      {
        clause: "any[0]",
        query: '"Acme Corp"',
        field: "text",
        snippet: { text, marks: [[16, 25]], heading: null },
        part: "text",
        finds: [{ query: '"Acme Corp"', words: ["Acme Corp"], isInTitle: false }],
      },
    ],
    note: `This is a test of the receiver ${receiver}: nothing has happened.`,
    timeZone,
    links: {},
  };
}
