// The properties of virtualptz: what gst-inspect-1.0 says of them, and where each is kept.
#pragma once

#include <glib-object.h>

namespace gimbal::virtualptz {

void install_properties(GObjectClass* object_class);

// GObjectClass.
void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec);
void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec);

}  // namespace gimbal::virtualptz
