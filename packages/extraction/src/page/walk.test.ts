import { isTag, Text, type AnyNode, type Element } from "domhandler";
import { expect, test } from "vitest";
import { parsePage } from "./page-tree.ts";
import { visit, walk } from "./walk.ts";

const { root } = parsePage("<div>a<p>b<br>c</p><i></i></div><ul><li>d</li></ul>e");
const nameOf = (node: AnyNode): string => (node instanceof Text ? node.data : isTag(node) ? node.name : "");

test("walk and visit meet the same nodes in the same order", () => {
  const walked = [...walk(root)].map(({ node, entering }) => `${entering ? "" : "/"}${nameOf(node)}`);
  const visited: string[] = [];
  visit(
    root,
    (node) => void visited.push(nameOf(node)),
    (element) => void visited.push(`/${element.name}`),
  );
  expect(visited).toEqual(walked);
  expect(visited.join(" ")).toBe("div a p b br /br c /p i /i /div ul li d /li /ul e");
});

test("both pass over an element with everything in it", () => {
  const isSkipped = ({ name }: Element): boolean => name === "p" || name === "ul";
  const walked = [...walk(root, isSkipped)].filter(({ entering }) => entering).map(({ node }) => nameOf(node));
  const visited: string[] = [];
  const left: string[] = [];
  visit(
    root,
    (node) => {
      if (isTag(node) && isSkipped(node)) return false;
      visited.push(nameOf(node));
      return true;
    },
    ({ name }) => void left.push(name),
  );
  expect(visited).toEqual(walked);
  expect(visited.join(" ")).toBe("div a i e");
  expect(left).toEqual(["i", "div"]);
});

test("a walk below an element does not leave it", () => {
  const met: string[] = [];
  const [div] = root.children;
  if (div === undefined || !isTag(div)) throw new Error("no div");
  visit(div, (node) => void met.push(nameOf(node)));
  expect(met.join(" ")).toBe("a p b br c i");
});
