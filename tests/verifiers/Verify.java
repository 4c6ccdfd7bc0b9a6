import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Verifies snapshots by docs/snapshot-verification.md alone, with nothing but the JDK (17):
 *
 *   java Verify.java jwks.json a.json [b.json …]
 *
 * One line a file: "sound" or the first thing that is wrong; then "chain sound" or what breaks it. Exit 0 or 1. Section numbers are the document's.
 */
public class Verify {
  static final class Wrong extends RuntimeException {
    Wrong(String fault) { super(fault); }
  }

  record Checked(String group, String date, long revision, String digest, String before) {}

  public static void main(String[] args) throws Exception {
    var keys = (Map<?, ?>) read(Files.readAllBytes(Path.of(args[0])));
    var checked = new ArrayList<Checked>();
    var allSound = true;
    for (var file : Arrays.asList(args).subList(1, args.length)) {
      try {
        checked.add(check(Files.readAllBytes(Path.of(file)), keys));
        System.out.println("sound");
      } catch (Wrong wrong) {
        System.out.println(wrong.getMessage());
        allSound = false;
      }
    }
    var chain = isChain(checked);
    System.out.println(chain ? "chain sound" : "chain");
    System.exit(allSound && chain ? 0 : 1);
  }

  // Section 1 to 6, in this order.
  static Checked check(byte[] bytes, Map<?, ?> keys) throws Exception {
    if (!(read(bytes) instanceof Map<?, ?> artefact)) throw new Wrong("schema");
    if (!(artefact.get("body") instanceof Map<?, ?> body)) throw new Wrong("schema");
    if (!(artefact.get("digest") instanceof String digest)) throw new Wrong("schema");
    if (!(artefact.get("signature") instanceof String signature)) throw new Wrong("schema");
    if (artefact.size() != 3) throw new Wrong("schema");
    var canonical = canonical(body).getBytes(StandardCharsets.UTF_8);
    var hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    if (!digest.equals("sha-256:" + hex)) throw new Wrong("digest");
    checkSignature(canonical, signature, keys);
    checkTotals(body);
    var before = body.get("supersedes") instanceof Map<?, ?> supersedes ? (String) supersedes.get("digest") : null;
    return new Checked((String) body.get("group"), (String) body.get("date"),
        ((BigDecimal) body.get("revision")).longValueExact(), digest, before);
  }

  // Section 4 and 5.
  static final Pattern HEADER =
      Pattern.compile("\\{\"alg\":\"EdDSA\",\"kid\":\"([A-Za-z0-9_-]+)\",\"b64\":false,\"crit\":\\[\"b64\"\\]\\}");

