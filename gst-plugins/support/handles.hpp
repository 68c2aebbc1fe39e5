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
using CapsHandle = Handle<GstCaps, gst_caps_unref>;
using BufferHandle = Handle<GstBuffer, gst_buffer_unref>;
using EventHandle = Handle<GstEvent, gst_event_unref>;
using MessageHandle = Handle<GstMessage, gst_message_unref>;
using ContextHandle = Handle<GstContext, gst_context_unref>;
using StructureHandle = Handle<GstStructure, gst_structure_free>;

}  // namespace gimbal
