// eglsrc shader-file=: ShaderToy's names and the right way up, errors, edits while playing.
#include <cmath>
#include <filesystem>

#include "tests/gst-plugins/eglsrc/rgb.hpp"
#include "tests/gst-plugins/eglsrc/scratch_folder.hpp"

namespace gimbal {
namespace {

/// A shader that paints the whole picture with one expression.
std::string painting(const std::string& rgb) {
  return "void mainImage(out vec4 fragColor, in vec2 fragCoord) {\n"
         "  fragColor = vec4(" +
         rgb + ", 1.0);\n}\n";
}

constexpr Rgb kRed{255, 0, 0};
constexpr Rgb kGreen{0, 255, 0};
constexpr Rgb kBlue{0, 0, 255};

/// The colour in the middle of frame `number`, not live, at 25 frames a second.
Rgb color_of_frame(const std::string& shader, int number) {
  const ScratchFolder folder;
  const std::string path = folder.write("a.frag", shader);
  TestPipeline pipeline(rgb_pipeline(
      "is-live=false num-buffers=" + std::to_string(number + 1) + " shader-file=" + path,
      "width=320,height=180,framerate=25/1"));
  const auto samples = pipeline.run();
  EXPECT_EQ(samples.size(), static_cast<std::size_t>(number) + 1) << pipeline.error();
  return samples.empty() ? Rgb{} : rgb_at(Picture(samples.back().get()), 160, 90);
}

TEST(Shader, FragCoordCountsFromTheBottomLeft) {
  const ScratchFolder folder;
  const std::string path = folder.write("a.frag", painting("fragCoord / vec2(320.0, 180.0), 0.0"));
  TestPipeline pipeline(rgb_pipeline("is-live=false num-buffers=1 shader-file=" + path));
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 1U) << pipeline.error();
  const Picture picture(samples[0].get());
  EXPECT_TRUE(near(rgb_at(picture, 0, 0), {0, 255, 0}));
  EXPECT_TRUE(near(rgb_at(picture, 319, 0), {255, 255, 0}));
  EXPECT_TRUE(near(rgb_at(picture, 0, 179), {0, 0, 0}));
  EXPECT_TRUE(near(rgb_at(picture, 319, 179), {255, 0, 0}));
}

TEST(Shader, GlFragCoordIsTheSame) {
  EXPECT_EQ(color_of_frame(painting("vec3(gl_FragCoord.xy == fragCoord, 0.0, 0.0)"), 0), kRed);
}

TEST(Shader, HasShaderToysNames) {
  EXPECT_EQ(color_of_frame(painting("vec3(iResolution == vec3(320.0, 180.0, 1.0), 0, 0)"), 0),
            kRed);
  EXPECT_EQ(color_of_frame(painting("vec3(float(iFrame), iTime * 100.0, iTimeDelta * 1000.0) / "
                                    "255.0"),
                           20),
            (Rgb{20, 80, 40}));
  EXPECT_EQ(color_of_frame(painting("vec3(iMouse == vec4(0.0), 0.0, 0.0)"), 0), kRed);
}

TEST(Shader, ADateThatIsNotLiveFollowsFromTheFrame) {
  EXPECT_EQ(color_of_frame(painting("vec3(iDate == vec4(1970.0, 0.0, 1.0, iTime), 0.0, 0.0)"), 5),
            kRed);
}

TEST(Shader, ALiveDateIsTheWallClock) {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  const ScratchFolder folder;
  const std::string path =
      folder.write("a.frag", painting("vec3(iDate.x - 1900.0, iDate.y, iDate.z) / 255.0"));
  TestPipeline pipeline(rgb_pipeline("num-buffers=1 shader-file=" + path));
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 1U) << pipeline.error();
  EXPECT_EQ(rgb_at(Picture(samples[0].get()), 0, 0),
            (Rgb{local.tm_year, local.tm_mon, local.tm_mday}));
}

TEST(Shader, ThePictureIsOpaqueWhateverTheShaderSays) {
  const ScratchFolder folder;
  const std::string path = folder.write(
      "a.frag", "void mainImage(out vec4 c, in vec2 p) { c = vec4(1.0, 0.0, 0.0, 0.2); }");
  TestPipeline pipeline(rgb_pipeline("is-live=false num-buffers=1 shader-file=" + path));
  const auto samples = pipeline.run();
  ASSERT_EQ(samples.size(), 1U) << pipeline.error();
  const Picture picture(samples[0].get());
  EXPECT_EQ(rgb_at(picture, 0, 0), kRed);
  EXPECT_EQ(picture.value(3, 0, 0), 255);
}

std::string error_of(const std::string& source) {
  TestPipeline pipeline(rgb_pipeline("is-live=false num-buffers=1 " + source));
  EXPECT_EQ(pipeline.run().size(), 0U);
  return pipeline.error();
}

