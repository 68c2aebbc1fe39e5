#include "lib/codec/tracking_formats/xml_reader.hpp"

#include <gtest/gtest.h>

namespace gimbal {
namespace {

/// Writes down what it is told; an element called "bad" is wrong.
class Transcript : public XmlListener {
 public:
  std::string on_begin(const std::string& name, const XmlAttributes& attributes) override {
    text_ += "(" + name;
    for (const auto& [key, value] : attributes) {
      text_.append(" ").append(key).append("=").append(value);
    }
    return name == "bad" ? "bad: no" : "";
  }
  std::string on_end(const std::string& text) override {
    text_ += "|" + text + ")";
    return "";
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string transcript(std::string_view text) {
  Transcript listener;
  EXPECT_EQ(read_xml(text, listener), "");
  return listener.text();
}

std::string error_of(std::string_view text) {
  Transcript listener;
  return read_xml(text, listener);
}

std::string nested(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) {
    text += "<a>";
  }
  for (std::size_t i = 0; i < depth; ++i) {
    text += "</a>";
  }
  return text;
}

TEST(XmlReader, NamesComeWithoutPrefix) {
  EXPECT_EQ(transcript("<?xml version=\"1.0\"?><t:a x='1' y=\"2\">b&amp;<c/><![CDATA[<d>]]></t:a>"),
            "(a x=1 y=2(c|)|b&<d>)");
  EXPECT_EQ(transcript("<a><!-- <b> --></a>"), "(a|)");
}

TEST(XmlReader, WhatTheListenerRefusesIsTheError) {
  EXPECT_EQ(error_of("<a><bad/></a>"), "bad: no");
}

TEST(XmlReader, RefusesWhatIsNotXml) {
  for (const char* bad :
       {"", "a", "<a>", "<a></b>", "<a b></a>", "<a b=1/>", "<a/><b", "<a>&b;</a>", "<a>&#0;</a>",
        "<?xml version='1.0'?>", "<a/><a/>", "<a/>text"}) {
    EXPECT_NE(error_of(bad), "") << bad;
  }
}

TEST(XmlReader, RefusesBombs) {
  EXPECT_EQ(error_of("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"),
            "the XML text may have no document type");
  EXPECT_EQ(error_of(nested(kMaxXmlDepth)), "");
  EXPECT_EQ(error_of(nested(kMaxXmlDepth + 1)), "the XML text is nested deeper than 32 levels");
  EXPECT_EQ(error_of(nested(100'000)), "the XML text is nested deeper than 32 levels");
  EXPECT_EQ(error_of("<a>" + std::string(kMaxXmlBytes, 'x') + "</a>"),
            "the XML text is larger than 1048576 bytes");
}

TEST(XmlReader, RefusesBadBytesAndDoubleAttributes) {
  EXPECT_EQ(error_of("<a>\xff</a>"), "the XML text is not valid UTF-8");
  EXPECT_EQ(error_of("<a b='\xc0\xaf'/>"), "the XML text is not valid UTF-8");
  EXPECT_EQ(error_of(std::string_view("<a>\0</a>", 8)), "the XML text is not valid UTF-8");
  EXPECT_EQ(error_of("<t:a b='1' b='2'/>"), "a.b: Field stands there twice");
}

}  // namespace
}  // namespace gimbal
