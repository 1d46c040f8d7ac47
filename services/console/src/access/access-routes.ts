import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../deps.ts";
import { accountPages } from "./account-pages.ts";
import { createLogIns } from "./log-in.ts";
import { logInRoutes } from "./log-in-routes.ts";
import { isPassword } from "./password.ts";
import { passwordRoutes } from "./password-routes.ts";
import { signOnRoutes } from "./sign-on-routes.ts";

/** Log-in, log-out and the account. */
export async function accessRoutes(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const logIns = createLogIns({ db: deps.db, isPassword });
  accountPages(app, deps);
  logInRoutes(app, deps, logIns);
  passwordRoutes(app, deps, logIns);
  signOnRoutes(app, deps);
}
