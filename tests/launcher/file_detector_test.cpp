#include "launcher/file_detector.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <utility>
#include <vector>

#include "tests/launcher/temporary_folder.hpp"

namespace gimbal {
namespace {

std::string record(double x) {
  return R"({"targets":[{"x":)" + std::to_string(x) + R"(,"y":0.4}]})";
}

class FileDetectorTest : public TemporaryFolder, protected Detector::Listener {
 protected:
  Result<std::unique_ptr<Detector>> open(const std::string& file) {
    options_.mode = DetectorMode::kFile;
    options_.input_file = file;
    Detector::Listener& listener = *this;
    return FileDetector::open(options_, listener);
  }
  void begin() {
    auto detector = open(file_);
    ASSERT_TRUE(detector) << detector.error();
    detector_ = std::move(*detector);
    detector_->begin();
  }

  void on_detector_text(std::string_view text, bool whole) override {
    EXPECT_TRUE(whole);
    texts_.emplace_back(text);
  }
  void on_detector_nonsense(const std::string& reason) override { nonsense_.push_back(reason); }
  void on_detector_notice(const std::string& text) override { notices_.push_back(text); }
  void on_detector_end(const std::string& failure) override { FAIL() << failure; }

  /// The next one, from the main loop.
  std::string await(std::vector<std::string>& list) {
    while (list.empty()) {
      g_main_context_iteration(nullptr, TRUE);
    }
    std::string first = std::move(list.front());
    list.erase(list.begin());
    return first;
  }
  void put_by_rename(const std::string& text) const {
    put(path("new"), text);
    std::filesystem::rename(path("new"), file_);
  }

