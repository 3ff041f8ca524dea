import { DEVICE_HEADER } from "../core/index.js";

const NAMED = new RegExp(`^${DEVICE_HEADER}:\\s*(\\S+)`, "gim");

/** Every device that a response header in a text names, in order. */
export function parseDevices(text: string): string[] {
  return [...text.matchAll(NAMED)].map((match) => match[1] as string);
}
