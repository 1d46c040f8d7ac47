import type { FastifyRequest } from "fastify";

/** Over TLS the name itself tells browsers to take the cookie from this host alone. */
const plainName = "wirewatch_session";
const secureName = "__Host-wirewatch_session";

/** Whether the browser reached us over TLS; a proxy that is trusted may say so. */
export function isSecure(request: FastifyRequest): boolean {
  return request.protocol === "https";
}

/** The value of a cookie; null when it was not sent. */
export function cookie(request: FastifyRequest, name: string): string | null {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at !== -1 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** Token of the session that a request comes with; null without one. */
export function sessionToken(request: FastifyRequest): string | null {
  return cookie(request, isSecure(request) ? secureName : plainName);
}

/** `Set-Cookie` that begins a session, or ends the one there is. @param token null ends it */
export function sessionCookie(request: FastifyRequest, token: string | null): string {
  return cookieHeader(request, isSecure(request) ? secureName : plainName, token, 14 * 24 * 3600);
}

const noteName = "wirewatch_note";

/** What the page before wants to be said on this one, once. */
export function noteOf(request: FastifyRequest): string | null {
  const value = cookie(request, noteName);
  if (value === null || value === "") return null;
  try {
    return decodeURIComponent(value).slice(0, 300);
  } catch {
    return null;
  }
}

/** `Set-Cookie` with what the next page says; null forgets it. */
export function noteCookie(request: FastifyRequest, text: string | null): string {
  return cookieHeader(request, noteName, text === null ? null : encodeURIComponent(text.slice(0, 300)), 60);
}

/** @param value null removes the cookie */
export function cookieHeader(request: FastifyRequest, name: string, value: string | null, seconds: number): string {
  const secure = isSecure(request) ? "; Secure" : "";
  return `${name}=${value ?? ""}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${value === null ? 0 : seconds}${secure}`;
}
