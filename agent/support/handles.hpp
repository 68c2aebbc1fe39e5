// Owning handles for the GLib, GIO and libsoup objects the agent uses.
#pragma once

#include <libsoup/soup.h>

#include "lib/base/handle.hpp"

namespace gimbal {

using CharHandle = Handle<char, g_free>;
using ErrorHandle = Handle<GError, g_error_free>;
using BytesHandle = Handle<GBytes, g_bytes_unref>;
using UriHandle = Handle<GUri, g_uri_unref>;
using MainLoopHandle = Handle<GMainLoop, g_main_loop_unref>;

template <class T>
using ObjectHandle = Handle<T, g_object_unref>;

}  // namespace gimbal
