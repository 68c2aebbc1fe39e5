// Keeps standard output for the video.
#pragma once

namespace gimbal {

/// Moves file descriptor 1 away and points 1 at standard error, so that nothing a library prints
/// can get into the stream. Returns the descriptor that now leads to the real standard output
/// (close-on-exec). Call before anything else can print or open a file. -1 where standard output is
/// closed. Of the other two, one that is closed is made to lead nowhere, lest a file that is opened
/// later become it.
int take_standard_output();

/// True where a write to `fd` would find no reader any more. Works on pipes and sockets.
bool reader_is_gone(int fd);

/// True for a descriptor whose reader can go away: a pipe or a socket.
bool can_lose_reader(int fd);

}  // namespace gimbal
