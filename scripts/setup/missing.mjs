// Prints what the containerlab driver still lacks, one word a line: containerlab, docker, image. It reads the built
// program, which knows where things are.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { hostDocker } from "../../dist/driver/docker-daemon.js";
import { isNodeImageReady } from "../../dist/driver/node-image.js";
import { containerlabPath } from "../../dist/driver/provision.js";

if ((await containerlabPath()) === undefined) console.log("containerlab");
if (!isInstalled("dockerd") && !(await hostDocker())) console.log("docker");
if (!(await isNodeImageReady())) console.log("image");

function isInstalled(program) {
  const folders = `${process.env.PATH}:/usr/sbin:/usr/bin`.split(delimiter);
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
