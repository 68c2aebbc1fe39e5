// A line to a server on this machine that can go dead without either end being told.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <mutex>
#include <thread>
#include <vector>

#include "lib/base/unique_fd.hpp"

namespace gimbal {

class TcpLine {
 public:
  /// `to`: the server's port.
  explicit TcpLine(int to) : to_(local(to)) {
    sockaddr_in address = local(0);
    socklen_t size = sizeof address;
    ::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_.get(), 8);
    ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~TcpLine() {
    ::eventfd_write(stop_.get(), 1);
    thread_.join();
  }
  TcpLine(const TcpLine&) = delete;
  TcpLine& operator=(const TcpLine&) = delete;

  int port() const { return port_; }

  /// Of every call that there is, nothing gets through any more; calls to come are well.
  void go_dead() {
    const std::lock_guard lock(mutex_);
    for (Call& call : calls_) {
      call.dead = true;
    }
  }

 private:
  struct Call {
    UniqueFd near;
    UniqueFd far;
    bool dead = false;
  };

  static UniqueFd new_socket() {
    return UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  }

  static sockaddr_in local(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  void run() {
    for (;;) {
      std::vector<pollfd> fds = what_to_wait_for();
      ::poll(fds.data(), fds.size(), -1);
      if (fds[0].revents != 0) {
        return;
      }
      const std::lock_guard lock(mutex_);
      for (std::size_t i = 0; i < calls_.size(); ++i) {
        Call& call = calls_[i];
        const bool asks = fds[2 + 2 * i].revents != 0;
        const bool answers = fds[3 + 2 * i].revents != 0;
        call.dead = call.dead || (asks && !forward(call.near, call.far));
        call.dead = call.dead || (answers && !forward(call.far, call.near));
      }
      if (fds[1].revents != 0) {
        take_call();
      }
    }
  }

  std::vector<pollfd> what_to_wait_for() {
    std::vector<pollfd> fds{{stop_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
    const std::lock_guard lock(mutex_);
    for (const Call& call : calls_) {
      fds.push_back({call.dead ? -1 : call.near.get(), POLLIN, 0});
      fds.push_back({call.dead ? -1 : call.far.get(), POLLIN, 0});
    }
    return fds;
  }

  /// False once one end has hung up, as the other is told then.
  static bool forward(const UniqueFd& from, const UniqueFd& to) {
    std::array<char, 4096> bytes{};
    const ssize_t size = ::recv(from.get(), bytes.data(), bytes.size(), 0);
    if (size > 0 &&
        ::send(to.get(), bytes.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL) == size) {
      return true;
    }
    ::shutdown(from.get(), SHUT_RDWR);
    ::shutdown(to.get(), SHUT_RDWR);
    return false;
  }

  void take_call() {
    Call call{UniqueFd(::accept(listener_.get(), nullptr, nullptr)), new_socket()};
    ::connect(call.far.get(), reinterpret_cast<const sockaddr*>(&to_), sizeof to_);
    calls_.push_back(std::move(call));
  }

  const sockaddr_in to_;
  UniqueFd listener_ = new_socket();
  UniqueFd stop_{::eventfd(0, EFD_CLOEXEC)};
  int port_ = 0;
  std::mutex mutex_;
  std::vector<Call> calls_;  // changed by the thread alone
  std::thread thread_;
};

}  // namespace gimbal
