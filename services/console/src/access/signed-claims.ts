import { loginPattern } from "@wirewatch/store";
import type { Role, SignedOn } from "@wirewatch/store";
import type { SingleSignOnSettings } from "../deps.ts";
import { roles } from "./roles.ts";
import type { SignedClaims } from "./single-sign-on.ts";

/** The person that the claims of an ID token are about. */
export function signedOn(claims: SignedClaims, settings: Pick<SingleSignOnSettings, "roleClaim" | "roles">): SignedOn {
  const login = loginOf(claims);
  return {
    subject: `${claims.iss} ${claims.sub}`,
    login,
    name: textOf(claims["name"]) ?? login,
    role: roleOf(claims, settings),
  };
}

/** What people call themselves at the issuer, in the form of a login. */
function loginOf(claims: SignedClaims): string {
  for (const wished of [claims["preferred_username"], claims["email"], claims.sub]) {
    const login = (textOf(wished) ?? "")
      .toLowerCase()
      .replaceAll(/[^a-z0-9._@+-]+/gu, "-")
      .replace(/^[^a-z0-9]+/u, "")
      .slice(0, 60);
    if (loginPattern.test(login)) return login;
  }
  return "person";
}

/**
 * The highest role that the claim gives. Where roles come from the issuer, somebody with none of them there is a viewer here:
 * who leaves a group there loses its role here at the next log-in.
 */
function roleOf(claims: SignedClaims, settings: Pick<SingleSignOnSettings, "roleClaim" | "roles">): Role | null {
  if (settings.roleClaim === null) return null;
  const values = [claimAt(claims, settings.roleClaim)].flat();
  const given = values.flatMap((value) =>
    typeof value === "string" && Object.hasOwn(settings.roles, value) ? (settings.roles[value] ?? []) : [],
  );
  return roles.findLast((role) => given.includes(role)) ?? "viewer";
}

/** A claim by its name, else by a path, e.g. `realm_access.roles`. */
function claimAt(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let at: unknown = claims;
  for (const part of name.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return undefined;
    at = Object.entries(at).find(([key]) => key === part)?.[1];
  }
  return at;
}

function textOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const line = value.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  return line === "" ? null : line.slice(0, 100);
}
