#include "lib/camera/parameters.hpp"

#include "lib/base/number_check.hpp"

namespace gimbal {

namespace {

template <auto kMember>
double& in_camera(CameraSettings& settings) {
  return settings.*kMember;
}

template <auto kMember>
double& in_home(CameraSettings& settings) {
  return settings.home.*kMember;
}

template <auto kMember>
double& in_region(CameraSettings& settings) {
  return settings.region.*kMember;
}

template <auto kMember>
double& in_manual(CameraSettings& settings) {
  return settings.manual.*kMember;
}

template <auto kMember>
double& in_framing(CameraSettings& settings) {
  return settings.framing.*kMember;
}

template <auto kMember>
double& in_follow(CameraSettings& settings) {
  return settings.follow.*kMember;
}

constexpr Parameter kParameters[] = {
    // Where it may be.
    {"home-x", "Home x", "Centre of the home shot, as a fraction of the input's width", 0, 1,
     in_home<&Framing::center_x>},
    {"home-y", "Home y", "Centre of the home shot, as a fraction of the input's height", 0, 1,
     in_home<&Framing::center_y>},
    {"home-zoom", "Home zoom", "Zoom of the home shot", kMinZoom, kMaxZoom,
     in_home<&Framing::zoom>},
    {"min-zoom", "Smallest zoom", "The camera shows no more than this zoom does", kMinZoom,
     kMaxZoom, in_camera<&CameraSettings::min_zoom>},
    {"max-zoom", "Largest zoom",
     "The camera shows no less than this zoom does; not below min-zoom, which wins", kMinZoom,
     kMaxZoom, in_camera<&CameraSettings::max_zoom>},
    {"region-x", "Region's left edge",
     "Left edge of the region that the crop does not leave, as a fraction of the input's width", 0,
     0.9, in_region<&Region::x>},
    {"region-y", "Region's top edge",
     "Top edge of the region that the crop does not leave, as a fraction of the input's height", 0,
     0.9, in_region<&Region::y>},
    {"region-w", "Region's width",
     "Width of the region that the crop does not leave, as a fraction of the input's width; it "
     "ends where the input ends",
     0.1, 1, in_region<&Region::w>},
    {"region-h", "Region's height",
     "Height of the region that the crop does not leave, as a fraction of the input's height; it "
     "ends where the input ends",
     0.1, 1, in_region<&Region::h>},
    // What an operator does.
    {"hand-back", "Hand-back",
     "Seconds after an operator's last command until detections steer again, in mode follow; 0 is "
     "never",
     0, 3600, in_camera<&CameraSettings::hand_back>},
    {"manual-speed", "Operator's speed", "Fastest move of an operator, in crop widths/s", 0.01, 10,
     in_manual<&ManualSettings::speed>},
    {"manual-acceleration", "Operator's acceleration",
     "Acceleration of an operator's moves, in crop widths/s2; more where a move would not be seen "
     "within two "
     "frames",
     0.1, 100, in_manual<&ManualSettings::acceleration>},
    {"manual-jerk", "Operator's jerk",
     "Jerk of an operator's moves, in crop widths/s3; more where a move would not be seen within "
     "two "
     "frames",
     120, 5000, in_manual<&ManualSettings::jerk>},
    {"manual-zoom-speed", "Operator's zoom speed", "Fastest zoom of an operator, in octaves/s",
     0.01, 10, in_manual<&ManualSettings::zoom_speed>},
    {"manual-zoom-acceleration", "Operator's zoom acceleration",
     "Acceleration of an operator's zooms, in octaves/s2", 0.1, 100,
     in_manual<&ManualSettings::zoom_acceleration>},
    {"manual-zoom-jerk", "Operator's zoom jerk", "Jerk of an operator's zooms, in octaves/s3", 120,
     5000, in_manual<&ManualSettings::zoom_jerk>},
    // Which targets count.
    {"min-confidence", "Least confidence", "Targets with less confidence do not count, 0 to 1", 0,
     1, in_framing<&FramingSettings::min_confidence>},
    {"max-targets", "Targets at most",
     "How many targets to frame at most; 1 is one target, and the same one while it is seen", 1,
     100, in_framing<&FramingSettings::max_targets>},
    {"target-patience", "Patience",
     "Seconds to wait for a target that is missing before another is taken", 0, 30,
     in_framing<&FramingSettings::target_patience>},
    {"group-reach", "Reach of a group",
     "What is further from a group's centre does not belong to it, in widths of the largest crop",
     0.05, 2, in_framing<&FramingSettings::group_reach>},
    {"ball-weight", "Weight of the ball",
     "How far the aim goes from the players to the ball, 0 to 1", 0, 1,
     in_framing<&FramingSettings::ball_weight>},
    {"ball-reach", "Reach of the ball",
     "A ball further from the players is ignored, in widths of the largest crop", 0, 2,
     in_framing<&FramingSettings::ball_reach>},
    {"target-attack", "Attack of a target",
     "Seconds that a target or a ball which appears takes to count", 0.01, 10,
     in_framing<&FramingSettings::target_attack>},
    {"target-decay", "Decay of a target",
     "Seconds that a target or a ball which is not seen goes on counting", 0.01, 10,
     in_framing<&FramingSettings::target_decay>},
    // How much room they get.
    {"margin", "Margin", "What is left free at each side of the targets, as a fraction of the crop",
     0, 0.45, in_framing<&FramingSettings::margin>},
    {"subject-height", "Height of a subject",
     "No target's box is higher than this fraction of the crop", 0.05, 1,
     in_framing<&FramingSettings::subject_height>},
    {"headroom", "Headroom",
     "How far above the centre of people to aim, as a fraction of the crop's height", 0, 0.4,
     in_framing<&FramingSettings::headroom>},
    {"closest-zoom", "Closest zoom", "Targets are not framed closer than with this zoom", kMinZoom,
     kMaxZoom, in_framing<&FramingSettings::closest_zoom>},
    {"widen-time", "Time to widen", "Seconds that targets which spread take to be believed", 0, 10,
     in_framing<&FramingSettings::widen_time>},
    {"tighten-time", "Time to tighten", "Seconds that targets which gather take to be believed", 0,
     10, in_framing<&FramingSettings::tighten_time>},
    // What detections are worth.
    {"detector-noise", "Detector's noise",
     "How far a detection usually is from the truth, in crop widths", 0.001, 0.2,
     in_follow<&FollowSettings::detector_noise>},
    {"outlier-gate", "Outlier gate",
     "A detection is an outlier where it is so many times its usual error from where it was "
     "expected",
     2, 20, in_follow<&FollowSettings::outlier_gate>},
    {"outlier-jump", "Outlier jump",
     "A detection is an outlier too where it is so far from where it was expected, in crop widths",
     0.01, 1, in_follow<&FollowSettings::outlier_jump>},
    {"agility", "Agility", "How suddenly targets change their speed, in (crop widths)2/s3", 0.001,
     20, in_follow<&FollowSettings::agility>},
    {"steadiness", "Steadiness",
     "As agility, while detections scatter evenly about their path, in (crop widths)2/s3", 0.0001,
     20, in_follow<&FollowSettings::steadiness>},
    {"prediction", "Prediction", "How much of a detection's age is made good, 0 to 1.5", 0, 1.5,
     in_follow<&FollowSettings::prediction>},
    // When to move at all.
    {"start-within", "Start of a move", "An offset that starts a move if it lasts, in crop widths",
     0, 0.5, in_follow<&FollowSettings::start_within>},
    {"start-after", "Delay of a move",
     "Seconds that an offset beyond start-within has to last to start a move", 0, 2,
     in_follow<&FollowSettings::start_after>},
    {"start-ahead", "Foresight of a start",
     "The offset that starts a move is the one that a target which goes on will have in so many "
     "seconds",
     0, 1, in_follow<&FollowSettings::start_ahead>},
    {"certainty", "Certainty of a move",
     "Offsets count less so many of their standard errors before a move starts", 0, 4,
     in_follow<&FollowSettings::certainty>},
    {"start-beyond", "Start at once", "An offset that starts a move at once, in crop widths", 0,
     0.5, in_follow<&FollowSettings::start_beyond>},
    {"stop-within", "End of a move",
     "A move ends so near its goal, once it is slow, in crop widths", 0, 0.5,
     in_follow<&FollowSettings::stop_within>},
    {"stop-speed", "Slow", "The speed at which a move is slow enough to end, in crop widths/s", 0,
     1, in_follow<&FollowSettings::stop_speed>},
    {"slack", "Slack", "How far behind the target a move aims, in crop widths", 0, 0.2,
     in_follow<&FollowSettings::slack>},
    // Lead room.
    {"lead-time", "Lead time", "Lead room: seconds to look ahead of a target that moves", 0, 2,
     in_follow<&FollowSettings::lead_time>},
    {"lead-limit", "Lead limit", "Lead room at most, in crop widths", 0, 0.4,
     in_follow<&FollowSettings::lead_limit>},
    {"lead-speed", "Lead speed",
     "Lead room grows from this speed of the target to twice as much, in crop widths/s", 0.01, 2,
     in_follow<&FollowSettings::lead_speed>},
    // How to move.
    {"speed-share", "Share of the speed",
     "How much of a target's speed is taken over at once, 0 to 1.2", 0, 1.2,
     in_follow<&FollowSettings::speed_share>},
    {"response-near", "Response near", "How firmly a small offset is closed, in 1/s", 0.2, 20,
     in_follow<&FollowSettings::response_near>},
    {"response-far", "Response far", "How firmly a large offset is closed, in 1/s", 0.2, 20,
     in_follow<&FollowSettings::response_far>},
    {"far-offset", "Large offset", "What a large offset is, in crop widths", 0.01, 1,
     in_follow<&FollowSettings::far_offset>},
    {"far-speed", "Fast target",
     "A target this fast is followed as firmly as a large offset is closed, in crop widths/s", 0.01,
     5, in_follow<&FollowSettings::far_speed>},
    {"max-speed", "Speed", "Fastest move after a target, in crop widths/s", 0.01, 10,
     in_follow<&FollowSettings::max_speed>},
    {"max-acceleration", "Acceleration",
     "Largest acceleration of moves after a target, in crop widths/s2", 0.01, 100,
     in_follow<&FollowSettings::max_acceleration>},
    {"max-jerk", "Jerk", "Largest jerk of moves after a target, in crop widths/s3", 0.1, 1000,
     in_follow<&FollowSettings::max_jerk>},
    {"path-lag", "Lag of the path",
     "Seconds of the look-ahead that make the path timely; the rest of it smooths", 0, 1.5,
     in_follow<&FollowSettings::path_lag>},
    // How to zoom.
    {"zoom-response", "Zoom response", "How firmly a zoom is closed, in 1/s", 0.1, 10,
     in_follow<&FollowSettings::zoom_response>},
    {"zoom-in-speed", "Speed of zooming in", "Fastest zoom in on targets, in octaves/s", 0.01, 10,
     in_follow<&FollowSettings::zoom_in_speed>},
    {"zoom-out-speed", "Speed of zooming out", "Fastest zoom out from targets, in octaves/s", 0.01,
     10, in_follow<&FollowSettings::zoom_out_speed>},
    {"zoom-acceleration", "Zoom acceleration",
     "Largest acceleration of zooms on targets, in octaves/s2", 0.01, 100,
     in_follow<&FollowSettings::zoom_acceleration>},
    {"zoom-jerk", "Zoom jerk", "Largest jerk of zooms on targets, in octaves/s3", 0.1, 1000,
     in_follow<&FollowSettings::zoom_jerk>},
    {"zoom-in-after", "Delay of zooming in", "Seconds of calm before it zooms in", 0, 30,
     in_follow<&FollowSettings::zoom_in_after>},
    {"calm-speed", "Calm", "The speed below which the camera is calm, in crop widths/s", 0, 5,
     in_follow<&FollowSettings::calm_speed>},
    {"zoom-in-from", "Start of zooming in", "It zooms in where so many times more zoom is wanted",
     1, 4, in_follow<&FollowSettings::zoom_in_from>},
    {"zoom-out-from", "Start of zooming out",
     "It zooms out where less than this part of the zoom is wanted", 0.25, 1,
     in_follow<&FollowSettings::zoom_out_from>},
    {"speed-widening", "Widening at speed", "How many times wider the crop gets at full speed", 1,
     2, in_follow<&FollowSettings::speed_widening>},
    // When a target is lost.
    {"coast-time", "Coasting", "Seconds that a lost target is followed at its last speed", 0, 5,
     in_follow<&FollowSettings::coast_time>},
    {"fade-time", "Fading", "Seconds to come to rest after coast-time, while the target is lost", 0,
     5, in_follow<&FollowSettings::fade_time>},
    {"hold-time", "Holding", "Seconds to rest after fade-time, before going home", 0, 60,
     in_follow<&FollowSettings::hold_time>},
    {"return-time", "Return", "Seconds that the way home takes after hold-time", 0.5, 60,
     in_follow<&FollowSettings::return_time>},
};

}  // namespace

std::span<const Parameter> parameters() {
  return kParameters;
}

std::string check_settings(const CameraSettings& settings) {
  for (const Parameter& parameter : kParameters) {
    std::string error =
        check_numbers({{parameter.name, parameter.value(settings), parameter.min, parameter.max}});
    if (!error.empty()) {
      return error;
    }
  }
  return check_numbers({{"lookahead", settings.follow.lookahead, 0, kMaxLookahead}});
}

void apply_profile(CameraSettings& settings, Profile profile) {
  FollowSettings follow = follow_settings(profile);
  follow.home = settings.follow.home;
  follow.lookahead = settings.follow.lookahead;
  settings.follow = follow;
  FramingSettings framing;
  framing.target_classes = settings.framing.target_classes;
  framing.closest_zoom = settings.framing.closest_zoom;
  framing.max_targets = settings.framing.max_targets;
  settings.framing = framing;
  settings.manual = ManualSettings();
  switch (profile) {
    case Profile::kCalm:
      settings.framing.margin = 0.2;
      settings.framing.widen_time = 0.6;
      settings.framing.tighten_time = 2;
      settings.manual.speed = 1;
      settings.manual.acceleration = 4;
      settings.manual.zoom_speed = 0.8;
      settings.manual.zoom_acceleration = 4;
      break;
    case Profile::kBalanced:
      break;
    case Profile::kAction:
      settings.framing.margin = 0.12;
      settings.framing.ball_weight = 0.5;
      settings.framing.widen_time = 0.15;
      settings.framing.tighten_time = 0.6;
      settings.manual.speed = 3;
      settings.manual.acceleration = 16;
      settings.manual.zoom_speed = 2.5;
      settings.manual.zoom_acceleration = 16;
      break;
  }
}

CameraSettings settings_of(Profile profile) {
  CameraSettings settings;
  apply_profile(settings, profile);
  return settings;
}

}  // namespace gimbal
