// Gives and takes the values of trackingsink's properties.
#pragma once

#include <glib-object.h>

namespace gimbal::trackingsink {

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* spec);
void get_property(GObject* object, guint id, GValue* value, GParamSpec* spec);

}  // namespace gimbal::trackingsink
