export type { EventContext } from "./context.js";
export * from "./fib-watch.js";
export { type DeviceInFamily, devicesLeftOut, labAfter } from "./paths.js";
export { routersToWatch } from "./shown.js";
export * from "./steps.js";
export { stopServer } from "./web-server.js";
