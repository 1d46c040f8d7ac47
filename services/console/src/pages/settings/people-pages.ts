import {
  addPerson,
  disablePerson,
  enablePerson,
  endSessionsOf,
  giveOneTimePassword,
  listPeople,
  loginPattern,
  personById,
  setRole,
} from "@wirewatch/store";
import type { Database, Person, PersonChange, Transaction } from "@wirewatch/store";
import { hashPassword, newOneTimePassword } from "../../access/password.ts";
import { readName } from "../../access/read-name.ts";
import { roles } from "../../access/roles.ts";
import { Problem } from "../../problem.ts";
import type { PageAnswer, PageRequest, Pages } from "../page-routes.ts";
import { oneTimeNotice, peopleBody } from "./people-view.ts";
import type { PeopleForm } from "./people-view.ts";
import { settingsPage } from "./settings-frame.ts";

const people = "/settings/people";

/** Who may come in, and as what. Admins only; somebody is always left who can manage people. */
export function peoplePages(pages: Pages): void {
  pages.get(people, "admin", (page) => peoplePage(page));

  pages.post(people, "admin", async (page) => {
    const read = readForm(page);
    if ("errors" in read) return peoplePage(page, { form: read });
    const password = newOneTimePassword();
    const oneTimeHash = await hashPassword(password);
    const id = await page.db.transaction().execute(async (tx) => {
      const added = await addPerson(tx, { ...read, oneTimeHash });
      const detail = { name: read.name, role: read.role };
      if (added !== null) await audit(page, "person.added", read.login, tx, detail);
      return added;
    });
    if (id === null) {
      return peoplePage(page, { form: { ...read, errors: { login: "Somebody has this login already." } } });
    }
    return peoplePage(page, { password: { login: read.login, password } });
  });

  pages.post(`${people}/:id/password`, "admin", async (page) => {
    const person = await knownPerson(page);
    const password = newOneTimePassword();
    const hash = await hashPassword(password);
    await page.db.transaction().execute(async (tx) => {
      await giveOneTimePassword(tx, person.id, hash);
      await audit(page, "person.password-given", person.login, tx);
    });
    return peoplePage(page, { password: { login: person.login, password } });
  });

  pages.post(`${people}/:id/role`, "admin", async (page) => {
    const person = await knownPerson(page);
    const role = roles.find((known) => known === page.form.get("role"));
    if (role === undefined) throw new Problem(422, "there is no such role");
    return change(page, person, "person.role-set", (tx) => setRole(tx, person.id, role), {
      note: `${person.login} has the role ${role} from now on.`,
      detail: { from: person.role, to: role },
    });
  });

  pages.post(`${people}/:id/disable`, "admin", async (page) => {
    const person = await knownPerson(page);
    return change(page, person, "person.disabled", (tx) => disablePerson(tx, person.id), {
      note: `${person.login} cannot log in any more; all sessions have ended.`,
    });
  });

  pages.post(`${people}/:id/enable`, "admin", async (page) => {
    const person = await knownPerson(page);
    return change(page, person, "person.enabled", (tx) => enablePerson(tx, person.id), {
      note: `${person.login} may log in again.`,
    });
  });

  pages.post(`${people}/:id/sessions/end`, "admin", async (page) => {
    const person = await knownPerson(page);
    await page.db.transaction().execute(async (tx) => {
      await endSessionsOf(tx, person.id);
      await audit(page, "person.sessions-ended", person.login, tx);
    });
    return { to: people, note: `All sessions of ${person.login} have ended.` };
  });
}

async function peoplePage(
  page: PageRequest,
  given: {
    readonly form?: PeopleForm;
    readonly password?: { readonly login: string; readonly password: string };
  } = {},
): Promise<PageAnswer> {
  const { form = { login: "", name: "", role: "viewer", errors: {} }, password } = given;
  return settingsPage(page, "people", {
    lead: "Who may use the console, and as what. A change holds from the person's next click on.",
    ...(password === undefined ? {} : { first: oneTimeNotice(password) }),
    body: peopleBody(page, await listPeople(page.db), form),
  });
}

async function knownPerson({ db, params }: PageRequest): Promise<Person> {
  const person = await personById(db, params["id"] ?? "");
  if (person === null) throw new Problem(404, "there is nobody of that number");
  return person;
}

async function change(
  page: PageRequest,
  person: Person,
  action: string,
  make: (tx: Transaction<Database>) => Promise<PersonChange>,
  said: { readonly note: string; readonly detail?: Readonly<Record<string, unknown>> },
): Promise<PageAnswer> {
  const end = await page.db.transaction().execute(async (tx) => {
    const made = await make(tx);
    if (made === "done") await audit(page, action, person.login, tx, said.detail);
    return made;
  });
  if (end === "lastAdmin") {
    throw new Problem(409, `${person.login} is the only admin left; make somebody else an admin first`);
  }
  return { to: people, note: end === "done" ? said.note : "Nothing was to be changed." };
}

function audit(
  page: PageRequest,
  action: string,
  login: string,
  tx: Transaction<Database>,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return page.audit({ action, targetKind: "person", targetId: login, detail }, tx);
}

function readForm({ form }: PageRequest): Omit<PeopleForm, "errors"> | PeopleForm {
  const login = (form.get("login") ?? "").trim().toLowerCase();
  const name = readName(form.get("name"));
  const role = roles.find((known) => known === form.get("role"));
  const errors = {
    ...(loginPattern.test(login) ? {} : { login: "A login takes letters a to z, digits and . _ @ + -, at most 64." }),
    ...(name === null ? { name: "A name has 1 to 100 characters." } : {}),
    ...(role === undefined ? { role: "There is no such role." } : {}),
  };
  const read = { login, name: name ?? "", role: role ?? "viewer" } as const;
  return Object.keys(errors).length === 0 ? read : { ...read, errors };
}
