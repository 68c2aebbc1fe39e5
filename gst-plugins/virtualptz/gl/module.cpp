// What virtualptz calls in this module: resampler_modules.cpp.
#include "gst-plugins/virtualptz/gl/gl_resampler.hpp"
#include "gst-plugins/virtualptz/resampler_modules.hpp"

extern "C" gimbal::Resampler* gimbal_new_resampler(GstBaseTransform* element) {
  return new gimbal::GlResampler(element);
}
