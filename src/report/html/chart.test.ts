import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { share } from "../fixtures/parts.js";
import { EXPOSURE } from "../fixtures/share-cases.js";
import { chartSvg } from "./chart.js";

const chart = EXPOSURE.charts[0];
if (!chart) throw new Error("the fixture has a chart");

/** The elements of a chart that a selector finds. */
async function find(svg: Promise<string>, selector: string): Promise<Element[]> {
  const { document } = parseHTML(`<html><body>${await svg}</body></html>`);
  return [...document.querySelectorAll(selector)];
}

it("has a dot and an interval for each share", async () => {
  const shares = [share("a", 1, 4), share("b", 2, 4), share("c", 3, 4)];
  const svg = chartSvg({ ...chart, shares }, "chart");
  expect((await find(svg, "[aria-label=dot] circle")).length).toBe(3);
  expect((await find(svg, "[aria-label=rule] line")).length).toBe(3 + 1);
});

it("keeps shares of the same label apart", async () => {
  const svg = chartSvg({ ...chart, shares: [share("same", 1, 4), share("same", 3, 4)] }, "chart");
  const places = (await find(svg, "circle")).map((dot) => dot.getAttribute("cx"));
  expect(new Set(places).size).toBe(2);
});

it("escapes what it is given, and says what it shows", async () => {
  const evil = '</title></svg><img src=x onerror="alert(1)">';
  const svg = chartSvg({ title: evil, x: evil, y: evil, shares: [share(evil, 1, 2)] }, "chart");
  expect((await find(svg, "img")).length).toBe(0);
  expect((await find(svg, "#chart-title"))[0]?.textContent).toBe(evil);
  expect((await find(svg, "svg"))[0]?.getAttribute("aria-labelledby")).toBe(
    "chart-title chart-desc",
  );
});
