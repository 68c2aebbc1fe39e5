#include "gst-plugins/virtualptz/properties.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "gst-plugins/support/object_lock.hpp"
#include "gst-plugins/virtualptz/element.hpp"
#include "gst-plugins/virtualptz/property_specs.hpp"
#include "gst-plugins/virtualptz/setting_values.hpp"
#include "lib/camera/parameters.hpp"

namespace gimbal::virtualptz {

namespace {

/// The side of a framing that a property is; null for other properties.
double Framing::*framing_side_of(guint id) {
  switch (id) {
    case kPropCenterX:
      return &Framing::center_x;
    case kPropCenterY:
      return &Framing::center_y;
    case kPropZoom:
      return &Framing::zoom;
    default:
      return nullptr;
  }
}

const Parameter* parameter_of(guint id) {
  const guint index = id - kPropFirstParameter;
  return id >= kPropFirstParameter && index < parameters().size() ? &parameters()[index] : nullptr;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

/// Empty parts are left out: "player, ball".
std::vector<std::string> split_classes(const gchar* text) {
  std::vector<std::string> classes;
  for (std::string_view rest = text == nullptr ? "" : text; !rest.empty();) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string name(trimmed(rest.substr(0, end)));
    if (!name.empty()) {
      classes.push_back(std::move(name));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return classes;
}

std::string join_classes(const std::vector<std::string>& classes) {
  std::string text;
  for (const std::string& name : classes) {
    text += (text.empty() ? "" : ",") + name;
  }
  return text;
}

bool concerns_camera(guint id) {
  return parameter_of(id) != nullptr || id == kPropMode || id == kPropTargetClasses ||
         id == kPropLookahead || id == kPropProfile;
}

void write_camera(CameraSettings& camera, guint id, const GValue* value) {
  if (const Parameter* parameter = parameter_of(id)) {
    parameter->field(camera) = g_value_get_double(value);
  } else if (id == kPropMode) {
    camera.mode = static_cast<CameraMode>(g_value_get_enum(value));
  } else if (id == kPropTargetClasses) {
    camera.framing.target_classes = split_classes(g_value_get_string(value));
  } else if (id == kPropLookahead) {
    camera.follow.lookahead = static_cast<double>(g_value_get_uint64(value)) / GST_SECOND;
  } else if (id == kPropProfile) {
    apply_profile(camera, static_cast<Profile>(g_value_get_enum(value)));
  }
}

bool read_camera(const CameraSettings& camera, guint id, GValue* value) {
  if (const Parameter* parameter = parameter_of(id)) {
    g_value_set_double(value, parameter->value(camera));
  } else if (id == kPropMode) {
    g_value_set_enum(value, static_cast<int>(camera.mode));
  } else if (id == kPropTargetClasses) {
    g_value_set_string(value, join_classes(camera.framing.target_classes).c_str());
  } else {
    return false;
  }
  return true;
}

bool read_fact(GimbalVirtualPtz* self, guint id, GValue* value) {
  const VirtualCamera::Counters counters = self->p->camera.counters();
  switch (id) {
    case kPropMemory: {
      const ObjectLock lock(self);
      g_value_set_string(value, self->p->facts.memory.c_str());
      return true;
    }
    case kPropRecordsUsed:
      g_value_set_uint64(value, counters.records_used);
      return true;
    case kPropRecordsLate:
      g_value_set_uint64(value, counters.records_late);
      return true;
    case kPropRecordsRefused:
      g_value_set_uint64(value, counters.records_refused);
      return true;
    default:
      return false;
  }
}

/// Frames that are held for another time than before are another latency, and upstream's pool needs
/// more of them or fewer.
void write_setting(GimbalVirtualPtz* self, guint id, const GValue* value) {
  bool latency_changed = false;
  {
    const ObjectLock lock(self);
    Settings& settings = self->p->settings;
    const GstClockTime hold = settings.hold();
    write_setting(settings, id, value);
    latency_changed = settings.hold() != hold;
  }
  if (latency_changed) {
    gst_base_transform_reconfigure_sink(GST_BASE_TRANSFORM(self));
    gst_element_post_message(GST_ELEMENT(self), gst_message_new_latency(GST_OBJECT(self)));
  }
}

bool has_control_binding(GObject* object, const char* property) {
  const GstObjectHandle<GstControlBinding> binding(
      gst_object_get_control_binding(GST_OBJECT(object), property));
  return binding && gst_control_binding_is_disabled(binding.get()) == FALSE;
}

void warn_if(GimbalVirtualPtz* self, const GParamSpec* spec, const std::string& refused) {
  if (!refused.empty()) {
    self->p->command_warnings.post(GST_ELEMENT(self),
                                   std::string(spec->name) + " was not set: " + refused);
  }
}

void point_camera(GimbalVirtualPtz* self, double Framing::*side, const GValue* value,
                  GParamSpec* spec) {
  const bool cut = has_control_binding(G_OBJECT(self), spec->name);
  warn_if(self, spec, self->p->camera.point(side, g_value_get_double(value), cut));
}

/// Every parameter that a profile has set.
void notify_parameters(GObject* object) {
  for (const Parameter& parameter : parameters()) {
    g_object_notify(object, parameter.name);
  }
}

}  // namespace

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
  GimbalVirtualPtz* self = self_of(object);
  if (double Framing::*side = framing_side_of(id)) {
    point_camera(self, side, value, spec);
    return;
  }
  write_setting(self, id, value);
  if (concerns_camera(id)) {
    warn_if(self, spec, self->p->camera.change([&](CameraSettings& camera) {
      write_camera(camera, id, value);
    }));
  }
  if (id == kPropProfile) {
    notify_parameters(object);
  }
}

void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec) {
  GimbalVirtualPtz* self = self_of(object);
  if (double Framing::*side = framing_side_of(id)) {
    g_value_set_double(value, self->p->camera.asked_for().*side);
    return;
  }
  if (!read_setting(settings_of(self), id, value) &&
      !read_camera(self->p->camera.settings(), id, value) && !read_fact(self, id, value)) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

}  // namespace gimbal::virtualptz
