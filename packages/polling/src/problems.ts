import type { HttpFailureCode } from "@wirewatch/model";
import { challengeOf } from "./challenges.ts";

/**
 * What is wrong with a source, for programs.
 *
 * - `dns` … `redirects`, `request`, `aborted`: no answer; `HttpFailureCode`
 * - `robots`, `address`: we do not ask: robots.txt forbids it, or our rules for addresses do
 * - `challenge`: a bot wall answered; `unauthorized`, `forbidden`, `payment`, `legal`: 401 or 407, 403, 402, 451
 * - `notFound`, `gone`, `rateLimited`, `unavailable`, `serverError`, `status`: 404, 410, 429, 503, other 5xx, any other
 * - `html`, `empty`, `notFeed`, `tooLarge`, `notFound`: an answer that is not what it was
 * - `unreadable`: an answer that could not be read for another reason
 */
export type ProblemCode =
  | HttpFailureCode
  | "robots"
  | "address"
  | "challenge"
  | "unauthorized"
  | "forbidden"
  | "payment"
  | "legal"
  | "notFound"
  | "gone"
  | "rateLimited"
  | "unavailable"
  | "serverError"
  | "status"
  | "html"
  | "empty"
  | "notFeed"
  | "selector"
  | "unreadable";

/** What is wrong with a source, for people, and what follows. */
export interface PollProblem {
  readonly code: ProblemCode;
  /** One sentence without a full stop: what happened, and what to do. */
  readonly reason: string;
  readonly state: "failing" | "blocked" | "gone";
  /** Failure points: the pause grows with their sum. As Media Cloud's rss-fetcher: hard 1, soft 0.5, temporary 0.25. */
  readonly points: number;
  /** It will likely pass without anybody doing anything. */
  readonly temporary: boolean;
}

/** How a poll ended. */
export type PollAnswer =
  | {
      readonly kind: "response";
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      /** Why the document could not be read (`FeedError`); null when it was, or was not tried. */
      readonly error: {
        readonly code: string;
        readonly message: string;
        /** Feeds that an HTML page names. */
        readonly alternates: readonly string[];
      } | null;
      /** Of an HTML page, where it is known; bot walls are told by it. */
      readonly title?: string | null;
    }
  /** As the HTTP client says. */
  | { readonly kind: "failed" | "refused"; readonly code: string; readonly reason: string };

const hard = 1;
const soft = 0.5;
const brief = 0.25;

/**
 * What is wrong with an answer, and what to do about it; null when the source was read or has not changed (304).
 */
export function problemOf(answer: PollAnswer): PollProblem | null {
  const problem = answer.kind === "response" ? responseProblem(answer) : noResponseProblem(answer);
  return problem === null ? null : { ...problem, reason: oneSentence(problem.reason) };
}

type Failure = Extract<PollAnswer, { kind: "failed" | "refused" }>;
type Response = Extract<PollAnswer, { kind: "response" }>;

function noResponseProblem({ kind, code, reason }: Failure): PollProblem {
  if (kind === "refused") {
    const isRobots = code === "robots";
    const advice = isRobots
      ? "remove the source, ask the site for leave, or set `robots: ignore` with a reason"
      : "correct the address of the source";
    return {
      code: isRobots ? "robots" : "address",
      reason: `${reason}: ${advice}`,
      state: "blocked",
      points: hard,
      temporary: false,
    };
  }
  const known = failures[code];
  if (known === undefined) return { code: "protocol", reason, state: "failing", points: soft, temporary: false };
  const temporary = known.points === brief || /name server did not answer/.test(reason);
  return {
    code: known.code,
    reason: `${reason}${known.code === "dns" ? " (DNS)" : ""}: ${temporary && known.code === "dns" ? passes : known.advice}`,
    state: "failing",
    points: temporary ? brief : known.points,
    temporary,
  };
}

const passes = "this mostly passes by itself, and it is tried again";

interface FailureAdvice {
  readonly code: HttpFailureCode;
  readonly points: number;
  readonly advice: string;
}

const failures: Readonly<Record<string, FailureAdvice>> = {
  dns: { code: "dns", points: soft, advice: "check its spelling, or the site is gone" },
  connect: { code: "connect", points: brief, advice: `the server is down or shuts us out; ${passes}` },
  tls: { code: "tls", points: soft, advice: "the site has to mend this; look whether it has another address" },
  timeout: { code: "timeout", points: brief, advice: `${passes}; raise \`timeout\` if the site is always slow` },
  reset: { code: "reset", points: brief, advice: passes },
  protocol: { code: "protocol", points: soft, advice: "look whether the site has another address for it" },
  tooLarge: {
    code: "tooLarge",
    points: hard,
    advice: "raise `max_body` if it is meant to be that large, or use a smaller feed of the site",
  },
  encoding: { code: "encoding", points: soft, advice: "the site has to mend this" },
  redirects: { code: "redirects", points: soft, advice: "open the address in a browser and use the one where it ends" },
  request: { code: "request", points: hard, advice: "check `headers`, `cookies` and `user_agent` of the source" },
  aborted: { code: "aborted", points: brief, advice: "it is tried again" },
} satisfies Record<HttpFailureCode, FailureAdvice>;

