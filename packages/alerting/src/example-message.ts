import type { AlertMessage, DigestMessage, NoticeMessage, SystemMessage } from "@wirewatch/model";

/** A complete message about an invented company: what a channel's test sends, and what tests start from. */
export function exampleMessage(changes: Partial<AlertMessage> = {}): AlertMessage {
  return {
    id: "dl_0123456789abcdef0123456789abcdef01234567",
    event: "alert.opened",
    at: "2026-03-02T09:14:31Z",
    alertId: "al_01J8",
    revision: 1,
    topic: { id: "acme", name: "Acme Corporation" },
    severity: "critical",
    story: { id: "st_77", title: "Acme Corp recalls heaters", sources: 3 },
    article: {
      id: "ar_901",
      url: "https://news.example.com/acme-recall",
      title: "Acme Corp recalls heaters",
      sourceId: "example-times",
      sourceName: "Example Times",
      language: "en",
      publishedAt: "2026-03-02T09:10:00Z",
      firstSeenAt: "2026-03-02T09:12:05Z",
    },
    alsoIn: [
      {
        id: "ar_902",
        url: "https://wire.example.net/2026/heaters",
        title: "Heaters recalled after fires",
        sourceId: "regional-wire",
        sourceName: "Regional Wire",
        language: "en",
        publishedAt: null,
        firstSeenAt: "2026-03-02T09:13:40Z",
      },
    ],
    why: [
      {
        clause: "any[0]",
        query: '"Acme Corp"',
        field: "title",
        snippet: { text: "Acme Corp recalls heaters", marks: [[0, 9]], heading: null },
        part: "title",
        finds: [{ query: '"Acme Corp"', words: ["Acme Corp"], isInTitle: true }],
      },
      {
        clause: "any[1]",
        query: "Acme NEAR/8 factory",
        field: "text",
        snippet: {
          text: "The heaters were built in Acme's Leeds factory & sold for less than £40.",
          marks: [
            [26, 30],
            [39, 46],
          ],
          heading: "What is recalled",
        },
        part: "text",
        finds: [{ query: "Acme NEAR/8 factory", words: ["Acme", "factory"], isInTitle: false }],
      },
    ],
    links: {
      open: "https://wirewatch.example.org/alerts/al_01J8",
      why: "https://wirewatch.example.org/explain/ar_901",
    },
    ...changes,
  };
}

/** A complete message about a source that fails. */
export function exampleNotice(changes: Partial<NoticeMessage> = {}): NoticeMessage {
  return {
    id: "dl_89abcdef0123456789abcdef0123456789abcdef",
    event: "source.problem",
    at: "2026-03-02T09:14:31Z",
    severity: "normal",
    title: "Example Times fails",
    notices: [
      {
        id: "12",
        sourceId: "example-times",
        sourceName: "Example Times",
        kind: "failing",
        text: "The server answered 500 for the fifth time in a row; its last item came 3 hours ago.",
        at: "2026-03-02T09:14:01Z",
      },
    ],
    links: {},
    ...changes,
  };
}

/** A complete digest of two topics. */
export function exampleDigest(changes: Partial<DigestMessage> = {}): DigestMessage {
  const { alertId, topic, story, article, alsoIn, why } = exampleMessage();
  const [other = article] = alsoIn;
  const entry = {
    alertId,
    topic,
    severity: "high",
    story,
    article,
    snippet: why.at(-1)?.snippet ?? null,
    articles: 4,
  } as const;
  return {
    id: "dl_456789abcdef0123456789abcdef0123456789ab",
    event: "alert.digest",
    at: "2026-03-02T17:30:00Z",
    why: "scheduled",
    title: "9 stories",
    severity: "high",
    timeZone: "Europe/London",
    sections: [
      { heading: "Acme Corporation", entries: [entry] },
      {
        heading: "Household goods",
        entries: [
          {
            alertId: "al_01J9",
            topic: { id: "household", name: "Household goods" },
            severity: "normal",
            story: { id: "st_78", title: "Kettle prices rise", sources: 1 },
            article: { ...other, id: "ar_910", title: "Kettle prices rise", url: "https://wire.example.net/kettles" },
            snippet: null,
            articles: 1,
          },
        ],
      },
    ],
    more: 7,
    links: { open: "https://wirewatch.example.org/alerts" },
    ...changes,
  };
}

/** A complete message about Wirewatch itself. */
export function exampleSystem(changes: Partial<SystemMessage> = {}): SystemMessage {
  return {
    id: "dl_cdef0123456789abcdef0123456789abcdef0123",
    event: "system.heartbeat",
    at: "2026-03-02T09:00:00Z",
    severity: "low",
    title: "Wirewatch is at work",
    lines: ["1,204 articles in the last 24 hours from 37 of 38 sources.", "12 alerts, 11 delivered & 1 waiting."],
    timeZone: "Europe/London",
    links: { open: "https://wirewatch.example.org/" },
    ...changes,
  };
}
