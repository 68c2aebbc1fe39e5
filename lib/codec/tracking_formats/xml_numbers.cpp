#include "lib/codec/tracking_formats/xml_numbers.hpp"

#include <cmath>

#include "lib/base/text.hpp"

namespace gimbal {

namespace {

constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlank);
  return begin == std::string_view::npos
             ? std::string_view()
             : text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

}  // namespace

std::string read_xml_number(std::string_view text, double& number) {
  std::string_view digits = trimmed(text);
  if (digits.starts_with("+") && !digits.starts_with("+-")) {  // which XML allows
    digits.remove_prefix(1);
  }
  const auto value = parse_number(digits);
  number = value.value_or(0);
  return value && std::abs(*value) <= kLargestXmlNumber ? "" : "Input should be a number";
}

std::string read_xml_numbers(const XmlAttributes& attributes,
                             std::initializer_list<std::pair<const char*, double*>> numbers) {
  for (const auto& [name, number] : numbers) {
    const auto found = attributes.find(name);
    const std::string wrong =
        found == attributes.end() ? "Field required" : read_xml_number(found->second, *number);
    if (!wrong.empty()) {
      return std::string(name) + ": " + wrong;
    }
  }
  return "";
}

}  // namespace gimbal
