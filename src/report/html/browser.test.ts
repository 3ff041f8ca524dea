import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { matrixFixture } from "../../matrix/fixtures/cells.js";
import { hostile } from "../fixtures/hostile.js";
import { RUN_DOCUMENT } from "../fixtures/run-document.js";
import { renderJunit } from "../junit/junit.js";
import { renderMatrixHtml } from "../matrix/page.js";
import { renderHtml } from "./html.js";

const CHROMIUM = "/usr/bin/chromium";
const installed = existsSync(CHROMIUM);
const why = installed ? "" : ` (skipped: ${CHROMIUM} is not installed)`;

describe.skipIf(!installed)(`report.html in a browser${why}`, () => {
  let folder = "";
  let context: BrowserContext;
  let page: Page;
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "anycast-shift-browser-"));
    context = await chromium.launchPersistentContext(join(folder, "profile"), {
      executablePath: CHROMIUM,
      args: ["--no-sandbox"],
    });
    page = await context.newPage();
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }, 60_000);

  afterAll(async () => {
    await context.close();
    await rm(folder, { recursive: true });
  });

  /** Opens the report of a document from disk; returns its URL. */
  async function open(document = RUN_DOCUMENT): Promise<string> {
    const url = await openHtml(await renderHtml(document));
    // A case that is not drawn is as wide as nothing, and one that is hides what sticks out.
    await page.addStyleTag({ content: "article { content-visibility: visible !important; }" });
    return url;
  }

  async function openHtml(html: string): Promise<string> {
    const file = join(folder, "report.html");
    await writeFile(file, html);
    requests.length = 0;
    complaints.length = 0;
    const url = pathToFileURL(file).href;
    await page.goto(url);
    return url;
  }

  async function expectToFit(widths: readonly number[]): Promise<void> {
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, `at ${width} px`).toBeLessThanOrEqual(width);
    }
  }

  it("asks for nothing else and complains of nothing", async () => {
    const url = await open();
    expect(requests.filter((request) => request !== "data:,")).toEqual([url]);
    expect(complaints).toEqual([]);
  });

  it("shows the lifelines, the RST and the event of the shift", async () => {
    await open();
    const ladder = page.locator("#case-2 svg.ladder");
    const lifelines = ladder.locator(".lifeline");
    expect(await lifelines.locator(".name").allTextContents()).toEqual([
      "Origin",
      "DestDeviceOne",
      "DestDeviceTwo",
    ]);
    const colourOf = (selector: string) =>
      ladder
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).stroke);
    expect(await ladder.locator(".packet.reset").getAttribute("data-flags")).toBe("[R]");
    expect(await colourOf(".reset line")).not.toBe(await colourOf(".packet:not(.reset) line"));
    const yOf = async (selector: string) =>
      (await ladder.locator(selector).last().boundingBox())?.y ?? 0;
    expect(await yOf(".event line")).toBeLessThan(await yOf(".packet.reset line"));
    expect(await yOf(".event line")).toBeGreaterThan(await yOf('.packet[data-flags="[S.]"] line'));
  });

  it.each(["light", "dark"] as const)(
    "fits a phone and a wide screen in %s mode",
    async (scheme) => {
      await page.emulateMedia({ colorScheme: scheme });
      await open();
      for (const details of await page.locator("details").all()) {
        await details.evaluate((element) => element.setAttribute("open", ""));
      }
      await expectToFit([320, 400, 768, 901, 1280, 1600]);
      const ground = await page.evaluate(
        () => getComputedStyle(document.documentElement).backgroundColor,
      );
      expect(ground).toBe(scheme === "light" ? "rgb(246, 247, 249)" : "rgb(17, 21, 27)");
    },
  );

  it("runs nothing of a hostile document, and still fits a phone", async () => {
    const payload = `"'><script>alert(1)</script><img src=http://e.example onerror=alert(1)></svg><!--`;
    const url = await open(hostile(RUN_DOCUMENT, payload));
    expect(requests.filter((request) => request !== "data:,")).toEqual([url]);
    expect(complaints).toEqual([]);
    expect(await page.locator("script, img, iframe, object, base, form").count()).toBe(0);
    await page.setViewportSize({ width: 400, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      400,
    );
  });

  it("shows a matrix without cutting off its legend, and on paper its last mitigation", async () => {
    await openHtml(renderMatrixHtml(matrixFixture(), () => undefined));
    await expectToFit([320, 400, 768, 901, 1000, 1280, 1600]);
    await page.setViewportSize({ width: 320, height: 900 });
    const legend = await page.locator("table.heat caption").boundingBox();
    expect((legend?.x ?? 0) + (legend?.width ?? 0)).toBeLessThanOrEqual(320);
    const [, width = 0, height = 0] =
      /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)/.exec((await page.pdf()).toString("latin1")) ?? [];
    expect(Number(width)).toBeGreaterThan(Number(height));
  });

  it("reads the JUnit file of a hostile document with a strict XML parser", async () => {
    const xml = renderJunit(hostile(RUN_DOCUMENT, "]]><a>&\u0000\ud800\"'\n"));
    const parsed = await page.evaluate((text) => {
      const document = new DOMParser().parseFromString(text, "application/xml");
      return {
        error: document.querySelector("parsererror")?.textContent,
        cases: document.querySelectorAll("testcase").length,
      };
    }, xml);
    expect(parsed).toEqual({ error: undefined, cases: RUN_DOCUMENT.cases.length + 1 });
  });
});
