import type { Problem } from "../problem.js";
import { PLACE_WORDS } from "../references.js";
import type { Step } from "../step-schema.js";
import { type Entry, runsPrograms, type Sections } from "./sections.js";

type Announcement = Extract<Step, { do: "withdraw" | "announce" | "flap" }>;

/**
 * Steps by which a device withdraws what it does not announce, which a router refuses, or announces what it announces
 * already, which no router ever shows. For whole scenarios: a single event may follow others.
 */
export function announcementProblems({ timeline, mitigation }: Sections): Problem[] {
  const devices = new Devices();
  if (runsPrograms(mitigation)) devices.forget();
  return timeline.flatMap((entry) => {
    const { value: step } = entry;
    if (step.do === "command") devices.forget();
    return isAnnouncement(step) ? devices.apply({ ...entry, value: step }) : [];
  });
}

function isAnnouncement(step: Step): step is Announcement {
  return step.do === "withdraw" || step.do === "announce" || step.do === "flap";
}

/** Which devices announce, as far as a file can tell: a word such as `first` may mean any of them. */
class Devices {
  /** Names, `serving`, and for each step that takes a place's word a name of its own. */
  readonly #withdrawn = new Set<string>();
  #last: string | undefined;
  #isKnown = true;

  /** To be called when a program of the user's own may have changed anything. */
  forget(): void {
    this.#isKnown = false;
  }

  apply({ value: step, path }: Entry<Announcement>): Problem[] {
    const word = step.device;
    const device = this.#meant(word, path[1]);
    if (device === undefined) return [];
    const wasKnown = this.#isKnown;
    const why =
      step.do === "announce" ? this.#whyNotAnnounce(device) : this.#whyNotWithdraw(device);
    if (step.do === "withdraw") this.#withdrawn.add(device);
    // It was another one's name, then, and whose cannot be told.
    if (step.do === "announce" && !this.#withdrawn.delete(device)) this.#isKnown = false;
    if (step.do !== "announce") this.#last = device;
    if (why === undefined || !wasKnown) return [];
    const said = word === "withdrawn" ? "the device that withdrew last" : word;
    const [message, hint] = why;
    return [
      { code: "E_SCENARIO_REF", path: [...path, "device"], message: `${said} ${message}`, hint },
    ];
  }

  // Undefined where nothing has withdrawn that `withdrawn` could mean; that is told elsewhere.
  #meant(word: string, step: number): string | undefined {
    if (word === "withdrawn") return this.#last;
    return PLACE_WORDS.includes(word) ? `${word} of step ${step}` : word;
  }

  #whyNotWithdraw(device: string): [string, string] | undefined {
    if (!this.#withdrawn.has(device)) return undefined;
    return ["has withdrawn already", "let it announce before"];
  }

  #whyNotAnnounce(device: string): [string, string] | undefined {
    const mayBeIt = [...this.#withdrawn].some((one) => one === device || isVague(one));
    if (mayBeIt || (isVague(device) && this.#withdrawn.size > 0)) return undefined;
    return ["announces already", "let it withdraw before"];
  }
}

function isVague(device: string): boolean {
  return device === "serving" || device.includes(" of step ");
}