TEST(Shader, AnErrorNamesFileAndLine) {
  const ScratchFolder folder;
  const std::string path = folder.write("a.frag", painting("vec3(0.0),\n  nothing"));
  const std::string error = error_of("shader-file=" + path);
  EXPECT_EQ(error.find(path + ":3: "), 0U) << error;
  EXPECT_NE(error.find("nothing"), std::string::npos) << error;
}

TEST(Shader, AFileThatIsNoShaderIsAnError) {
  const ScratchFolder folder;
  const std::string missing = error_of("shader-file=/nowhere/a.frag");
  EXPECT_EQ(missing, "/nowhere/a.frag: cannot be read: No such file or directory.");
  EXPECT_NE(error_of("shader-file=/tmp").find("/tmp: cannot be read: "), std::string::npos);
  const std::string large = folder.write("large", std::string((1 << 20) + 1, ' '));
  EXPECT_EQ(error_of("shader-file=" + large), large + ": over 1 MiB, which is no shader.");
  const std::string own_main = folder.write("own", "void main() {}");
  EXPECT_EQ(error_of("shader-file=" + own_main).find(own_main + ": there is no mainImage."), 0U);
}

TEST(Shader, TogetherWithALibraryIsAnError) {
  EXPECT_EQ(error_of("shader-file=a renderer=b"),
            "Both shader-file and renderer are set, and only one can say what is drawn: leave the "
            "other one empty.");
}

/// Pulls until the picture has that colour, for ten seconds of 60 frames.
bool becomes(TestPipeline& pipeline, const Rgb& color) {
  for (int i = 0; i < 600; ++i) {
    const SampleHandle sample = pipeline.pull();
    if (!sample) {
      return false;
    }
    if (rgb_at(Picture(sample.get()), 160, 90) == color) {
      return true;
    }
  }
  return false;
}

class ShaderReload : public testing::Test {
 protected:
  ScratchFolder folder_;
  std::string path_ = folder_.write("a.frag", painting("1.0, 0.0, 0.0"));
  TestPipeline pipeline_{rgb_pipeline("shader-reload=true shader-file=" + path_,
                                      "width=320,height=180,framerate=60/1")};
};

TEST_F(ShaderReload, EditsAreSeenWhilePlayingAndSoIsAFileRenamedIntoPlace) {
  pipeline_.play();
  ASSERT_TRUE(becomes(pipeline_, kRed)) << pipeline_.error();
  folder_.write("a.frag", painting("0.0, 1.0, 0.0"));
  EXPECT_TRUE(becomes(pipeline_, kGreen)) << pipeline_.error();
  std::filesystem::rename(folder_.write("b.frag", painting("0.0, 0.0, 1.0")), path_);
  EXPECT_TRUE(becomes(pipeline_, kBlue)) << pipeline_.error();
}

TEST_F(ShaderReload, ABrokenEditIsAWarningAndTheLastGoodOneStays) {
  pipeline_.play();
  ASSERT_TRUE(becomes(pipeline_, kRed)) << pipeline_.error();
  folder_.write("a.frag", painting("0.0, 1.0, oops"));
  const std::string warning = next_warning(pipeline_);
  EXPECT_EQ(warning.find(path_ + ":2: "), 0U) << warning;
  for (int i = 0; i < 5; ++i) {
    const SampleHandle sample = pipeline_.pull();
    ASSERT_TRUE(sample) << pipeline_.error();
    EXPECT_EQ(rgb_at(Picture(sample.get()), 160, 90), kRed);
  }
  folder_.write("a.frag", painting("0.0, 1.0, 0.0"));
  EXPECT_TRUE(becomes(pipeline_, kGreen)) << pipeline_.error();
}

TEST(Shader, AnotherFileOrSceneCanBeChosenWhilePlaying) {
  const ScratchFolder folder;
  const std::string red = folder.write("red.frag", painting("1.0, 0.0, 0.0"));
  const std::string green = folder.write("green.frag", painting("0.0, 1.0, 0.0"));
  TestPipeline pipeline(rgb_pipeline("is-live=false shader-file=" + red));
  pipeline.play();
  ASSERT_TRUE(becomes(pipeline, kRed)) << pipeline.error();
  g_object_set(pipeline.element("src").get(), "shader-file", green.c_str(), nullptr);
  EXPECT_TRUE(becomes(pipeline, kGreen)) << pipeline.error();
  g_object_set(pipeline.element("src").get(), "shader-file", "", nullptr);
  EXPECT_TRUE(becomes(pipeline, {16, 235, 16})) << pipeline.error();
}

}  // namespace
}  // namespace gimbal
