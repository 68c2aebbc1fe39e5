#include "launcher/pipeline_plan.hpp"

#include <sstream>

#include "launcher/plugin_files.hpp"

namespace gimbal {

namespace {

Result<std::string> expand_step(const PlanStep& step) {
  auto text = read_fragment(step.fragment);
  if (!text) {
    return text;
  }
  auto expanded = expand_fragment(*text, step.slots);
  if (!expanded) {
    return Error{step.fragment + ".launch: " + expanded.error()};
  }
  return expanded;
}

const char* separator_before(const PlanStep& step) {
  return step.branch ? " " : " ! ";
}

/// A word of a launch line: a word of gst-launch's own language, quoted for the shell where needed.
std::string shell_word(const std::string& word) {
  constexpr const char* kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=/.,:+!@%";
  if (word.find_first_not_of(kPlain) == std::string::npos) {
    return word;
  }
  const CharHandle quoted(g_shell_quote(word.c_str()));
  return quoted.get();
}

/// `property="value"` as gst-launch reads it, quoted for the shell.
std::string property_word(const ElementProperty& property) {
  std::string word = property.property + "=\"";
  for (const char c : property.value) {
    if (c == '"' || c == '\\') {
      word += '\\';
    }
    word += c;
  }
  return shell_word(word + "\"");
}

std::string step_line(const PlanStep& step, const std::string& expanded) {
  std::istringstream words(expanded);
  std::string line;
  for (std::string word; words >> word;) {
    line += (line.empty() ? "" : " ") + shell_word(word);
    for (const ElementProperty& property : step.properties) {
      if (word == "name=" + property.element) {
        line += " " + property_word(property);
      }
    }
  }
  return line;
}

Error describe_parse_error(const GError* error, const gchar* const* missing) {
  if (missing == nullptr || missing[0] == nullptr) {
    return Error{std::string("cannot build the pipeline: ") + error->message};
  }
  std::string names;
  for (const gchar* const* name = missing; *name != nullptr; ++name) {
    names += (names.empty() ? "" : ", ") + std::string(*name);
  }
  return Error{"GStreamer has no element " + names +
               ". Install the gstreamer1.0-plugins-* packages and check GST_PLUGIN_PATH; "
               "`gimbal doctor` says which package has it."};
}

/// Of gst-launch text: an element stands at its beginning and behind each "!".
bool has_unknown_elements(const std::string& description) {
  std::istringstream words("! " + description);
  bool unknown = false;
  std::string before;
  for (std::string word; words >> word; before = word) {
    const bool element = before == "!" && word.find_first_of("/(") == std::string::npos;
    unknown |=
        element && !GstObjectHandle<GstElementFactory>(gst_element_factory_find(word.c_str()));
  }
  return unknown;
}

Result<ElementHandle> parse(const std::string& description) {
  const Handle<GstParseContext, gst_parse_context_free> context(gst_parse_context_new());
  GError* raw_error = nullptr;
  ElementHandle pipeline(gst_parse_launch_full(description.c_str(), context.get(),
                                               GST_PARSE_FLAG_FATAL_ERRORS, &raw_error));
  const ErrorHandle error(raw_error);
  if (error) {
    const Handle<gchar*, g_strfreev> missing(gst_parse_context_get_missing_elements(context.get()));
    return describe_parse_error(error.get(), missing.get());
  }
  return pipeline;
}

}  // namespace

Result<ElementHandle> build_pipeline(const PipelinePlan& plan) {
  std::string description;
  for (const PlanStep& step : plan) {
    const auto expanded = expand_step(step);
    if (!expanded) {
      return Error{expanded.error()};
    }
    description += (description.empty() ? "" : separator_before(step)) + *expanded;
  }
  load_plugins_of(description);
  auto pipeline = parse(description);
  if (!pipeline && has_unknown_elements(description)) {
    find_all_plugins();
    pipeline = parse(description);
  }
  if (!pipeline) {
    return pipeline;
  }
  for (const PlanStep& step : plan) {
    for (const ElementProperty& property : step.properties) {
      const ElementHandle element(
          gst_bin_get_by_name(GST_BIN(pipeline->get()), property.element.c_str()));
      g_object_set(element.get(), property.property.c_str(), property.value.c_str(), nullptr);
    }
  }
  return pipeline;
}

Result<std::string> launch_line(const PipelinePlan& plan) {
  std::string line = "gst-launch-1.0 -q";
  for (const PlanStep& step : plan) {
    auto expanded = expand_step(step);
    if (!expanded) {
      return expanded;
    }
    line += (&step == &plan.front() ? " " : separator_before(step)) + step_line(step, *expanded);
  }
  return line;
}

}  // namespace gimbal
