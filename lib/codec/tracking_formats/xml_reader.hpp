// The one gate for XML from outside: size, depth, UTF-8, no document type and no entities but XML's
// own, no attribute twice.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace gimbal {

inline constexpr std::size_t kMaxXmlBytes = 1 << 20;
inline constexpr std::size_t kMaxXmlDepth = 32;

using XmlAttributes = std::map<std::string, std::string, std::less<>>;

/// Is told of elements as they come, by their names without prefix. Each call returns what is wrong
/// with what it was told, which ends the reading, or an empty text.
class XmlListener {
 public:
  virtual ~XmlListener() = default;
  virtual std::string on_begin(const std::string& name, const XmlAttributes& attributes) = 0;
  /// `text`: all that stands in the element itself.
  virtual std::string on_end(const std::string& text) = 0;
};

/// Reads one document. What is wrong with it, or empty.
std::string read_xml(std::string_view text, XmlListener& listener);

}  // namespace gimbal
