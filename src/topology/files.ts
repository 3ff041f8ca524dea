import { bootScript, hostsFile, ipBatch } from "./boot.js";
import { type ClabOptions, clabFile } from "./clab.js";
import type { Lab } from "./lab.js";
import { nginxConf } from "./nginx.js";

export { NODE_DIR, routesOver } from "./boot.js";
export type { ClabOptions } from "./clab.js";
export {
  BLOB_PATH,
  NGINX_COMMAND,
  NGINX_PID_FILE,
  RATE_ARGUMENT,
  UPLOAD_PATH,
  WHO_PATH,
} from "./nginx.js";
export { type KernelFeatures, sysctlsOf } from "./sysctls.js";

/** Name of the containerlab file in a lab's folder. */
export const CLAB_FILE = "lab.clab.yml";

/** The files of a lab's folder, by relative path, except for frr.conf, which the routers room writes. */
export function labFiles(lab: Lab, options: ClabOptions): Map<string, string> {
  const files = new Map([[CLAB_FILE, clabFile(lab, options)]]);
  for (const node of lab.nodes) {
    files.set(`${node.name}/boot`, bootScript(node));
    files.set(`${node.name}/ip.batch`, ipBatch(node));
    files.set(`${node.name}/hosts`, hostsFile(node));
    files.set(`${node.name}/resolv.conf`, "# No name server: see hosts.\n");
    if (node.role === "device") files.set(`${node.name}/nginx.conf`, nginxConf(node));
  }
  return files;
}
