import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { goldenText } from "../fixtures/golden.js";
import { hostile } from "../fixtures/hostile.js";
import { share } from "../fixtures/parts.js";
import { REGULAR } from "../fixtures/regular-case.js";
import { RUN_DOCUMENT } from "../fixtures/run-document.js";
import { SHIFT } from "../fixtures/shift-case.js";
import { seenText } from "../words.js";
import { renderHtml } from "./html.js";

async function page(document = RUN_DOCUMENT) {
  return parseHTML(await renderHtml(document)).document;
}

it("is the page as it was last read", async () => {
  const html = await renderHtml(RUN_DOCUMENT);
  // A line for each element, so that a difference can be read.
  const lines = html.replaceAll("><", ">\n<");
  expect(lines).toBe(await goldenText("report.html", lines));
});

it("leads from the top of many cases to those that did not pass, the failed ones first", async () => {
  const cases = [
    { ...REGULAR, verdict: "inconclusive" as const },
    ...Array.from({ length: 12 }, () => REGULAR),
    { ...REGULAR, verdict: "fail" as const },
    { ...REGULAR, verdict: "fail" as const },
  ];
  const links = async (some: typeof cases) =>
    [...(await page({ ...RUN_DOCUMENT, cases: some })).querySelectorAll("header.page a")].map(
      (link) => link.getAttribute("href"),
    );
  expect(await links(cases)).toEqual(["#case-14", "#case-15", "#case-1"]);
  const [failed] = (await page({ ...RUN_DOCUMENT, cases })).querySelectorAll("p.not-passed");
  expect(failed?.textContent).toContain("fail regular IPv4, regular IPv4");
  expect(await links(cases.slice(-2))).toEqual([]);
});

