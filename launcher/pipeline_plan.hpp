// What a stream is made of, before any element exists: fragments, slots and properties.
#pragma once

#include <gst/gst.h>

#include <string>
#include <vector>

#include "gst-plugins/support/handles.hpp"
#include "launcher/fragment.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

/// A property whose value comes from outside: it is set on the element, never put into a text that
/// a parser reads.
struct ElementProperty {
  std::string element;  ///< the element's name in the fragment
  std::string property;
  std::string value;
};

struct PlanStep {
  std::string fragment;
  Slots slots;
  std::vector<ElementProperty> properties;
  bool branch = false;  ///< not behind the step before: says itself where it leads to
};

/// The fragments in the order of the stream.
using PipelinePlan = std::vector<PlanStep>;

/// The pipeline, in NULL. The error names the plugin package to install where an element is
/// missing.
Result<ElementHandle> build_pipeline(const PipelinePlan& plan);

/// The same pipeline as a line for a shell, with every word quoted that needs it.
Result<std::string> launch_line(const PipelinePlan& plan);

}  // namespace gimbal
