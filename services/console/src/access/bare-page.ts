import type { FastifyReply } from "fastify";
import { assetAddresses } from "../assets.ts";
import { sendHtml } from "../pages/page-routes.ts";
import type { Html } from "../views/html.ts";
import { barePage } from "../views/shell.ts";
import { logInBody } from "./log-in-view.ts";
import type { LogInView } from "./log-in-view.ts";

/** A page for somebody who may see none of the others yet. */
export function sendBare(reply: FastifyReply, status: number, title: string, body: Html): FastifyReply {
  return sendHtml(reply, status, barePage(title, body, assetAddresses()));
}

export function sendLogIn(reply: FastifyReply, status: number, view: LogInView): FastifyReply {
  return sendBare(reply, status, "Log in", logInBody(view));
}
