// The request pad `tracking`: a detector's records in, and never a word to the video.
#pragma once

#include <gst/gst.h>

#include <string_view>

#include "gst-plugins/virtualptz/element.hpp"

namespace gimbal::virtualptz {

/// The template's name, which is the pad's: there is one.
inline constexpr const char* kTrackingPad = "tracking";

/// A new pad of that template, not yet on the element; null, with a warning, where it has one.
GstPad* new_tracking_pad(GimbalVirtualPtz* self, GstPadTemplate* pad_template);

/// The video's segment has come: records that waited for it are taken.
void take_waiting_records(GimbalVirtualPtz* self);

/// A detector's record as a control event has it: answered like every command.
void take_record(GimbalVirtualPtz* self, guint64 command, std::string_view text);

/// What flows between which pads: the picture from sink to src, and nothing from `tracking`.
void link_inside(GstPad* pad);

}  // namespace gimbal::virtualptz
