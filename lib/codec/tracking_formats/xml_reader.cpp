#include "lib/codec/tracking_formats/xml_reader.hpp"

#include <glib.h>

#include <memory>
#include <utility>
#include <vector>

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

constexpr std::size_t kLongestReason = 160;  // in characters; GMarkup's have names in them

std::string local_name(std::string_view name) {
  return std::string(name.substr(name.find(':') + 1));
}

/// What GMarkup tells goes to the listener. No exception may cross its calls: nothing here throws
/// but for want of memory.
class Document {
 public:
  explicit Document(XmlListener& listener) : listener_(listener) {}

  std::string read(std::string_view text) {
    const GMarkupParser parser{on_begin, on_end, on_text, on_passthrough, nullptr};
    const std::unique_ptr<GMarkupParseContext, decltype(&g_markup_parse_context_free)> context(
        g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, this, nullptr),
        g_markup_parse_context_free);
    GError* error = nullptr;
    if (g_markup_parse_context_parse(context.get(), text.data(), static_cast<gssize>(text.size()),
                                     &error) == FALSE ||
        g_markup_parse_context_end_parse(context.get(), &error) == FALSE) {
      const std::unique_ptr<GError, decltype(&g_error_free)> owned(error, g_error_free);
      return error_.empty() ? "the text is not valid XML: " + shown(owned->message, kLongestReason)
                            : error_;
    }
    return has_root_ ? "" : "the XML text has no element";
  }

 private:
  /// Ends the reading where something is wrong.
  void check(std::string wrong, GError** error) {
    if (!wrong.empty()) {
      error_ = std::move(wrong);
      g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "refused");
    }
  }

  static void on_begin(GMarkupParseContext*, const gchar* name, const gchar** names,
                       const gchar** values, gpointer data, GError** error) {
    auto* self = static_cast<Document*>(data);
    if (self->texts_.empty() && std::exchange(self->has_root_, true)) {
      self->check("the XML text has more than one root element", error);
      return;
    }
    if (self->texts_.size() == kMaxXmlDepth) {
      self->check("the XML text is nested deeper than " + std::to_string(kMaxXmlDepth) + " levels",
                  error);
      return;
    }
    XmlAttributes attributes;
    for (; *names != nullptr; ++names, ++values) {
      if (!attributes.emplace(*names, *values).second) {
        self->check(shown(local_name(name)) + "." + shown(*names) + ": Field stands there twice",
                    error);
        return;
      }
    }
    self->texts_.emplace_back();
    self->check(self->listener_.on_begin(local_name(name), attributes), error);
  }

  static void on_end(GMarkupParseContext*, const gchar*, gpointer data, GError** error) {
    auto* self = static_cast<Document*>(data);
    const std::string text = std::move(self->texts_.back());
    self->texts_.pop_back();
    self->check(self->listener_.on_end(text), error);
  }

  static void on_text(GMarkupParseContext*, const gchar* text, gsize length, gpointer data,
                      GError**) {
    auto* self = static_cast<Document*>(data);
    if (!self->texts_.empty()) {
      self->texts_.back().append(text, length);
    }
  }

  static void on_passthrough(GMarkupParseContext*, const gchar* text, gsize length, gpointer data,
                             GError** error) {
    const std::string_view what(text, length);
    if (what.starts_with("<!") && !what.starts_with("<!--")) {
      static_cast<Document*>(data)->check("the XML text may have no document type", error);
    }
  }

  XmlListener& listener_;
  std::vector<std::string> texts_;  // of the elements that are open
  bool has_root_ = false;
  std::string error_;
};

}  // namespace

std::string read_xml(std::string_view text, XmlListener& listener) {
  if (text.size() > kMaxXmlBytes) {
    return "the XML text is larger than " + std::to_string(kMaxXmlBytes) + " bytes";
  }
  if (!is_utf8(text) || text.find('\0') != std::string_view::npos) {
    return "the XML text is not valid UTF-8";
  }
  return Document(listener).read(text);
}

}  // namespace gimbal