function responseProblem({ status, headers, error, title = null }: Response): PollProblem | null {
  const wall = challengeOf(status, headers, title);
  const isRead = status === 304 || (status === 200 && error === null);
  if (wall !== null && (title !== null || !isRead)) {
    const who = wall === "bot check" ? "a bot check" : `${wall} challenge`;
    const reason = `the site's bot wall answered instead of the document (${who}): ask the site for access; Wirewatch does not evade blocks`;
    return { code: "challenge", reason, state: "blocked", points: hard, temporary: false };
  }
  if (isRead) return null;
  if (status === 200 && error !== null) return documentProblem(error);
  return statusProblem(status);
}

function documentProblem({ code, message, alternates }: NonNullable<Response["error"]>): PollProblem {
  const common = { state: "failing", points: soft, temporary: false } as const;
  switch (code) {
    case "html": {
      const advice =
        alternates.length === 0
          ? "and names no feed: look on the site for its new address"
          : `the page names ${alternates.length === 1 ? "this feed" : "these feeds"}: ${shortList(alternates)}`;
      const reason = `the address gives an HTML page now, not a feed${alternates.length === 0 ? " " : "; "}${advice}`;
      return { ...common, code: "html", reason };
    }
    case "empty":
      return {
        ...common,
        code: "empty",
        reason: "the document is empty: if this lasts, look on the site for another address",
      };
    case "notFeed":
      return { ...common, code: "notFeed", reason: `${message}: check the address, or set \`kind\` to what it is` };
    case "tooLarge":
      return {
        ...common,
        code: "tooLarge",
        points: hard,
        reason: `${message}: use a smaller feed or sitemap of the site`,
      };
    case "notFound":
      return { ...common, code: "selector", reason: `${message}: correct the selectors of the source` };
    default:
      return { ...common, code: "unreadable", reason: message };
  }
}

function statusProblem(status: number): PollProblem {
  const blocked = { state: "blocked", points: hard, temporary: false } as const;
  const gone = { state: "gone", temporary: false } as const;
  const later = { state: "failing", points: soft, temporary: true } as const;
  switch (status) {
    case 401:
    case 407:
      return {
        ...blocked,
        code: "unauthorized",
        reason: `the site wants a login (${status}): set \`headers\` or \`cookies\` of the source if you have one`,
      };
    case 402:
      return {
        ...blocked,
        code: "payment",
        reason: "the site wants to be paid (402): a subscription or a contract with the site is needed",
      };
    case 403:
      return {
        ...blocked,
        code: "forbidden",
        reason:
          "the site refuses us (403): ask it for access, or name yourself in `user_agent`; Wirewatch does not evade blocks",
      };
    case 451:
      return {
        ...blocked,
        code: "legal",
        reason: "the site may not show this here for legal reasons (451): it may be available from another country",
      };
    case 404:
      return {
        ...gone,
        code: "notFound",
        points: soft,
        reason: "there is nothing at this address (404): look on the site for its new one",
      };
    case 410:
      return {
        ...gone,
        code: "gone",
        points: hard,
        reason: "the site says that this is gone for good (410): look for another address, or remove the source",
      };
    case 429:
      return {
        ...later,
        code: "rateLimited",
        reason:
          "the server says that we ask too often (429): it is left alone for a while; a longer `every` or a larger `min_interval` helps if this comes back",
      };
    case 503:
      return { ...later, code: "unavailable", reason: `the server is not available at the moment (503): ${passes}` };
    default:
      if (status >= 500)
        return { ...later, code: "serverError", reason: `the server has a fault of its own (${status}): ${passes}` };
      return {
        state: "failing",
        temporary: false,
        code: "status",
        points: soft,
        reason: `the server answered ${status} instead of the document: open the address in a browser to see why`,
      };
  }
}

/** Up to three addresses, each cut at 200 characters. */
function shortList(urls: readonly string[]): string {
  const shown = urls.slice(0, 3).map((url) => (url.length > 200 ? `${url.slice(0, 200)}…` : url));
  return `${shown.join(", ")}${urls.length > 3 ? ` and ${urls.length - 3} more` : ""}`;
}

/** One line of bounded length; parts of it come from outside. */
function oneSentence(text: string): string {
  const line = text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .toWellFormed();
  return line.length > 800 ? `${line.slice(0, 800).toWellFormed()}…` : line;
}
