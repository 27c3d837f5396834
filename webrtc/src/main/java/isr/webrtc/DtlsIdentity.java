package isr.webrtc;

import isr.webrtc.sdp.Fingerprint;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Who this server is towards clients, for as long as it runs: a key on P-256, and a certificate
 * that it has signed itself (RFC 8827, section 6.5).
 */
final class DtlsIdentity {
  private static final int VALID_DAYS = 365;
  private static final String SIGNATURE = "SHA256withECDSA";

  private final BcTlsCrypto crypto;
  private final AsymmetricKeyParameter privateKey;
  private final Certificate certificate;
  private final Fingerprint fingerprint;

  private DtlsIdentity(
      BcTlsCrypto crypto, AsymmetricKeyParameter privateKey, byte[] encodedCertificate)
      throws IOException {
    this.crypto = crypto;
    this.privateKey = privateKey;
    this.certificate =
        new Certificate(new TlsCertificate[] {crypto.createCertificate(encodedCertificate)});
    this.fingerprint = Fingerprint.of(encodedCertificate);
  }

  /** A new one, valid from yesterday on. */
  static DtlsIdentity create(SecureRandom random, InstantSource time) throws IOException {
    AsymmetricCipherKeyPair pair = keyPair(random);
    byte[] certificate = selfSigned(pair, random, time.instant()).getEncoded();
    return new DtlsIdentity(new BcTlsCrypto(random), pair.getPrivate(), certificate);
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  AsymmetricKeyParameter privateKey() {
    return privateKey;
  }

  Certificate certificate() {
    return certificate;
  }

  Fingerprint fingerprint() {
    return fingerprint;
  }

  private static AsymmetricCipherKeyPair keyPair(SecureRandom random) {
    ASN1ObjectIdentifier curve = SECObjectIdentifiers.secp256r1;
    ECNamedDomainParameters domain =
        new ECNamedDomainParameters(curve, ECNamedCurveTable.getByOID(curve));
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(domain, random));
    return generator.generateKeyPair();
  }

  private static X509CertificateHolder selfSigned(
      AsymmetricCipherKeyPair pair, SecureRandom random, Instant now) throws IOException {
    X500Name name = new X500Name("CN=WebRTC");
    Date from = Date.from(now.minus(1, ChronoUnit.DAYS));
    Date to = Date.from(now.plus(VALID_DAYS, ChronoUnit.DAYS));
    AlgorithmIdentifier algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find(SIGNATURE);
    try {
      return new X509v3CertificateBuilder(
              name,
              new BigInteger(64, random),
              from,
              to,
              name,
              SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic()))
          .build(
              new BcECContentSignerBuilder(
                      algorithm, new DefaultDigestAlgorithmIdentifierFinder().find(algorithm))
                  .setSecureRandom(random)
                  .build(pair.getPrivate()));
    } catch (OperatorCreationException e) {
      throw new IOException("no certificate could be made", e);
    }
  }
}
