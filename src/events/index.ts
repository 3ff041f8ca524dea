export type { EventContext } from "./context.js";
export * from "./fib-watch.js";
export { type DeviceInFamily, devicesLeftOut, isAnnounced } from "./paths.js";
export * from "./steps.js";
