#include "gst-plugins/virtualptz/setting_values.hpp"

#include <gst/gst.h>

#include "gst-plugins/virtualptz/property_specs.hpp"

namespace gimbal::virtualptz {

void write_setting(Settings& settings, guint id, const GValue* value) {
  switch (id) {
    case kPropWidth:
      settings.size.width = g_value_get_int(value);
      break;
    case kPropHeight:
      settings.size.height = g_value_get_int(value);
      break;
    case kPropAspect:
      settings.aspect = static_cast<Aspect>(g_value_get_enum(value));
      break;
    case kPropMethod:
      settings.method = static_cast<ResampleMethod>(g_value_get_enum(value));
      break;
    case kPropThreads:
      settings.threads = g_value_get_int(value);
      break;
    case kPropFollowRois:
      settings.follow_rois = g_value_get_boolean(value) != FALSE;
      break;
    case kPropDetectorLatency:
      settings.detector_latency = g_value_get_uint64(value);
      break;
    case kPropTrackingFormat:
      settings.tracking_format = static_cast<TrackingFormat>(g_value_get_enum(value));
      break;
    case kPropTrackingWidth:
      settings.tracking_size.width = g_value_get_int(value);
      break;
    case kPropTrackingHeight:
      settings.tracking_size.height = g_value_get_int(value);
      break;
    case kPropTrackingFrameRate:
      settings.tracking_frame_rate = {gst_value_get_fraction_numerator(value),
                                      gst_value_get_fraction_denominator(value)};
      break;
    case kPropTrackingCamera: {
      const gchar* name = g_value_get_string(value);
      settings.tracking_camera = name == nullptr ? "" : name;
      break;
    }
    case kPropLookahead:
      settings.lookahead = g_value_get_uint64(value);
      break;
    case kPropHoldFrames:
      settings.hold_frames = g_value_get_boolean(value) != FALSE;
      break;
    case kPropStateInterval:
      settings.state_interval = g_value_get_uint64(value);
      break;
    case kPropProfile:
      settings.profile = static_cast<Profile>(g_value_get_enum(value));
      break;
    default:
      break;
  }
}

bool read_setting(const Settings& settings, guint id, GValue* value) {
  switch (id) {
    case kPropWidth:
      g_value_set_int(value, settings.size.width);
      return true;
    case kPropHeight:
      g_value_set_int(value, settings.size.height);
      return true;
    case kPropAspect:
      g_value_set_enum(value, static_cast<int>(settings.aspect));
      return true;
    case kPropMethod:
      g_value_set_enum(value, static_cast<int>(settings.method));
      return true;
    case kPropThreads:
      g_value_set_int(value, settings.threads);
      return true;
    case kPropFollowRois:
      g_value_set_boolean(value, settings.follow_rois ? TRUE : FALSE);
      return true;
    case kPropDetectorLatency:
      g_value_set_uint64(value, settings.detector_latency);
      return true;
    case kPropTrackingFormat:
      g_value_set_enum(value, static_cast<int>(settings.tracking_format));
      return true;
    case kPropTrackingWidth:
      g_value_set_int(value, settings.tracking_size.width);
      return true;
    case kPropTrackingHeight:
      g_value_set_int(value, settings.tracking_size.height);
      return true;
    case kPropTrackingFrameRate:
      gst_value_set_fraction(value, settings.tracking_frame_rate.numerator,
                             settings.tracking_frame_rate.denominator);
      return true;
    case kPropTrackingCamera:
      g_value_set_string(value, settings.tracking_camera.c_str());
      return true;
    case kPropLookahead:
      g_value_set_uint64(value, settings.lookahead);
      return true;
    case kPropHoldFrames:
      g_value_set_boolean(value, settings.hold_frames ? TRUE : FALSE);
      return true;
    case kPropStateInterval:
      g_value_set_uint64(value, settings.state_interval);
      return true;
    case kPropProfile:
      g_value_set_enum(value, static_cast<int>(settings.profile));
      return true;
    default:
      return false;
  }
}

}  // namespace gimbal::virtualptz
