import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostile } from "../fixtures/hostile.js";
import { RUN_DOCUMENT } from "../fixtures/run-document.js";
import { renderJunit } from "../junit/junit.js";
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
    const file = join(folder, "report.html");
    await writeFile(file, await renderHtml(document));
    requests.length = 0;
    complaints.length = 0;
    const url = pathToFileURL(file).href;
    await page.goto(url);
    return url;
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
      for (const width of [320, 400, 768, 901, 1280, 1600]) {
        await page.setViewportSize({ width, height: 900 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide, `at ${width} px`).toBeLessThanOrEqual(width);
      }
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
