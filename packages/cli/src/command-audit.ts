import type { AuditEntry } from "@wirewatch/store";

/**
 * A line of the audit log about what a command changed, in the words of the console's lines about the same.
 *
 * @param by who ran the command
 * @param detail what was changed, in a few words or values; never a secret
 */
export function commandAudit(
  by: string,
  action: string,
  target: { readonly kind: string; readonly id?: string | null },
  detail: Readonly<Record<string, unknown>> = {},
): AuditEntry {
  return { actor: by, actorKind: "command", action, targetKind: target.kind, targetId: target.id ?? null, detail };
}
