import type { Role, Scope, SessionPerson, TokenHolder } from "@wirewatch/store";

/** In rising order: each may do all that those before may. */
export const roles: readonly Role[] = ["viewer", "analyst", "operator", "admin"];

/** What each role may do, for people. */
export const roleWords: Readonly<Record<Role, string>> = {
  viewer: "sees everything but settings of others",
  analyst: "also writes topics, acknowledges alerts and silences",
  operator: "also changes sources, pauses queues and sends deliveries again",
  admin: "also manages people, tokens and receivers",
};

/** Whether a role may do what needs another. */
export function mayDo(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** A program with a token. */
export type TokenCaller = TokenHolder;

/** Who a route is for. A route that says nothing is not registered. */
export type Access =
  /** Everybody: pages of the log-in, health, and routes with credentials of their own. */
  | { readonly open: true }
  /** People who are logged in. */
  | { readonly role: Role }
  /** Programs with a token of that scope; people with the role that may do the same, when they are logged in. */
  | { readonly scope: Scope };

/** Roles of people that may do what a scope lets programs do. */
export const roleOfScope: Readonly<Record<Scope, Role>> = {
  read: "viewer",
  "topics:write": "analyst",
  ops: "operator",
};

/** Somebody who is logged in. */
export type Viewer = SessionPerson;
