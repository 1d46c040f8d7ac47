import { z } from "zod";

const payloadSchema = z.looseObject({
  type: z.string(),
  timestamp: z.string(),
  data: z.looseObject({
    topic: z.object({ id: z.string(), name: z.string() }),
    severity: z.string(),
    story: z.object({ title: z.string(), sources: z.number() }),
    article: z.object({
      url: z.string().nullable(),
      title: z.string(),
      source: z.string(),
      published_at: z.string().nullable(),
    }),
    why: z.array(z.object({ query: z.string(), snippet: z.string() })),
  }),
});

/** The part of a webhook's body that the inbox shows; everything else is kept as it came. */
export type InboxPayload = z.infer<typeof payloadSchema>;

/** A message that arrived at least once. */
export interface InboxMessage {
  /** The `webhook-id`. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
  /** How often it arrived; more than 1 means that a delivery was repeated. */
  readonly received: number;
  readonly payload: InboxPayload;
}

/** A piece of a snippet, plain text. */
export interface SnippetPart {
  readonly text: string;
  readonly isMarked: boolean;
}

/** The body of a webhook, or null when it is not an alert. */
export function parsePayload(body: Buffer): InboxPayload | null {
  try {
    return payloadSchema.parse(JSON.parse(body.toString("utf8")));
  } catch {
    return null;
  }
}

/** True for what any message of Wirewatch is: JSON that says what it is about. */
export function isEvent(body: Buffer): boolean {
  try {
    return z.looseObject({ type: z.string(), timestamp: z.string() }).safeParse(JSON.parse(body.toString("utf8")))
      .success;
  } catch {
    return false;
  }
}

/**
 * Takes a snippet apart. It comes as HTML with `<mark>` as its only element; whatever else looks like markup stays
 * text, so nothing of it can act in the page.
 */
export function snippetParts(snippet: string): readonly SnippetPart[] {
  return snippet
    .split(/(<mark>[^]*?<\/mark>)/)
    .filter((part) => part !== "")
    .map((part) => {
      const marked = /^<mark>([^]*)<\/mark>$/.exec(part);
      return { text: plainText(marked?.[1] ?? part), isMarked: marked !== null };
    });
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  "#x27": "'",
};

function plainText(html: string): string {
  return html.replaceAll(/&([a-z]+|#39|#x27);/g, (entity, name: string) => entities[name] ?? entity);
}
