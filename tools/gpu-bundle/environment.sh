# The environment of what is in this folder, for a shell that has set `here` to it. Sourced.
# shellcheck shell=sh disable=SC2154

gst_plugins=$here/lib/gstreamer-1.0
LD_LIBRARY_PATH=$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
GST_PLUGIN_SYSTEM_PATH_1_0=$gst_plugins
GST_PLUGIN_SCANNER_1_0=$here/libexec/gst-plugin-scanner
GIMBAL_PIPELINES_DIR=$here/share/gimbal/pipelines
export LD_LIBRARY_PATH GST_PLUGIN_SYSTEM_PATH_1_0 GST_PLUGIN_SCANNER_1_0 GIMBAL_PIPELINES_DIR

# A folder that can be written to: this one need not be.
cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/gimbal-bundle
mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] ||
  { cache=${TMPDIR:-/tmp}/gimbal-bundle-$(id -u) && mkdir -p "$cache" && [ -O "$cache" ]; } || {
    echo "${0##*/}: no folder for GStreamer's registry: set XDG_CACHE_HOME to a writable one" >&2
    exit 1
  }

# A registry knows paths: each place that the folder has been in has its own.
GST_REGISTRY_1_0=$cache/registry-$(printf %s "$here" | cksum | tr ' ' -).bin
export GST_REGISTRY_1_0

# EGL's loader is in lib/, the drivers are this machine's. It looks for their names in two folders;
# a driver that was put elsewhere, as container tools do, is found here.
find_egl_vendor() {
  for vendor_file in /etc/glvnd/egl_vendor.d/*.json /usr/share/glvnd/egl_vendor.d/*.json; do
    [ ! -e "$vendor_file" ] || return 0
  done
  for vendor_file in /usr/local/nvidia/share/glvnd/egl_vendor.d/*.json \
    /usr/local/share/glvnd/egl_vendor.d/*.json /run/opengl-driver/share/glvnd/egl_vendor.d/*.json; do
    if [ -e "$vendor_file" ]; then
      __EGL_VENDOR_LIBRARY_FILENAMES=${__EGL_VENDOR_LIBRARY_FILENAMES:+$__EGL_VENDOR_LIBRARY_FILENAMES:}$vendor_file
    fi
  done
  if [ -z "${__EGL_VENDOR_LIBRARY_FILENAMES:-}" ]; then
    __EGL_VENDOR_LIBRARY_FILENAMES=$cache/10_nvidia.json
    echo '{"file_format_version": "1.0.0", "ICD": {"library_path": "libEGL_nvidia.so.0"}}' \
      >"$__EGL_VENDOR_LIBRARY_FILENAMES" || exit 1
  fi
  export __EGL_VENDOR_LIBRARY_FILENAMES
}
[ -n "${__EGL_VENDOR_LIBRARY_FILENAMES:-}${__EGL_VENDOR_LIBRARY_DIRS:-}" ] || find_egl_vendor

# Where container tools put the driver without telling the loader.
for driver in /usr/local/nvidia/lib64 /usr/local/nvidia/lib /run/opengl-driver/lib; do
  [ ! -d "$driver" ] || LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$driver
done
