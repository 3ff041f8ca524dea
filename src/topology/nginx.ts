import { DEVICE_HEADER, HTTP_PORT } from "../core/index.js";
import { NODE_DIR } from "./boot.js";
import type { LabNode } from "./lab.js";

/** Command of a device's web server; more arguments make it speak to the one that runs. */
export const NGINX_COMMAND = ["nginx", "-c", `${NODE_DIR}/nginx.conf`] as const;
/** File in a device that tells the process id of its web server. */
export const NGINX_PID_FILE = "/run/shift/nginx.pid";
/** Path of the object that serves any size by a range request. */
export const BLOB_PATH = "/blob";
/** Query argument of it: bytes per second. */
export const RATE_ARGUMENT = "rate";
/** Path that takes uploads of any size and answers when the whole body has arrived. */
export const UPLOAD_PATH = "/upload";
/** Path that answers with the device's name. */
export const WHO_PATH = "/who";

/** nginx of a device: names the device in a header, serves any size by range, takes uploads. */
export function nginxConf(node: LabNode): string {
  return `user www-data;
worker_processes 1;
worker_rlimit_nofile 32768;
pid ${NGINX_PID_FILE};
error_log ${NODE_DIR}/log/nginx.log;
events { worker_connections 16384; }
http {
  access_log off;
  sendfile on;
  sendfile_max_chunk 16k;
  # A held connection may idle for as long as an experiment needs.
  keepalive_timeout 3600s;
  keepalive_requests 1000000;
  client_max_body_size 0;
  client_body_timeout 300s;
  send_timeout 300s;
  add_header ${DEVICE_HEADER} ${node.name} always;
  server {
    listen ${HTTP_PORT} backlog=16384;
    listen [::]:${HTTP_PORT} backlog=16384;
    location = ${BLOB_PATH} {
      root /run/shift;
      # Paced here, in small pieces: curl's own limit lets bursts through that end a transfer before any event.
      set $limit_rate $arg_${RATE_ARGUMENT};
    }
    location = ${WHO_PATH} { return 200 "${node.name}\\n"; }
    # A plain \`return\` would answer before the body has arrived; a buffering proxy reads all of it first.
    location = ${UPLOAD_PATH} {
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_pass http://unix:/run/shift/taken.sock;
    }
  }
  server {
    listen unix:/run/shift/taken.sock;
    return 204;
  }
}
`;
}
