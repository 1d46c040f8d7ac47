import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";

/** Name of the field of every form, and of the header of requests by scripts. */
export const formTokenField = "_token";
export const formTokenHeader = "x-wirewatch-token";

/**
 * The token of a session's forms. It is another one each time, so that compressed pages do not give it away.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7457 on compression of secrets
 */
export function formToken(session: string): string {
  const salt = randomBytes(12).toString("base64url");
  return `${salt}.${signature(session, salt)}`;
}

export function isFormToken(session: string, token: string): boolean {
  const [salt = "", given = ""] = token.split(".");
  const wanted = Buffer.from(signature(session, salt));
  const got = Buffer.from(given);
  return wanted.length === got.length && timingSafeEqual(wanted, got);
}

function signature(session: string, salt: string): string {
  return createHmac("sha256", session).update(`form ${salt}`).digest("base64url");
}

/**
 * Whether a browser sent the request from a page of ours. Browsers say so in `Sec-Fetch-Site`; older ones name the page's origin. A request
 * that says neither is of no browser, and the token of the form decides.
 */
export function isFromOurPages({ headers, host }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
