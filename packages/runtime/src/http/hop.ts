import { portOf, type UrlPolicy, urlVerdict } from "@wirewatch/urls";
import type { Exchange } from "./exchange.ts";
import { FailedError, RefusedError } from "./failure.ts";
import type { HttpRequest } from "./types.ts";

/** An address that may be requested, and the rules it was judged by. */
export interface Hop {
  readonly url: URL;
  readonly policy: UrlPolicy;
}

/** As browsers' 20 are too many for a crawler; RFC 9309 section 2.3.1.2 asks for at least five. */
const maxRedirects = 5;

/** @throws {RefusedError} if the request's own address may not be requested */
export function firstHop(req: HttpRequest): Hop {
  const { surface, allowPrivate = [], privatePages = [] } = req;
  const policy = { surface, allowPrivate, privatePages };
  return { url: checkedUrl(req.url, null, policy), policy };
}

/**
 * The address a redirect leads to, and the rules it is under.
 *
 * @param count requests made so far
 * @throws {RefusedError} if it may not be requested
 * @throws {FailedError} `redirects` if this one is not followed
 */
export function nextHop(req: HttpRequest, answer: Exchange, location: string, from: Hop, count: number): Hop {
  if (req.surface === "webhook" || !isRepeatable(req)) {
    const what = req.surface === "webhook" ? "webhooks" : `${req.method} requests`;
    throw new FailedError("redirects", `the answer is a redirect (${answer.status}), which ${what} do not follow`);
  }
  if (count > maxRedirects) throw new FailedError("redirects", `more than ${maxRedirects} redirects in a row`);
  const target = URL.parse(location, from.url);
  const policy = target !== null && staysOnHost(from.url, target) ? from.policy : policyElsewhere(from.policy);
  return { url: checkedUrl(location, from.url, policy), policy };
}

/** Does asking twice do no more than asking once? RFC 9110 section 9.2.2, less what we never need to repeat. */
export function isRepeatable({ method = "GET" }: HttpRequest): boolean {
  return method === "GET" || method === "HEAD";
}

function checkedUrl(rawUrl: string, base: URL | null, policy: UrlPolicy): URL {
  const verdict = urlVerdict(rawUrl, base, policy);
  if (verdict.kind === "allow") return verdict.url;
  throw new RefusedError(
    verdict.code,
    base === null ? verdict.reason : `redirected to where we do not go: ${verdict.reason}`,
  );
}

/** A permission for a configured URL covers its own host only, there also the step from http to https. */
function staysOnHost(from: URL, to: URL): boolean {
  if (from.hostname !== to.hostname) return false;
  return portOf(from) === portOf(to) || (from.port === "" && to.port === "" && to.protocol === "https:");
}

/** Anybody may have written where a redirect leads: it is a link from outside. */
function policyElsewhere(policy: UrlPolicy): UrlPolicy {
  const privatePages = policy.surface === "item-link" ? policy.privatePages : [];
  return { surface: "item-link", allowPrivate: [], privatePages };
}
