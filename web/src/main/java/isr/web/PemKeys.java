package isr.web;

import isr.config.WebSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Reads a certificate and its key from PEM files (RFC 7468); keys are PKCS #8, not encrypted. */
final class PemKeys {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** Names of algorithms in those of signatures. */
  private static final Map<String, String> SIGNER = Map.of("RSA", "RSA", "EC", "ECDSA");

  private PemKeys() {}

  /**
   * What https needs.
   *
   * @throws IOException when a file can not be read or used, naming it
   */
  static SSLContext context(WebSettings.Tls tls) throws IOException {
    Certificate[] chain = chain(tls.certificate());
    PrivateKey key = key(tls.key());
    checkPair(chain[0].getPublicKey(), key, tls);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("isr", key, new char[0], chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("tls_certificate and tls_key can not be used: " + e.getMessage(), e);
    }
  }

  /** Signs something with the one, and verifies it with the other. */
  private static void checkPair(PublicKey certified, PrivateKey key, WebSettings.Tls tls)
      throws IOException {
    String algorithm = key.getAlgorithm();
    boolean pair = false;
    if (certified.getAlgorithm().equals(algorithm)) {
      String name = algorithm.startsWith("Ed") ? "Ed25519" : "SHA256with" + SIGNER.get(algorithm);
      try {
        byte[] text = {1, 2, 3};
        Signature signature = Signature.getInstance(name);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(text);
        pair = signature.verify(signed);
      } catch (GeneralSecurityException e) {
        throw new IOException("tls_key " + tls.key() + ": " + e.getMessage(), e);
      }
    }
    if (!pair) {
      throw new IOException(
          "tls_key " + tls.key() + " is not the key of the certificate in " + tls.certificate());
    }
  }

  private static Certificate[] chain(Path file) throws IOException {
    try {
      byte[] bytes = read("tls_certificate", file).getBytes(StandardCharsets.ISO_8859_1);
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .toArray(new Certificate[0]);
      if (chain.length > 0) {
        return chain;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("tls_certificate " + file + ": " + e.getMessage(), e);
    }
    throw new IOException("tls_certificate " + file + ": there is no certificate in it");
  }

  private static PrivateKey key(Path file) throws IOException {
    Matcher pem = KEY.matcher(read("tls_key", file));
    if (!pem.find()) {
      throw new IOException(
          "tls_key "
              + file
              + ": expected BEGIN PRIVATE KEY; make one of another kind with:"
              + " openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW");
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
    return List.of("RSA", "EC", "Ed25519").stream()
        .flatMap(algorithm -> key(algorithm, der).stream())
        .findFirst()
        .orElseThrow(
            () -> new IOException("tls_key " + file + ": expected a key of RSA, EC or Ed25519"));
  }

  /** Empty when it is a key of another algorithm. */
  private static Optional<PrivateKey> key(String algorithm, byte[] der) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static String read(String key, Path file) throws IOException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is longer than " + MAX_BYTES + " bytes");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IOException(key + " " + file + ": " + e, e);
    }
  }
}
