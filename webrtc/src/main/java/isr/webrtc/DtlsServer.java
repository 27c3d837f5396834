package isr.webrtc;

import isr.webrtc.sdp.Fingerprint;
import java.io.IOException;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * This side of one handshake: DTLS 1.2 (RFC 6347) with {@code use_srtp} (RFC 5764), and a client
 * whose certificate has one of the fingerprints that its offer told.
 */
final class DtlsServer extends DefaultTlsServer {
  /** The one that all have to know (RFC 8827, section 6.5). */
  private static final int PROFILE = SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80;

  private static final int RESEND_MILLIS = 250;

  private static final int[] CIPHER_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
  };

  private final DtlsIdentity identity;
  private final List<Fingerprint> clients;
  private final int timeoutMillis;
  private @Nullable SrtpKeys keys;

  /** For a client that has one of these certificates. */
  DtlsServer(DtlsIdentity identity, List<Fingerprint> clients, Duration timeout) {
    super(identity.crypto());
    this.identity = identity;
    this.clients = clients;
    this.timeoutMillis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
  }

  /** What has been agreed on, once the handshake is done. */
  Optional<SrtpKeys> keys() {
    return Optional.ofNullable(keys);
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return TlsUtils.getSupportedCipherSuites(getCrypto(), CIPHER_SUITES);
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return timeoutMillis;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return RESEND_MILLIS;
  }

  /** Without it no keys could be exported (RFC 7627, section 5.4). */
  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() {
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        identity.crypto(),
        identity.privateKey(),
        identity.certificate(),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    return new CertificateRequest(
        new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
        TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
        null);
  }

  @Override
  public void notifyClientCertificate(Certificate certificate) throws IOException {
    if (certificate == null || certificate.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.certificate_required);
    }
    byte[] encoded = certificate.getCertificateAt(0).getEncoded();
    if (clients.stream().noneMatch(fingerprint -> fingerprint.matches(encoded))) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }
  }

  @SuppressWarnings("rawtypes") // Bouncy Castle's
  @Override
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
    if (offered == null || !Arrays.contains(offered.getProtectionProfiles(), PROFILE)) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
  }

  @SuppressWarnings("rawtypes") // Bouncy Castle's
  @Override
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    TlsSRTPUtils.addUseSRTPExtension(
        extensions, new UseSRTPData(new int[] {PROFILE}, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    keys =
        new SrtpKeys(
            context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, SrtpKeys.MATERIAL_BYTES));
  }
}
