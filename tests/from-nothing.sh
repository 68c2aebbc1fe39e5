#!/bin/bash
# Proves that a bare Debian 12 with git is enough: makes one in a folder, clones the last commit of
# this checkout into it, and there runs ./dev test and ./dev run. Last line: PASS or FAIL and why.
#
# Usage, as root: [ROOT=folder] [MIRROR=uri] [STEPS="test run"] [KEEP=1] tests/from-nothing.sh
#   ROOT    where the Debian goes (default: a new temporary folder), removed at the end unless
#           KEEP=1; one that was kept is used again
#   MIRROR  of Debian (default: what this machine's apt uses)
set -u

release=bookworm
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
top=$(dirname -- "$here")
steps=${STEPS:-test run}
ROOT=$(realpath -m -- "${ROOT:-$(mktemp -d)/root}")
export ROOT
marker=$ROOT/.made-by-from-nothing
port=9471
# An array, not a function: its process is the very program it starts, so it can be signalled.
in_root=(env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
  LANG=C.UTF-8 TERM=dumb CI=true)
for name in http_proxy https_proxy no_proxy; do
  [[ -z ${!name:-} ]] || in_root+=("$name=${!name}")
done
in_root+=(chroot "$ROOT")

fail() { # TEXT
  echo "FAIL: $1"
  exit 1
}

# --- making the Debian

# URI RELEASE COMPONENT of each package index that this machine's apt reads for our release.
apt_sources() {
  # The $(...) are apt's, not the shell's.
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    grep " $release" | sort -u
}

make_debian() {
  local mirror=${MIRROR:-$(apt_sources | awk -v r="$release" '$2 == r { print $1; exit }')}
  [[ -n $mirror ]] || fail "this machine's apt knows no $release: give MIRROR=uri"
  mkdir -p "$ROOT" && touch "$marker"
  debootstrap --variant=minbase "$release" "$ROOT" "$mirror" || fail 'debootstrap: see above'
  if [[ -n ${MIRROR:-} ]]; then
    echo "deb $MIRROR $release main" >"$ROOT/etc/apt/sources.list"
  else
    apt_sources | sed 's/^/deb /' >"$ROOT/etc/apt/sources.list"
  fi
  # The ways to the mirror that this machine has: proxies, checks, certificates, names.
  apt-config dump | grep '^Acquire' >"$ROOT/etc/apt/apt.conf.d/99as-outside"
  mkdir -p "$ROOT/etc/ssl/certs" "$ROOT/usr/local/share/ca-certificates"
  cp -L /etc/ssl/certs/ca-certificates.crt "$ROOT/etc/ssl/certs/" 2>/dev/null
  cp -L /usr/local/share/ca-certificates/*.crt "$ROOT/usr/local/share/ca-certificates/" 2>/dev/null
  touch "$marker.whole"
}

enter_network() {
  cp -L /etc/resolv.conf /etc/hosts "$ROOT/etc/"
}

mount_kernel_files() {
  if ! { mount -t proc proc "$ROOT/proc" && mount -t sysfs sysfs "$ROOT/sys" &&
    mount --bind /dev "$ROOT/dev" && mount --bind /dev/pts "$ROOT/dev/pts" &&
    mount -t tmpfs -o mode=1777 tmpfs "$ROOT/dev/shm"; }; then
    fail 'could not mount /proc, /sys and /dev'
  fi
}

clone_project() {
  [[ -z $(git -C "$top" status --porcelain) ]] ||
    echo 'from-nothing: uncommitted changes are not part of what is proved'
  "${in_root[@]}" apt-get update -q || fail 'apt-get update: see above'
  "${in_root[@]}" apt-get install -q -y --no-install-recommends git || fail 'no git: see above'
  # A bundle carries the commit without the checkout's owner, links or other branches.
  git -C "$top" bundle create -q "$ROOT/root/gimbal.bundle" HEAD || fail 'git bundle'
  rm -rf "$ROOT/root/gimbal"
  "${in_root[@]}" git clone -q /root/gimbal.bundle /root/gimbal || fail 'git clone'
}

# --- the steps

step_test() {
  local log=$ROOT/root/test.log
  "${in_root[@]}" /root/gimbal/dev test 2>&1 | tee "$log"
  [[ ${PIPESTATUS[0]} == 0 ]] || fail './dev test: see above'
  tail -n 1 "$log" | grep -Eq '^[1-9][0-9]* passed, 0 failed, [0-9]+ skipped$' ||
    fail "the last line of ./dev test is not the count: $(tail -n 1 "$log")"
}

# Processes whose root folder is ours.
inhabitants() {
  local link
  for link in /proc/[0-9]*/root; do
    [[ $(readlink "$link" 2>/dev/null) != "$ROOT" ]] || basename "$(dirname "$link")"
  done
}

await_line() { # REGEX FILE PID SECONDS
  local i
  for ((i = 0; i < $4 * 10; i++)); do
    ! grep -Eq "$1" "$2" || return 0
    kill -0 "$3" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

check_previews() {
  local urls url
  urls=$("${in_root[@]}" python3 -c '
import json
for line in open("/root/gimbal/build/run/previews.jsonl"):
    print(json.loads(line)["preview_url"])') || fail 'no list of previews'
  [[ $(wc -l <<<"$urls") == 2 ]] || fail "two previews expected, got: $urls"
  for url in $urls; do
    "${in_root[@]}" python3 /root/gimbal/tools/count-pictures.py "$url" 2 20 ||
      fail "no moving picture: $url"
  done
}

step_run() {
  local log=$ROOT/root/run.log runner
  : >"$log"
  "${in_root[@]}" /root/gimbal/dev run PORT="$port" >"$log" 2>&1 &
  runner=$!
  await_line "open http://127.0.0.1:$port/" "$log" "$runner" 1800 || {
    cat "$log"
    fail './dev run did not come to its address'
  }
  "${in_root[@]}" curl -fsS "http://127.0.0.1:$port/" | grep -qi '<html' || fail 'no page at /'
  check_previews
  kill -TERM "$runner"
  wait "$runner" || fail "./dev run ended with status $? after SIGTERM"
  [[ -z $(inhabitants) ]] || fail "processes were left: $(inhabitants | xargs ps -o pid=,args= -p)"
}

# Runs in its own mount and process space: whatever happens, nothing stays mounted or running.
inside() {
  [[ -e $marker.whole ]] || make_debian
  enter_network
  mount_kernel_files
  clone_project
  local step
  for step in $steps; do
    "step_$step"
  done
  echo "PASS: $steps"
}

outside() {
  [[ $(id -u) == 0 ]] || fail 'root is needed'
  command -v debootstrap >/dev/null || fail 'debootstrap is needed'
  # It is removed at the end: never somebody else's folder.
  [[ ! -e $ROOT || -e $marker ]] || fail "$ROOT is there and not of this script's making"
  local status=0
  unshare --mount --pid --fork --kill-child --mount-proc "${BASH_SOURCE[0]}" --inside || status=$?
  # Never across a file system: the mounts went with their space.
  [[ -n ${KEEP:-} ]] || rm -rf --one-file-system -- "$ROOT"
  exit "$status"
}

if [[ ${1:-} == --inside ]]; then
  inside
else
  outside
fi
