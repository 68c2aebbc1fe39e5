// An operator's commands are seen within two frames, and the reply names that frame.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "lib/camera/virtual_camera.hpp"

namespace gimbal {
namespace {

constexpr PictureShape kSource{3840, 2160};

/// The way of the edge of the crop that moves most, in output pixels.
double moved_pixels(const CropRect& from, const CropRect& to, const PictureShape& output) {
  const double across = output.width / from.w;
  const double down = output.height / from.h;
  return std::max({std::abs(to.x - from.x) * across,
                   std::abs(to.x + to.w - from.x - from.w) * across, std::abs(to.y - from.y) * down,
                   std::abs(to.y + to.h - from.y - from.h) * down});
}

/// A camera and every frame it has shown.
class Rehearsal {
 public:
  Rehearsal(double fps, const PictureShape& output) : fps_(fps), output_(output) {
    camera.set_shapes(kSource, output, Aspect::kCrop);
    frame();
  }

  void frame() { shots.push_back(camera.advance(100 + static_cast<double>(shots.size()) / fps_)); }

  std::uint64_t command(const CameraCommand& command) {
    EXPECT_EQ(camera.take(++ticket_, command), "");
    sent_after_[ticket_] = shots.size() - 1;
    return ticket_;
  }

  /// How many frames after the command the picture has moved by a pixel.
  int frames_until_moved(std::uint64_t ticket) const {
    const std::size_t before = sent_after_.at(ticket);
    for (std::size_t i = before + 1; i < shots.size(); ++i) {
      if (moved_pixels(shots[before].crop, shots[i].crop, output_) >= 1 - 1e-6) {
        return static_cast<int>(i - before);
      }
    }
    return 1 << 20;
  }

  /// Every command has one reply. One that is not overtaken comes with the first frame that has
  /// moved by a pixel.
  void expect_true_replies() const {
    std::map<std::uint64_t, int> replies;
    for (std::size_t i = 0; i < shots.size(); ++i) {
      for (const CommandReply& reply : shots[i].replies) {
        ++replies[reply.ticket];
        const int frames = static_cast<int>(i - sent_after_.at(reply.ticket));
        if (reply.overtaken) {
          EXPECT_GE(frames_until_moved(reply.ticket), frames) << "ticket " << reply.ticket;
        } else {
          EXPECT_EQ(frames_until_moved(reply.ticket), frames) << "ticket " << reply.ticket;
        }
      }
    }
    for (const auto& [ticket, sent] : sent_after_) {
      EXPECT_EQ(replies[ticket], 1) << "ticket " << ticket;
    }
  }

  bool was_overtaken(std::uint64_t ticket) const {
    for (const Shot& shot : shots) {
      for (const CommandReply& reply : shot.replies) {
        if (reply.ticket == ticket) {
          return reply.overtaken;
        }
      }
    }
    return false;
  }

  double pixels_to(const Framing& framing) const {
    return moved_pixels(shots.back().crop, crop_for(framing, kSource, output_), output_);
  }

  VirtualCamera camera;
  std::vector<Shot> shots;