  std::string file_ = path("seen.json");
  DetectorOptions options_;
  std::unique_ptr<Detector> detector_;
  std::vector<std::string> texts_;
  std::vector<std::string> nonsense_;
  std::vector<std::string> notices_;
};

TEST_F(FileDetectorTest, BeginsWithWhatIsThere) {
  put(file_, record(0.1));
  begin();
  EXPECT_EQ(await(texts_), record(0.1));
}

TEST_F(FileDetectorTest, WhatWasWrittenLongBeforeItBeginsIsNotTold) {
  put(file_, record(0.1));
  const timespec times[2] = {{1'700'000'000, 0}, {1'700'000'000, 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, file_.c_str(), times, 0), 0);
  begin();
  EXPECT_NE(await(notices_).find("was written long ago"), std::string::npos);
  put(file_, record(0.1));
  EXPECT_EQ(await(texts_), record(0.1)) << "it says the same, and it is new";
  EXPECT_TRUE(texts_.empty());
}

TEST_F(FileDetectorTest, FollowsAFileThatIsOverwrittenInPlaceAndByRename) {
  begin();
  EXPECT_NE(await(notices_).find("waited for"), std::string::npos);
  for (int i = 1; i < 6; ++i) {
    put(file_, record(i / 10.0));
    EXPECT_EQ(await(texts_), record(i / 10.0)) << "in place";
    put_by_rename(record(i / 10.0 + 0.05));
    EXPECT_EQ(await(texts_), record(i / 10.0 + 0.05)) << "by rename";
  }
  EXPECT_TRUE(texts_.empty());
  EXPECT_TRUE(nonsense_.empty());
  EXPECT_TRUE(notices_.empty()) << notices_[0];
}

std::string message_of(const std::string& camera) {
  return R"({"@timestamp":"2026-02-21T07:29:03Z","objects":[],"sensorId":")" + camera + "\"}";
}

TEST_F(FileDetectorTest, OfSeveralCamerasOneHasToBeChosen) {
  put(file_, message_of("court"));
  begin();
  EXPECT_EQ(await(texts_), message_of("court"));
  put(file_, message_of("yard"));
  EXPECT_NE(await(nonsense_).find("gimbal track: --camera"), std::string::npos);
}

TEST_F(FileDetectorTest, TheCameraThatWasChosenIsTaken) {
  options_.camera = "yard";
  put(file_, message_of("court"));
  begin();
  EXPECT_EQ(await(texts_), message_of("court")) << "whoever reads it leaves it alone";
  put(file_, message_of("yard"));
  EXPECT_EQ(await(texts_), message_of("yard"));
  EXPECT_TRUE(nonsense_.empty());
}

TEST_F(FileDetectorTest, AWriterWhoKeepsTheFileOpenIsReadWhenHePauses) {
  begin();
  const std::string text = record(0.2);
  const UniqueFd writer(::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  for (const std::string& half : {text.substr(0, 12), text.substr(12)}) {
    ASSERT_EQ(write(writer.get(), half.data(), half.size()), static_cast<ssize_t>(half.size()));
  }
  EXPECT_EQ(await(texts_), text);
}

TEST_F(FileDetectorTest, AWriterWhoDoesNotPauseIsReadAllTheSame) {
  struct Writer {
    UniqueFd file;
    int writes = 0;
  };
  Writer writer{UniqueFd(::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600))};
  begin();
  const guint timer = g_timeout_add(
      20,
      [](gpointer data) -> gboolean {
        auto* self = static_cast<Writer*>(data);
        const std::string text = record(++self->writes / 1000.0);
        EXPECT_EQ(pwrite(self->file.get(), text.data(), text.size(), 0),
                  static_cast<ssize_t>(text.size()));
        return G_SOURCE_CONTINUE;
      },
      &writer);
  constexpr int kFourSeconds = 200;
  while (texts_.size() < 3 && writer.writes < kFourSeconds) {
    g_main_context_iteration(nullptr, TRUE);
  }
  g_source_remove(timer);
  EXPECT_EQ(texts_.size(), 3U);
  EXPECT_TRUE(nonsense_.empty());
}

TEST_F(FileDetectorTest, WhatIsHalfWrittenIsNotTold) {
  begin();
  const std::string text = record(0.2);
  UniqueFd writer(::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  ASSERT_EQ(write(writer.get(), text.data(), 12), 12);
  // It is looked at when its writer pauses.
  bool over = false;
  g_timeout_add(
      200,
      [](gpointer data) {
        *static_cast<bool*>(data) = true;
        return G_SOURCE_REMOVE;
      },
      &over);
  while (!over) {
    g_main_context_iteration(nullptr, TRUE);
  }
  EXPECT_TRUE(texts_.empty());
  ASSERT_EQ(write(writer.get(), text.data() + 12, text.size() - 12),
            static_cast<ssize_t>(text.size() - 12));
  writer.reset();
  EXPECT_EQ(await(texts_), text);
  EXPECT_TRUE(nonsense_.empty());
}

TEST_F(FileDetectorTest, NonsenseIsSaidWithThePlaceAndTheNextFileCounts) {
  begin();
  put(file_, R"({"targets":[{"x":7,"y":0.4}]})");
  const std::string reason = await(nonsense_);
  EXPECT_NE(reason.find(file_ + ": targets[0].x"), std::string::npos) << reason;
  put(file_, record(0.3));
  EXPECT_EQ(await(texts_), record(0.3));
}

TEST_F(FileDetectorTest, FollowsALinkAndAFolderThatIsMadeAgain) {
  const std::filesystem::path elsewhere = folder_ / "elsewhere";
  std::filesystem::create_directory(elsewhere);
  put(elsewhere / "real.json", record(0.1));
  std::filesystem::create_symlink(elsewhere / "real.json", file_);
  begin();
  EXPECT_EQ(await(texts_), record(0.1));
  put(elsewhere / "real.json", record(0.2));
  EXPECT_EQ(await(texts_), record(0.2)) << "nothing is told of it here";
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directory(folder_);
  put(file_, record(0.3));
  EXPECT_EQ(await(texts_), record(0.3));
  put(file_, record(0.4));
  EXPECT_EQ(await(texts_), record(0.4));
}

TEST_F(FileDetectorTest, AFolderThatIsNotThereIsAnError) {
  const auto detector = open(path("none/seen.json"));
  ASSERT_FALSE(detector);
  EXPECT_NE(detector.error().find("cannot be watched: No such file"), std::string::npos)
      << detector.error();
}

}  // namespace
}  // namespace gimbal
