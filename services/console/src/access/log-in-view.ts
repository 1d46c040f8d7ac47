import { html, none } from "../views/html.ts";
import type { Html, Part } from "../views/html.ts";
import { input, notice } from "../views/parts.ts";
import { formTokenField } from "./same-site.ts";
import { minPasswordLength } from "./password-rules.ts";

/** What the page of the log-in shows. */
export interface LogInView {
  /** Where the person wanted to go. */
  readonly to: string;
  /** As it was typed. */
  readonly login: string;
  /** Why it did not work, or what happened before. */
  readonly message: { readonly tone: "bad" | "info"; readonly text: Part } | null;
  /** Where single sign-on begins, and what it is called; null without. */
  readonly signOn: { readonly href: string; readonly name: string } | null;
}

export function logInBody({ to, login, message, signOn }: LogInView): Html {
  const other =
    signOn === null
      ? none
      : html`<p class="or"><span>or</span></p>
          <p><a class="button" href="${signOn.href}">Log in with ${signOn.name}</a></p>`;
  return html`<h1>Log in</h1>
    ${message === null ? none : notice(message.tone, message.text)}
    <form method="post" action="/login" class="stack">
      <input type="hidden" name="to" value="${to}" />
      ${input("Login", "login", login, { isRequired: true, autocomplete: "username" })}
      ${input("Password", "password", "", { type: "password", isRequired: true, autocomplete: "current-password" })}
      <button class="button primary">Log in</button>
    </form>
    ${other}
    <p class="hint">
      No login, or the password is gone? An admin makes a new one under Settings, or with
      <code>wirewatch users password &lt;login&gt;</code>.
    </p>`;
}

/** What the page for a new password shows. */
export interface PasswordView {
  /** Where the person wanted to go before a password had to be chosen. */
  readonly to: string;
  readonly login: string;
  readonly formToken: string;
  /** True after a password for one log-in: nothing else works before. */
  readonly isForced: boolean;
  /** Why a field is refused. */
  readonly errors: { readonly current?: string; readonly password?: string; readonly again?: string };
}

export function passwordBody({ to, login, formToken, isForced, errors }: PasswordView): Html {
  const field = { type: "password", isRequired: true } as const;
  const current = isForced
    ? none
    : input("Your password so far", "current", "", {
        ...field,
        autocomplete: "current-password",
        error: errors.current ?? null,
      });
  return html`<h1>${isForced ? "Choose a password" : "Change your password"}</h1>
    <p class="lead">
      ${
        isForced
          ? "The one you came with was for one log-in only. The next one is yours alone."
          : "All your other sessions end with it."
      }
    </p>
    <form method="post" action="/account/password" class="stack">
      <input type="hidden" name="${formTokenField}" value="${formToken}" />
      <input type="hidden" name="login" value="${login}" autocomplete="username" />
      ${isForced && to !== "/" ? html`<input type="hidden" name="to" value="${to}" />` : none} ${current}
      ${input("New password", "password", "", {
        ...field,
        autocomplete: "new-password",
        // What is wrong says what is asked for, too.
        ...(errors.password === undefined
          ? { hint: `At least ${minPasswordLength} characters; a few words in a row are fine.` }
          : {}),
        error: errors.password ?? null,
      })}
      ${input("The same again", "again", "", { ...field, autocomplete: "new-password", error: errors.again ?? null })}
      <button class="button primary">${isForced ? "Keep this password" : "Change the password"}</button>
    </form>
    ${isForced ? none : html`<p><a href="/account">Leave it as it is</a></p>`}`;
}
