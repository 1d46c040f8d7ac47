/* Routes that are no operations of `/api/v1`, described by hand: their code is elsewhere. */

const problems = (...codes: readonly (readonly [code: number, description: string])[]) =>
  Object.fromEntries(
    codes.map(([code, description]) => [
      String(code),
      { description, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
    ]),
  );

const text = (description: string, more: object = {}) => ({ type: "string", description, ...more });

const health = (description: string) => ({
  description,
  content: {
    "application/json": {
      schema: {
        type: "object",
        required: ["status"],
        properties: { status: { type: "string" }, store: { type: "string" }, queues: { type: "string" } },
      },
    },
  },
});

/** `POST /ingest` (routes/ingest.ts), health (routes/health.ts) and `/metrics` (metrics/). */
export const outsideApi = {
  tags: ["intake", "health"],
  securitySchemes: {
    sourceToken: {
      type: "http",
      scheme: "bearer",
      description:
        "The token of a source of `kind: push`, as `sources.yaml` names it. Signing by Standard Webhooks works as well.",
    },
  },
  paths: {
    "/ingest": {
      post: {
        operationId: "handInArticle",
        tags: ["intake"],
        summary: "Hand in one article.",
        description: "Without `text` and `html` its page is fetched. It is stored before it is answered.",
        security: [{ sourceToken: [] }],
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: {
                type: "object",
                additionalProperties: false,
                required: ["url"],
                properties: {
                  url: text("http or https", { format: "uri", maxLength: 2048 }),
                  title: text("The headline as text.", { maxLength: 500 }),
                  text: text("The article as text, an empty line between paragraphs; not with `html`."),
                  html: text("The article as HTML; not with `text`."),
                  publishedAt: text("With zone.", { format: "date-time" }),
                  language: text("BCP 47", { examples: ["en", "pt-BR"] }),
                  authors: { type: "array", maxItems: 20, items: { type: "string", maxLength: 200 } },
                  source: text("Id of the source; needed when the credentials open several."),
                },
              },
            },
          },
        },
        responses: {
          "200": { description: "It is known; there is nothing to do." },
          "202": { description: "Work began." },
          ...problems(
            [400, "The body is not JSON."],
            [401, "The credentials open no source."],
            [403, "The credentials are not for that source."],
            [413, "Larger than 1 MB."],
            [422, "Parts are not as they should be."],
            [429, "Too many wrong credentials."],
          ),
        },
      },
    },
    "/health/live": {
      get: {
        operationId: "isLive",
        tags: ["health"],
        summary: "Whether the process answers.",
        security: [],
        responses: { "200": health("It does."), ...problems([421, "Asked for under a name that is not ours."]) },
      },
    },
    "/health/ready": {
      get: {
        operationId: "isReady",
        tags: ["health"],
        summary: "Whether it can work: database and queues answer.",
        security: [],
        responses: {
          "200": health("It can."),
          "503": health("It cannot; the parts say what is away."),
          ...problems([421, "Asked for under a name that is not ours."]),
        },
      },
    },
    "/metrics": {
      get: {
        operationId: "readMetrics",
        tags: ["health"],
        summary: "Figures in the text format of Prometheus.",
        description: "Scope `read`; for people the role viewer. See docs/operations.md.",
        security: [{ token: [] }],
        responses: {
          "200": { description: "Version 0.0.4.", content: { "text/plain": { schema: { type: "string" } } } },
          ...problems([401, "No token, or one that is not known or over."], [403, "The token has no scope `read`."]),
        },
      },
    },
  },
} as const;
