package isr.systemd;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/**
 * Raw calls of the C library: sys/socket.h, unistd.h. Each answers -1 when it fails; JNA throws
 * {@link LastErrorException} with errno then.
 */
final class LibC {
  /** sys/socket.h, the same on all architectures but MIPS. */
  static final int AF_UNIX = 1;

  static final int SOCK_DGRAM = 2;
  static final int SOCK_CLOEXEC = 02000000;
  static final int MSG_NOSIGNAL = 0x4000;

  static {
    Native.register(LibC.class, NativeLibrary.getProcess());
  }

  private LibC() {}

  /** A new descriptor. */
  static native int socket(int domain, int type, int protocol) throws LastErrorException;

  /** The number of bytes sent. */
  static native NativeLong sendto(
      int fd, Pointer bytes, NativeLong length, int flags, Pointer address, int addressLength)
      throws LastErrorException;

  /** 0. */
  static native int close(int fd) throws LastErrorException;
}
