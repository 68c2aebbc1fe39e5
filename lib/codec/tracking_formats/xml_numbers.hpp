// Numbers in XML: finite, and of a size that geometry can be done with.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "lib/codec/tracking_formats/xml_reader.hpp"

namespace gimbal {

/// Far beyond any picture, and so small that no number of transformations makes it infinite.
inline constexpr double kLargestXmlNumber = 1e9;

/// The whole of `text` but for blanks around it. What is wrong ("Input should be a number"), or
/// empty.
std::string read_xml_number(std::string_view text, double& number);

/// The attributes of these names, all of which have to be there. What is wrong ("left: Field
/// required"), or empty.
std::string read_xml_numbers(const XmlAttributes& attributes,
                             std::initializer_list<std::pair<const char*, double*>> numbers);

}  // namespace gimbal