 private:
  double fps_;
  PictureShape output_;
  std::uint64_t ticket_ = 0;
  std::map<std::uint64_t, std::size_t> sent_after_;
};

struct Case {
  double fps;
  PictureShape output;
};

class OperatorReaction : public testing::TestWithParam<Case> {
 protected:
  static Rehearsal rehearsal() { return Rehearsal(GetParam().fps, GetParam().output); }
};

constexpr Case kCases[] = {{24, {1280, 720}},  {30, {1280, 720}}, {30000 / 1001.0, {640, 360}},
                           {60, {1280, 720}},  {60, {320, 180}},  {60000 / 1001.0, {1920, 1080}},
                           {60, {3840, 2160}}, {25, {720, 1280}}};

INSTANTIATE_TEST_SUITE_P(Rates, OperatorReaction, testing::ValuesIn(kCases));

TEST_P(OperatorReaction, MovesOfEverySizeAreSeenWithinTwoFrames) {
  // From a 500th of what is shown to most of the picture; far goals and those a pixel away.
  for (const double zoom : {1.0, 2.0, 7.0}) {
    for (const double pixels : {1.0, 1.2, 2.0, 5.0, 20.0, 100.0, 400.0, 3000.0}) {
      Rehearsal stage = rehearsal();
      stage.command(MoveTo{{0.5, 0.5, 2 * zoom}, true});
      stage.frame();
      const CropRect crop = stage.shots.back().crop;
      const double way = pixels * crop.w / GetParam().output.width / kSource.width;
      const auto ticket = stage.command(MoveTo{{std::min(0.5 + way, 1.0), 0.5, 2 * zoom}, false});
      for (int i = 0; i < 200; ++i) {
        stage.frame();
      }
      EXPECT_LE(stage.frames_until_moved(ticket), 2) << pixels << " px at zoom " << 2 * zoom;
      stage.expect_true_replies();
    }
  }
}

TEST_P(OperatorReaction, SoAreZoomsAndMovesOnAllAxes) {
  for (const Framing& goal : {Framing{0.5, 0.5, 2}, Framing{0.5, 0.5, 16}, Framing{0.5, 0.5, 4.02},
                              Framing{0.3, 0.9, 1}, Framing{0.2, 0.5001, 12}}) {
    Rehearsal stage = rehearsal();
    stage.command(MoveTo{{0.5, 0.5, 4}, true});
    stage.frame();
    if (stage.pixels_to(goal) < 1) {
      continue;
    }
    const auto ticket = stage.command(MoveTo{goal, false});
    for (int i = 0; i < 300; ++i) {
      stage.frame();
    }
    EXPECT_LE(stage.frames_until_moved(ticket), 2) << goal.center_x << " " << goal.zoom;
    stage.expect_true_replies();
  }
}

TEST_P(OperatorReaction, OneTenAndSixtyCommandsASecond) {
  for (const int rate : {1, 10, 60}) {
    Rehearsal stage = rehearsal();
    stage.command(MoveTo{{0.5, 0.5, 3}, true});
    stage.frame();
    std::mt19937 random(static_cast<unsigned>(rate));
    std::uniform_real_distribution<double> anywhere(0.2, 0.8);
    std::vector<std::uint64_t> moves;
    const double fps = GetParam().fps;
    int sent = 0;
    for (int i = 0; i < 6 * fps; ++i) {
      for (; sent < (i + 1) * rate / fps; ++sent) {
        const Framing goal{anywhere(random), anywhere(random), 2 + 2 * anywhere(random)};
        if (stage.pixels_to(goal) >= 1) {
          moves.push_back(stage.command(MoveTo{goal, false}));
        }
      }
      stage.frame();
    }
    for (int i = 0; i < 5 * fps; ++i) {
      stage.frame();
    }
    for (const auto ticket : moves) {
      // One that is overtaken after a frame, before it can be seen, may be undone by the next.
      ASSERT_LE(stage.frames_until_moved(ticket), stage.was_overtaken(ticket) ? 3 : 2)
          << rate << " commands/s, ticket " << ticket;
    }
    stage.expect_true_replies();
  }
}

TEST_P(OperatorReaction, AGoalThatIsDraggedIsFollowedAtSixtyCommandsASecond) {
  // A finger that goes steadily across: each command is a small step on.
  Rehearsal stage = rehearsal();
  stage.command(MoveTo{{0.3, 0.5, 3}, true});
  stage.frame();
  const double fps = GetParam().fps;
  int sent = 0;
  double x = 0.3;
  for (int i = 0; i < 2 * fps; ++i) {
    for (; sent < (i + 1) * 60 / fps; ++sent) {
      x += 0.2 / 120;
      stage.command(MoveTo{{x, 0.5, 3}, false});
    }
    stage.frame();
    // Never far behind the finger: 0.15 s of its way.
    EXPECT_NEAR(stage.shots.back().framing.center_x, x, 0.015) << i;
  }
  for (int i = 0; i < fps; ++i) {
    stage.frame();
  }
  EXPECT_DOUBLE_EQ(stage.shots.back().framing.center_x, x);
  stage.expect_true_replies();
}

TEST_P(OperatorReaction, ASpeedIsSeenWithinTwoFrames) {
  for (const double speed : {0.2, 0.5, 2.0}) {
    Rehearsal stage = rehearsal();
    stage.command(MoveTo{{0.5, 0.5, 4}, true});
    stage.frame();
    const auto ticket = stage.command(MoveAt{speed, 0, 0, 1});
    for (int i = 0; i < 30; ++i) {
      stage.frame();
    }
    if (speed / GetParam().fps * GetParam().output.width > 1.3) {
      EXPECT_LE(stage.frames_until_moved(ticket), 2) << speed;
      stage.expect_true_replies();
    }
  }
}

TEST_P(OperatorReaction, EasedAndWithoutOvershoot) {
  for (const double way : {0.001, 0.01, 0.1, 0.3}) {
    Rehearsal stage = rehearsal();
    stage.command(MoveTo{{0.5, 0.5, 4}, true});
    stage.frame();
    stage.command(MoveTo{{0.5 + way, 0.5 - way, 4}, false});
    for (int i = 0; i < 4 * GetParam().fps; ++i) {
      stage.frame();
      const Framing& last = stage.shots[stage.shots.size() - 2].framing;
      const Framing& now = stage.shots.back().framing;
      EXPECT_GE(now.center_x, last.center_x - 1e-12);
      EXPECT_LE(now.center_x, 0.5 + way + 1e-12);
      // Straight: both axes have come equally far.
      EXPECT_NEAR(now.center_x - 0.5, 0.5 - now.center_y, way * 0.01 + 1e-6);
    }
    EXPECT_EQ(stage.shots.back().framing, (Framing{0.5 + way, 0.5 - way, 4}));
  }
}

}  // namespace
}  // namespace gimbal
