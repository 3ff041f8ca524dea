import { NODE_DIR } from "../../topology/index.js";
import { NEW_ROOT } from "./node-tree.js";

// Constant texts: what differs from node to node comes in as arguments or files, never as shell text.

/**
 * `guard OWNER INIT FOLDER …`: makes a node's namespaces, held by a process that cannot outlive the driver.
 * setpriv has asked for a SIGKILL at the death of the parent; a parent that died before that is noticed here.
 */
export const GUARD = `set -eu
[ "$PPID" = "$1" ] || exit 1
init=$2
shift 2
exec unshare --mount --uts --ipc --net --pid --fork --kill-child --propagation private \\
  sh -c "$init" init "$$" "$@"
`;

/**
 * `init PARENT FOLDER CAPABILITIES FILE…`: the node's first process: sets its sysctls, tells the driver its process id,
 * makes the node's file tree its root, runs the `ip` commands that it is told, gives up privileges and becomes the boot
 * script.
 */
export const INIT = `set -eu
# The host's /proc is still here: it tells process ids as the host knows them.
read -r pid _ _ parent _ </proc/self/stat
[ "$parent" = "$1" ] || exit 1
folder=$2 capabilities=$3
shift 3
# Before any link exists, because a new link copies the values of conf.default.
while read -r key value; do
  echo "$value" >"/proc/sys/$key" || { echo "cannot set $key to $value" >&2; exit 1; }
done <"$folder/sysctls"
echo "$pid"
mount --all --fstab "$folder/fstab"
cd ${NEW_ROOT}
mkdir -p old etc/frr root run/lock var/lib/nginx var/log/nginx var/log/frr
mkdir -p -m 1777 tmp var/tmp dev/shm
cp -a --parents -t . "$@"
ln -s /run var/run
echo "service integrated-vtysh-config" >etc/frr/vtysh.conf
cp "$folder/hosts" "$folder/resolv.conf" etc
pivot_root . old
cd /
umount --lazy /old
rmdir /old
ip -batch -
exec setpriv --no-new-privs --bounding-set "$capabilities" sh ${NODE_DIR}/boot </dev/null
`;
