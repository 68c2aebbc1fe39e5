// Which metas of a frame are still true of a crop of it.
#pragma once

#include <gst/gst.h>

namespace gimbal::virtualptz {

/// True for what does not depend on where things are in the picture or how large it is: captions,
/// time codes, what a stream's SEI said. A meta's tags tell.
bool survives_crop(const GstMetaInfo* info);

}  // namespace gimbal::virtualptz