  static void checkSignature(byte[] canonical, String signature, Map<?, ?> keys) throws Exception {
    var parts = signature.split("\\.", -1);
    if (parts.length != 3 || !parts[1].isEmpty()) throw new Wrong("schema");
    var header = HEADER.matcher(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
    if (!header.matches()) throw new Wrong("signature");
    Map<?, ?> key = null;
    for (var each : (List<?>) keys.get("keys")) {
      var jwk = (Map<?, ?>) each;
      if (!header.group(1).equals(jwk.get("kid"))) continue;
      if (Boolean.TRUE.equals(jwk.get("revoked"))) throw new Wrong("revoked-key");
      if (key == null) key = jwk;
    }
    if (key == null) throw new Wrong("unknown-key");
    // RFC 8410: the 32 bytes of an Ed25519 key behind this prefix are its SubjectPublicKeyInfo.
    var prefix = HexFormat.of().parseHex("302a300506032b6570032100");
    var x = Base64.getUrlDecoder().decode((String) key.get("x"));
    var spki = ByteBuffer.allocate(prefix.length + x.length).put(prefix).put(x).array();
    var verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    verifier.update((parts[0] + ".").getBytes(StandardCharsets.US_ASCII));
    verifier.update(canonical);
    if (!verifier.verify(Base64.getUrlDecoder().decode(parts[2]))) throw new Wrong("signature");
  }

  // Section 6.
  static void checkTotals(Map<?, ?> body) {
    var sums = new TreeMap<String, Object[]>();
    for (var each : (List<?>) body.get("values")) {
      var value = (Map<?, ?>) each;
      var sum = sums.computeIfAbsent((String) value.get("indicator"), i -> new Object[] {0L, null, null});
      sum[0] = (long) sum[0] + 1;
      sum[1] = plus(sum[1], value.get("numerator"));
      sum[2] = plus(sum[2], value.get("denominator"));
    }
    for (var each : (List<?>) body.get("controlTotals")) {
      var total = (Map<?, ?>) each;
      var sum = sums.remove((String) total.get("indicator"));
      if (sum == null || ((BigDecimal) total.get("cells")).longValueExact() != (long) sum[0]) throw new Wrong("control-totals");
      if (!same(sum[1], total.get("numerator")) || !same(sum[2], total.get("denominator"))) throw new Wrong("control-totals");
    }
    if (!sums.isEmpty()) throw new Wrong("control-totals");
  }

  static Object plus(Object sum, Object half) {
    if (half == null) return sum;
    return sum == null ? half : ((BigDecimal) sum).add((BigDecimal) half);
  }

  static boolean same(Object a, Object b) {
    return a == null || b == null ? a == b : ((BigDecimal) a).compareTo((BigDecimal) b) == 0;
  }

  // Section 7.
  static boolean isChain(List<Checked> checked) {
    var sorted = new ArrayList<>(checked);
    sorted.sort(Comparator.comparing(Checked::group).thenComparing(Checked::date).thenComparing(Checked::revision));
    for (var i = 1; i < sorted.size(); i += 1) {
      var before = sorted.get(i - 1);
      var after = sorted.get(i);
      if (!before.group().equals(after.group()) || !before.date().equals(after.date())) continue;
      if (after.revision() != before.revision() + 1 || !before.digest().equals(after.before())) return false;
    }
    return true;
  }

  // Section 2: canonical form.
  static String canonical(Object value) {
    if (value == null || value instanceof Boolean) return String.valueOf(value);
    if (value instanceof String text) return quoted(text);
    if (value instanceof BigDecimal number) return written(number);
    var parts = new ArrayList<String>();
    if (value instanceof List<?> list) {
      for (var item : list) parts.add(canonical(item));
      return "[" + String.join(",", parts) + "]";
    }
    var object = new TreeMap<String, Object>(); // String.compareTo goes by UTF-16 code units
    ((Map<?, ?>) value).forEach((name, member) -> object.put((String) name, member));
    object.forEach((name, member) -> parts.add(quoted(name) + ":" + canonical(member)));
    return "{" + String.join(",", parts) + "}";
  }

  static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i += 1) {
      var c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) out.append(String.format("\\u%04x", (int) c));
          else if (Character.isSurrogate(c)) {
            if (!Character.isHighSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1)))
              throw new Wrong("bytes");
            out.append(c).append(text.charAt(++i));
          } else out.append(c);
        }
      }
    }
    return out.append('"').toString();
  }

  /** The fewest digits that read back as the same double, without exponent: a snapshot's numbers lie between 0.000001 and 10^16. */
  static String written(BigDecimal number) {
    var value = number.doubleValue();
    if (value == 0) return "0";
    for (var digits = 1; ; digits += 1) {
      var rounded = new BigDecimal(value).round(new MathContext(digits));
      if (rounded.doubleValue() == value) return rounded.stripTrailingZeros().toPlainString();
    }
  }

  // Section 1: strict JSON.
  static Object read(byte[] bytes) {
    try {
      var reader = new Reader(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      var value = reader.value();
      reader.space();
      if (reader.at != reader.text.length()) throw new Wrong("bytes");
      return value;
    } catch (CharacterCodingException | IndexOutOfBoundsException | NumberFormatException e) {
      throw new Wrong("bytes");
    }
  }

  static final class Reader {
    final String text;
    int at = 0;

    Reader(String text) { this.text = text; }

    void space() {
      while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) at += 1;
    }

    boolean takes(char c) {
      space();
      if (at >= text.length() || text.charAt(at) != c) return false;
      at += 1;
      return true;
    }

    void must(char c) {
      if (!takes(c)) throw new Wrong("bytes");
    }

    Object value() {
      space();
      switch (text.charAt(at)) {
        case '{': {
          at += 1;
          var object = new LinkedHashMap<String, Object>();
          if (takes('}')) return object;
          do {
            space();
            var name = string();
            must(':');
            if (object.containsKey(name)) throw new Wrong("bytes"); // a name twice
            object.put(name, value());
          } while (takes(','));
          must('}');
          return object;
        }
        case '[': {
          at += 1;
          var list = new ArrayList<Object>();
          if (takes(']')) return list;
          do list.add(value()); while (takes(','));
          must(']');
          return list;
        }
        case '"': return string();
        case 't': return word("true", true);
        case 'f': return word("false", false);
        case 'n': return word("null", null);
        default: return number();
      }
    }

    Object word(String word, Object value) {
      if (!text.startsWith(word, at)) throw new Wrong("bytes");
      at += word.length();
      return value;
    }

    static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    Object number() {
      var match = NUMBER.matcher(text).region(at, text.length());
      if (!match.lookingAt()) throw new Wrong("bytes");
      at = match.end();
      return new BigDecimal(match.group());
    }

    String string() {
      if (text.charAt(at) != '"') throw new Wrong("bytes");
      var out = new StringBuilder();
      for (at += 1; text.charAt(at) != '"'; at += 1) {
        var c = text.charAt(at);
        if (c < 0x20) throw new Wrong("bytes");
        if (c != '\\') {
          out.append(c);
          continue;
        }
        at += 1;
        var escaped = text.charAt(at);
        if (escaped == 'u') {
          out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
          at += 4;
        } else {
          var which = "\"\\/bfnrt".indexOf(escaped);
          if (which < 0) throw new Wrong("bytes");
          out.append("\"\\/\b\f\n\r\t".charAt(which));
        }
      }
      at += 1;
      return out.toString();
    }
  }
}
