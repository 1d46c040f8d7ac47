import type { DigestEntry, DigestMessage } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { randomDigest } from "../../../../test/support/random-message.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { exampleDigest } from "../example-message.ts";
import { renderHtml } from "./html.ts";
import { renderSlack } from "./slack.ts";
import { renderMailSubject, renderSubject } from "./subject.ts";
import { renderTeams } from "./teams.ts";
import { renderTerminal } from "./terminal.ts";
import { renderText } from "./text.ts";
import { webhookBody } from "./webhook-body.ts";

/* Digests, in every form. */

interface Body {
  readonly data: {
    readonly more: number;
    readonly sections: readonly { readonly entries: readonly { readonly snippet: string | null }[] }[];
  };
}

function read(message: DigestMessage): Body {
  const parsed: Body = JSON.parse(webhookBody(message));
  return parsed;
}

function entries(count: number, changes: Partial<DigestEntry> = {}): readonly DigestEntry[] {
  const [entry] = exampleDigest().sections.flatMap((section) => section.entries);
  if (entry === undefined) throw new Error("the example has no entry");
  return Array.from({ length: count }, (_, index) => ({
    ...entry,
    article: { ...entry.article, title: `Story ${index}` },
    ...changes,
  }));
}

describe("a digest", () => {
  test("as text has sections with headings, stories with one line and a passage, and a count of the rest", () => {
    expect(renderText(exampleDigest())).toBe(`HIGH · Digest
9 stories
2026-03-02 17:30 GMT (Europe/London)

Acme Corporation
----------------

- [HIGH] Acme Corp recalls heaters
  Example Times · 2026-03-02 09:10 GMT · 4 articles in 3 sources
  https://news.example.com/acme-recall
  > The heaters were built in *Acme*'s Leeds *factory* & sold for less than £40.

Household goods
---------------

- Kettle prices rise
  Regional Wire · 2026-03-02 09:13 GMT
  https://wire.example.net/kettles

and 7 more

Open Wirewatch: https://wirewatch.example.org/alerts
`);
  });

  test("as HTML has them as lists", () => {
    const html = renderHtml(exampleDigest());
    expect(html).toContain('<h3 dir="auto">Acme Corporation</h3>\n<ul><li dir="auto">[HIGH] <a href="https://news');
    expect(html).toContain("<small>Example Times · 2026-03-02 09:10 GMT · 4 articles in 3 sources</small>");
    expect(html).toContain("<mark>factory</mark> &amp; sold");
    expect(html).toContain("<p>and 7 more</p>");
  });

  test("on a terminal keeps to the width", () => {
    const text = renderTerminal(exampleDigest(), { color: false, width: 60 });
    expect(text).toContain(`  Acme Corporation
  • [HIGH] Acme Corp recalls heaters
  Example Times · 2026-03-02 09:10 GMT · 4 articles in 3
  sources
  │ The heaters were built in *Acme*'s Leeds *factory* &
  │ sold for less than £40.
  https://news.example.com/acme-recall
`);
    expect(text).toContain("  and 7 more\n");
  });

  test("in Slack is one block a section", () => {
    expect(renderSlack(exampleDigest()).blocks.slice(3)).toMatchObject([
      {
        text: {
          text: `*Acme Corporation*
• [HIGH] <https://news.example.com/acme-recall|Acme Corp recalls heaters>
   Example Times · 2026-03-02 09:10 GMT · 4 articles in 3 sources
>The heaters were built in *Acme*'s Leeds *factory* &amp; sold for less than £40.`,
        },
      },
      {
        text: {
          text: `*Household goods*
• <https://wire.example.net/kettles|Kettle prices rise>
   Regional Wire · 2026-03-02 09:13 GMT
and 7 more`,
        },
      },
      { type: "actions" },
    ]);
  });

  test("for a webhook has the documented form", () => {
    expect(JSON.parse(webhookBody(exampleDigest()))).toMatchObject({
      type: "alert.digest",
      timestamp: "2026-03-02T17:30:00Z",
      data: {
        reason: "scheduled",
        title: "9 stories",
        severity: "high",
        time_zone: "Europe/London",
        sections: [
          {
            heading: "Acme Corporation",
            entries: [
              {
                alert_id: "al_01J8",
                topic: { id: "acme", name: "Acme Corporation" },
                severity: "high",
                story: { id: "st_77", title: "Acme Corp recalls heaters", sources: 3 },
                article: { id: "ar_901", url: "https://news.example.com/acme-recall" },
                articles: 4,
                snippet: expect.stringContaining("<mark>Acme</mark>&#39;s Leeds"),
              },
            ],
          },
          { heading: "Household goods", entries: [{ alert_id: "al_01J9", snippet: null }] },
        ],
        more: 7,
        links: { open: "https://wirewatch.example.org/alerts" },
      },
    });
  });

  test.each<[Partial<DigestMessage>, string]>([
    [{}, "[HIGH] Digest: 9 stories"],
    [{ severity: "low", title: "Your morning digest" }, "Your morning digest"],
  ])("%j has the subject %s", (changes, expected) => {
    expect(renderSubject(exampleDigest(changes))).toBe(expected);
    expect(renderMailSubject(exampleDigest(changes), false)).toBe(expected);
  });

  test.each<[DigestMessage["why"], string]>([
    ["held", "Held back during quiet hours."],
    ["overflow", "More than this receiver wants one by one: its rate limit was reached."],
    ["late", "Late: these could not be delivered in time."],
  ])("that is %s says so first", (why, sentence) => {
    expect(renderText(exampleDigest({ why })).startsWith(`${sentence}\n\n`)).toBe(true);
    expect(renderTerminal(exampleDigest({ why }), { color: false, width: 80 })).toContain(sentence);
    expect(renderHtml(exampleDigest({ why }))).toContain(sentence);
    expect(JSON.stringify(renderSlack(exampleDigest({ why })))).toContain(sentence);
  });

  test("without stories says that", () => {
    const empty = exampleDigest({ sections: [], more: 0, severity: "low", title: "Morning digest" });
    expect(renderText(empty)).toContain("\n\nNo stories.\n");
    expect(renderHtml(empty)).toContain("No stories.");
    expect(JSON.stringify(renderSlack(empty))).toContain("No stories.");
    expect(renderText({ ...empty, sections: [{ heading: "Empty", entries: [] }], more: 2 })).not.toContain("Empty");
  });

  test("without headings names the topic of each story", () => {
    const plain = exampleDigest({ sections: [{ heading: null, entries: entries(1) }] });
    expect(renderText(plain)).toContain("  Acme Corporation · Example Times · 2026-03-02 09:10 GMT");
  });

  test("does not repeat what its heading names", () => {
    const heading = "Acme Corporation · Example Times";
    const both = exampleDigest({ sections: [{ heading, entries: entries(1) }] });
    expect(renderText(both)).toContain("- [HIGH] Story 0\n  2026-03-02 09:10 GMT · 4 articles in 3 sources\n");
  });

  test("counts what it has no room for: no story gets lost", () => {
    const long = exampleDigest({
      sections: [
        { heading: "A", entries: entries(60) },
        { heading: "B", entries: entries(400) },
      ],
    });
    const counts = [renderText(long), JSON.stringify(renderSlack(long))].map((text) => {
      const listed = text.match(/Story \d+/g)?.length ?? 0;
      return listed + Number(/and (\d+) more/.exec(text)?.[1]);
    });
    expect(counts).toEqual([467, 467]);
    const { more, sections } = read(long).data;
    expect(more + sections.flatMap((section) => section.entries).length).toBe(467);
  });

  test("lists or counts every story, whatever they say", () => {
    const messages = Array.from({ length: 60 }, (_, seed) => randomDigest(seededRandom(seed)));
    for (const message of messages) {
      const total = message.sections.reduce((sum, section) => sum + section.entries.length, message.more);
      const slack = renderSlack(message).blocks.flatMap((block) => (block.type === "section" ? [block.text.text] : []));
      const forms: readonly (readonly [bullet: RegExp, text: string])[] = [
        [/^- /gm, renderText(message)],
        [/<li dir="auto">/g, renderHtml(message)],
        [/^ {2}•/gm, renderTerminal(message, { color: false, width: 80 })],
        [/^• /gm, slack.join("\n")],
      ];
      for (const [bullet, text] of total === 0 ? [] : forms) {
        const more = /^ *(?:<p>)?and (\d+) more(?:<\/p>)?$/m.exec(text)?.[1] ?? 0;
        expect((text.match(bullet)?.length ?? 0) + Number(more)).toBe(total);
      }
      const { more, sections } = read(message).data;
      expect(more + sections.flatMap((section) => section.entries).length).toBe(total);
    }
  });

  test("that only counts says so everywhere", () => {
    const counted = exampleDigest({ sections: [], more: 5 });
    expect(renderText(counted)).toContain("\n\nand 5 more\n");
    expect(JSON.stringify(renderSlack(counted))).toContain("and 5 more");
    expect(JSON.stringify(renderTeams(counted))).toContain("and 5 more");
  });

  test("of fifty stories fits into a webhook with all of them, without their passages if need be", () => {
    const fifty = exampleDigest({ sections: [{ heading: "A", entries: entries(40) }], more: 0 });
    expect(Buffer.byteLength(webhookBody(fifty))).toBeLessThan(20_000);
    expect(read(fifty).data.sections[0]?.entries).toHaveLength(40);
    expect(read(fifty).data.more).toBe(0);
  });
});
