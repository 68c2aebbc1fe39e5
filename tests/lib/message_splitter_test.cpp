#include "lib/codec/message_splitter.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace gimbal {
namespace {

using Messages = std::vector<std::string>;

class MessageSplitterTest : public testing::Test {
 protected:
  MessageSplitter::OnMessage on_message() {
    return [this](std::string_view message, std::size_t line) {
      messages_.emplace_back(message);
      lines_.push_back(line);
    };
  }
  void feed(std::string_view bytes) {
    splitter_.feed(bytes, on_message(), [this] { ++too_long_; });
  }
  void feed_by_byte(std::string_view bytes) {
    for (const char byte : bytes) {
      feed({&byte, 1});
    }
  }
  Messages finish() {
    splitter_.finish(on_message());
    return std::exchange(messages_, {});
  }
  Messages split(std::string_view bytes) {
    feed(bytes);
    return finish();
  }

  MessageSplitter splitter_{200};
  Messages messages_;
  std::vector<std::size_t> lines_;
  int too_long_ = 0;
};

TEST_F(MessageSplitterTest, JsonIsWholeWithItsLastBrace) {
  feed(R"({"a":1})");
  EXPECT_EQ(messages_.size(), 1U);
  EXPECT_EQ(split("\n{\"b\":\n [1,\n {\"c\":\"}\\\"{\"}]}\n\n[1,\n2] {}"),
            (Messages{R"({"a":1})", "{\"b\":\n [1,\n {\"c\":\"}\\\"{\"}]}", "[1,\n2]", "{}"}));
  EXPECT_EQ(lines_, (std::vector<std::size_t>{1, 2, 6, 7}));
}

TEST_F(MessageSplitterTest, WhereBytesAreCutMakesNoDifference) {
  const std::string all =
      "{\"a\":[{}]}\n1,2,3\n1,3,4\n2,2,3\n<?xml version='1.0'?><a b='>'><!-- > --></a>junk\n";
  const Messages whole = split(all);
  feed_by_byte(all);
  EXPECT_EQ(finish(), whole);
  EXPECT_EQ(whole, (Messages{"{\"a\":[{}]}", "1,2,3\n1,3,4\n", "2,2,3\n",
                             "<?xml version='1.0'?><a b='>'><!-- > --></a>", "junk"}));
}

TEST_F(MessageSplitterTest, ABrokenJsonLineCostsNoOther) {
  EXPECT_EQ(split("{\"a\":1\n{\"b\":2}\n"), (Messages{"{\"a\":1\n", "{\"b\":2}"}));
  EXPECT_EQ(split("{\"a\":\"x\n{\"b\":2}\n"), (Messages{"{\"a\":\"x", "{\"b\":2}"}));
  EXPECT_EQ(split("{\"a\":1]\n{\"b\":2}\n"), (Messages{"{\"a\":1]", "{\"b\":2}"}));
  EXPECT_EQ(split("oops}\n{\"b\":2}\n"), (Messages{"oops}", "{\"b\":2}"}));
  // A brace may stand behind a comma, so that here one line is lost with it, and no more.
  EXPECT_EQ(split("{\"a\":[1,\n{\"b\":2}\n{\"c\":3}\n{\"d\":4}"),
            (Messages{"{\"a\":[1,\n{\"b\":2}\n", "{\"c\":3}", "{\"d\":4}"}));
}

TEST_F(MessageSplitterTest, LinesOfOneFrameAreOneMessage) {
  feed("1,1,0,0,9,9\n1,2,0,0,9,9\n2,1,0,0,9,9\n");
  EXPECT_EQ(messages_, (Messages{"1,1,0,0,9,9\n1,2,0,0,9,9\n"}));
  EXPECT_EQ(finish().back(), "2,1,0,0,9,9\n");
  EXPECT_EQ(lines_, (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(split("7,1\r\n\n7,2"), (Messages{"7,1\r\n7,2\n"}));
  EXPECT_EQ(split("7,1\n{}\n7,2"), (Messages{"7,1\n", "{}", "7,2\n"}));
}

TEST_F(MessageSplitterTest, ResultsOfOneImageAreOneMessage) {
  const std::string first = R"({"image_id":1,"bbox":[0]})";
  const std::string second = R"({"bbox":[0],"image_id":2})";
  feed(first + "\n" + first + "\n" + second);
  EXPECT_EQ(messages_, (Messages{first + "\n" + first + "\n"}));
  EXPECT_EQ(finish().back(), second + "\n");
  EXPECT_EQ(lines_, (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(split(first + first + "{}" + second + second),
            (Messages{first + "\n" + first + "\n", "{}", second + "\n" + second + "\n"}));
  EXPECT_EQ(split("1,1\n" + first), (Messages{"1,1\n", first + "\n"}));
  EXPECT_EQ(split("[" + first + "]\n[" + first + "]"),
            (Messages{"[" + first + "]", "[" + first + "]"}));
  EXPECT_EQ(split(R"({"image_id":1}{"annotations":[{"image_id":1,"bbox":[0]}]})").size(), 2U);
}

TEST_F(MessageSplitterTest, WhatIsOfOneFrameNeedNotBeJoined) {
  splitter_ = MessageSplitter(200, MessageSplitter::Joins::kNothing);
  const std::string result = R"({"image_id":1,"bbox":[0]})";
  EXPECT_EQ(split("7,1\n7,2\n" + result + result), (Messages{"7,1", "7,2", result, result}));
}

TEST_F(MessageSplitterTest, XmlDocumentsEndWithTheirRoot) {
  EXPECT_EQ(
      split("<a/><b><c x=\"<\" /></b>\n<a><a2></a2><![CDATA[</a>]]></a><d></d>"),
      (Messages{"<a/>", "<b><c x=\"<\" /></b>", "<a><a2></a2><![CDATA[</a>]]></a>", "<d></d>"}));
}

TEST_F(MessageSplitterTest, ABrokenDocumentCostsNoOther) {
  EXPECT_EQ(split("<?xml?><a><b><?xml?><a></a>"), (Messages{"<?xml?><a><b>", "<?xml?><a></a>"}));
  EXPECT_EQ(split("<a><b>\n<a x='1'></a><c/>"), (Messages{"<a><b>\n", "<a x='1'></a>", "<c/>"}));
  EXPECT_EQ(split("<a><b x='\n<a></a><c/>"), (Messages{"<a><b x='\n", "<a></a>", "<c/>"}));
}

TEST_F(MessageSplitterTest, WhatIsTooLongIsSkipped) {
  const std::string body(300, 'x');
  feed("{\"a\":\"" + body + "\"}\n{}\n" + body + "\n<a>" + body + "</a><?xml?><b/>\n");
  EXPECT_EQ(too_long_, 3);
  EXPECT_EQ(finish(), (Messages{"{}", "<?xml?><b/>"}));
  std::string frame;
  for (int i = 0; i < 40; ++i) {
    frame += "1,2,3,4\n";
  }
  feed(frame);
  EXPECT_EQ(too_long_, 4);
}

TEST_F(MessageSplitterTest, JsonThatIsTooLongIsSkippedToItsEnd) {
  const std::string item = R"({"image_id":1,"bbox":["}\"]"]},)";
  std::string list = "[\n";
  for (int i = 0; i < 20; ++i) {
    list += item + "\n";
  }
  feed(list + "{}]{\"a\":1}\n");
  EXPECT_EQ(too_long_, 1);
  EXPECT_EQ(messages_, (Messages{"{\"a\":1}"}));
  feed(list + "{\n");  // that has no end
  EXPECT_EQ(finish().size(), 1U);
  feed(list + "{}\n{\"b\":2}");
  EXPECT_EQ(too_long_, 3);
  EXPECT_EQ(finish(), (Messages{"{\"b\":2}"})) << "where no brace can stand";
}

TEST_F(MessageSplitterTest, ACallbackMayFeed) {
  const auto nothing = [] {};
  splitter_.feed(
      "{\"a\":1}",
      [&](std::string_view message, std::size_t) {
        const std::string before(message);
        splitter_.feed(
            "{\"b\":2", [](std::string_view, std::size_t) {}, nothing);
        EXPECT_EQ(message, before);
      },
      nothing);
  feed("}");
  EXPECT_EQ(messages_, (Messages{"{\"b\":2}"}));
}

}  // namespace
}  // namespace gimbal
