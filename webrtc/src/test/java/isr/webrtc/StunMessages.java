package isr.webrtc;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Connectivity checks and answers to them (RFC 8489, RFC 8445, section 7). */
final class StunMessages {
  static final int BINDING_REQUEST = 0x0001;
  static final int BINDING_SUCCESS = 0x0101;

  private static final int COOKIE = 0x2112_a442;
  private static final int HEADER_BYTES = 20;
  private static final int INTEGRITY_BYTES = 24;
  private static final int FINGERPRINT_BYTES = 8;

  private StunMessages() {}

  /** As a controlling agent that nominates the path. */
  static byte[] check(String username, String password, Random random) {
    byte[] id = new byte[12];
    random.nextBytes(id);
    byte[] name = username.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer attributes = ByteBuffer.allocate(512);
    attributes.putShort((short) 0x0006).putShort((short) name.length).put(name);
    attributes.position((attributes.position() + 3) / 4 * 4);
    attributes.putShort((short) 0x0024).putShort((short) 4).putInt(0x6e00_01ff);
    attributes.putShort((short) 0x802a).putShort((short) 8).putLong(random.nextLong());
    attributes.putShort((short) 0x0025).putShort((short) 0);
    return message(BINDING_REQUEST, id, attributes.flip(), password);
  }

  /** The answer to a check from there. */
  static byte[] answer(byte[] request, InetSocketAddress from, String password) {
    return message(BINDING_SUCCESS, id(request), mapped(from), password);
  }

  /** What a STUN server answers to a request from there. */
  static byte[] plainAnswer(byte[] request, InetSocketAddress from) {
    ByteBuffer attributes = mapped(from);
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + attributes.remaining());
    out.putShort((short) BINDING_SUCCESS).putShort((short) attributes.remaining());
    return out.putInt(COOKIE).put(id(request)).put(attributes).array();
  }

  private static byte[] id(byte[] request) {
    return Arrays.copyOfRange(request, 8, HEADER_BYTES);
  }

  private static ByteBuffer mapped(InetSocketAddress from) {
    ByteBuffer attributes = ByteBuffer.allocate(12);
    int address = ByteBuffer.wrap(from.getAddress().getAddress()).getInt();
    attributes.putShort((short) 0x0020).putShort((short) 8).putShort((short) 1);
    attributes.putShort((short) (from.getPort() ^ COOKIE >>> 16)).putInt(address ^ COOKIE);
    return attributes.flip();
  }

  private static byte[] message(int type, byte[] id, ByteBuffer attributes, String password) {
    int own = attributes.remaining();
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + own + INTEGRITY_BYTES + FINGERPRINT_BYTES);
    out.putShort((short) type).putShort((short) (own + INTEGRITY_BYTES)).putInt(COOKIE).put(id);
    out.put(attributes);
    byte[] hmac = hmac(Arrays.copyOf(out.array(), out.position()), password);
    out.putShort((short) 0x0008).putShort((short) hmac.length).put(hmac);
    out.putShort(2, (short) (own + INTEGRITY_BYTES + FINGERPRINT_BYTES));
    CRC32 crc = new CRC32();
    crc.update(out.array(), 0, out.position());
    out.putShort((short) 0x8028).putShort((short) 4).putInt((int) crc.getValue() ^ 0x5354_554e);
    return out.array();
  }

  private static byte[] hmac(byte[] bytes, String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
