// Owning handles for GLib and GStreamer objects. Nothing else in the tree calls unref by hand.
#pragma once

#include <gst/gst.h>

#include "lib/base/handle.hpp"

namespace gimbal {

using CharHandle = Handle<char, g_free>;
using ErrorHandle = Handle<GError, g_error_free>;

template <class T>
using ObjectHandle = Handle<T, g_object_unref>;
template <class T>
using GstObjectHandle = Handle<T, gst_object_unref>;

using ElementHandle = GstObjectHandle<GstElement>;
using PadHandle = GstObjectHandle<GstPad>;
using BusHandle = GstObjectHandle<GstBus>;
using StructureHandle = Handle<GstStructure, gst_structure_free>;

// GStreamer's own unref functions for these are static inline: a handle that named one would be
// another type in every source file.
template <class T>
void unref_mini_object(T* object) {
  gst_mini_object_unref(GST_MINI_OBJECT_CAST(object));
}
template <class T>
using MiniObjectHandle = Handle<T, unref_mini_object<T>>;

using CapsHandle = MiniObjectHandle<GstCaps>;
using BufferHandle = MiniObjectHandle<GstBuffer>;
using EventHandle = MiniObjectHandle<GstEvent>;
using MessageHandle = MiniObjectHandle<GstMessage>;
using ContextHandle = MiniObjectHandle<GstContext>;

}  // namespace gimbal