it("refers to nothing outside of itself but the run folder's files", async () => {
  const document = await page();
  const links = [...document.querySelectorAll("[href], [src]")].map(
    (element) => element.getAttribute("href") ?? element.getAttribute("src") ?? "",
  );
  expect(links.filter((link) => !/^(\.\/|#case-\d+$|data:,$)/.test(link))).toEqual([]);
  expect([...document.querySelectorAll("script")]).toEqual([]);
});

it("folds a long list of connections, after what they have in common", async () => {
  const article = (await page()).querySelector("#case-5");
  expect(article?.querySelector("details > summary")?.textContent).toBe("All 200 connections");
  expect(article?.querySelector("details")?.hasAttribute("open")).toBe(false);
  expect(article?.querySelectorAll("details tbody tr").length).toBe(200);
});

it("lists no more connections than a browser can bear, and first those that were not closed", async () => {
  const [closed] = REGULAR.connections;
  const [reset] = SHIFT.connections;
  if (!closed || !reset) throw new Error("the fixtures have connections");
  const connections = [...Array.from({ length: 1500 }, () => closed), reset];
  const many = await page({ ...RUN_DOCUMENT, cases: [{ ...REGULAR, connections }] });
  const rows = [...many.querySelectorAll("details tbody tr")];
  expect(many.querySelector("details > summary")?.textContent).toMatch(/^tcpdump/);
  expect(many.querySelector("details:not([open]) > summary")?.textContent).toBe(
    "1000 of 1501 connections",
  );
  expect(rows.length).toBe(1000);
  expect(rows[0]?.textContent).toContain("reset by dest2");
});

it("points out what a person must not overlook", async () => {
  const warnings = [...(await page()).querySelectorAll("#case-4 .warning")].map((element) =>
    element.textContent.trim(),
  );
  expect(warnings).toEqual(["disagrees with the packets", "not seen at hop2", "118"]);
});

it("tells which devices a link that is up again leaves without a path", async () => {
  const [event] = SHIFT.events;
  if (!event) throw new Error("the fixture has an event");
  const events = [{ ...event, event: "link-up", unreached: ["dest1", "dest2"] }];
  const told = await page({ ...RUN_DOCUMENT, cases: [{ ...SHIFT, events }] });
  const warnings = [...told.querySelectorAll(".warning")].map(({ textContent }) => textContent);
  expect(warnings).toEqual([" no path to dest1, dest2"]);
});

it("says of an event that it changed no route", async () => {
  const [event] = SHIFT.events;
  if (!event) throw new Error("the fixture has an event");
  const { seenWallNs: _, seen: __, ...unseen } = { ...event, stays: true as const };
  const told = await page({ ...RUN_DOCUMENT, cases: [{ ...SHIFT, events: [unseen] }] });
  expect(told.body.textContent).toContain("the route of hop2 stays as it was");
  expect(told.querySelectorAll(".warning")).toHaveLength(0);
});

it("counts what the programs of each traffic said by itself", async () => {
  const [record] = REGULAR.traffic;
  if (!record) throw new Error("the fixture has traffic");
  const traffic = [
    { ...record, traffic: "one", program: "curl", said: "ok" },
    { ...record, traffic: "one", program: "curl", said: "ok" },
    { ...record, traffic: "two", program: "iperf", said: "reset" },
  ] as const;
  const cases = [{ ...REGULAR, traffic: [...traffic] }];
  const rows = [...(await page({ ...RUN_DOCUMENT, cases })).querySelectorAll("tr")]
    .map((row) => [...row.querySelectorAll("td")].map(({ textContent }) => textContent))
    .filter(([first]) => first === "one" || first === "two");
  expect(rows).toEqual([
    ["one", `curl at ${record.origin}`, "2", "2 ok"],
    ["two", `iperf at ${record.origin}`, "1", "1 reset"],
  ]);
});

it("says what an arrow means that stops half-way, where there is one", async () => {
  const captionOf = async (one: typeof SHIFT) =>
    (await page({ ...RUN_DOCUMENT, cases: [one] })).querySelector("figcaption")?.textContent;
  const ladders = SHIFT.ladders.map((ladder) => ({
    ...ladder,
    steps: ladder.steps.map((step) => (step.from === "origin" ? { ...step, to: "origin" } : step)),
  }));
  expect(await captionOf({ ...SHIFT, ladders })).toContain("stops half-way");
  expect(await captionOf(SHIFT)).not.toContain("stops half-way");
});

it("shows nothing in place of what is not there", async () => {
  const [event] = SHIFT.events;
  const [connection] = SHIFT.connections;
  const [file] = SHIFT.captures;
  if (!event || !connection || !file) throw new Error("the fixture has all of them");
  const { seen: _, ...silent } = event;
  const { said: __, shiftedAtWallNs: ___, ...unsaid } = connection;
  const bare = {
    ...SHIFT,
    connections: [{ ...unsaid, devices: [] }],
    events: [silent],
    captures: [{ ...file, file: "../elsewhere.pcap" }],
    shares: [share("of what", 1, 2)],
  };
  const errors = [{ code: "E_CLEANUP", message: "could not undo" }];
  const told = await page({ ...RUN_DOCUMENT, cases: [bare], errors });
  const cells = (head: string) =>
    [...told.querySelectorAll(`#case-1 td[data-head="${head}"]`)].map(({ textContent }) =>
      textContent.trim(),
    );
  expect([cells("devices"), cells("program said"), cells("theory")]).toEqual([["–"], ["–"], ["–"]]);
  expect(told.querySelector(".interval .theory")).toBeNull();
  expect(cells("seen")).toEqual([seenText(silent)]);
  expect(cells("file")).toEqual(["../elsewhere.pcap"]);
  expect(told.querySelector('td[data-head="file"] a')).toBeNull();
  expect(told.querySelector(".reasons li")?.textContent.trim()).toBe("E_CLEANUP could not undo");
  const empty = await page({ ...RUN_DOCUMENT, cases: [], errors: [] });
  expect(empty.querySelector("main")?.textContent).toBe("No case was run.");
});

it("shows any name as text", async () => {
  const payload = `"'><script>alert(1)</script><img src=x onerror=alert(1)></svg></style><!--`;
  const tags = (document: Document) =>
    [...document.querySelectorAll("*")].map(({ tagName }) => tagName.toLowerCase());
  const tainted = await page(hostile(RUN_DOCUMENT, payload));
  expect(tags(tainted).filter((tag) => tag === "script" || tag === "img")).toEqual([]);
  expect(tainted.querySelector("#case-1 h2")?.textContent ?? "").toContain(payload);
  expect(tainted.querySelectorAll("article").length).toBe(RUN_DOCUMENT.cases.length);
});
