// Settings as the values of their properties.
#pragma once

#include <glib-object.h>

#include "gst-plugins/virtualptz/settings.hpp"

namespace gimbal::virtualptz {

/// Leaves `settings` alone where the property `id` is none of them.
void write_setting(Settings& settings, guint id, const GValue* value);

/// False where the property `id` is none of them.
bool read_setting(const Settings& settings, guint id, GValue* value);

}  // namespace gimbal::virtualptz
